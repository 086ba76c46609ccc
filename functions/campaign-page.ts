import { readCampaignToken } from '../lib/base/signed-link.ts';
import { entry } from '../lib/lambda/entry.ts';
import { DEAD_LINK, Refusal } from '../lib/lambda/pipelines/refusal.ts';
import { webhook } from '../lib/lambda/pipelines/webhook.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { campaignReading } from '../lib/lambda/wiring/campaigns.ts';
import { now, TELEMETRY, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { openCampaign } from '../lib/outbound/campaign/api.ts';
import { CAMPAIGN_POLICY } from '../lib/pages/campaign/document.ts';
import {
  CAMPAIGN_NOT_SHOWN,
  type CampaignNotShown,
  campaignNotShown,
} from '../lib/pages/campaign/not-shown.ts';
import { campaignData, campaignPage } from '../lib/pages/campaign/page.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = { ...TELEMETRY, ...only(SERVICE_SETTINGS, 'TABLE_NAME', 'LINK_SIGNING_KEY') };

/**
 * How far a campaign is, for whoever runs it: `GET /campaign/{token}`, and `/data` below it for the page itself. 403 for
 * a wrong or expired link, 404 for a good one whose campaign is no longer kept.
 */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('campaign-page', settings);
  const ports = campaignReading(settings.TABLE_NAME);
  return webhook({
    maxBytes: 1024,
    telemetry,
    now,
    authenticate: async ({ pathParameters }) =>
      readCampaignToken(pathParameters.token ?? '', settings.LINK_SIGNING_KEY ?? [], now()),
    parse: ({ path }, link) => ({ link, data: path.endsWith('/data') }),
    async answer({ link, data }) {
      const view = link.is === 'good' ? await openCampaign(link.id, ports) : undefined;
      if (view !== undefined) {
        return data
          ? { status: 200, data: campaignData(view) }
          : { status: 200, html: campaignPage(view), policy: CAMPAIGN_POLICY };
      }
      const why: CampaignNotShown = link.is === 'good' ? 'not-there' : link.is;
      const isRefused = why !== 'not-there';
      if (data) throw new Refusal(isRefused ? 'forbidden' : 'not_found', CAMPAIGN_NOT_SHOWN[why], DEAD_LINK);
      return { status: isRefused ? 403 : 404, html: campaignNotShown(why), policy: CAMPAIGN_POLICY };
    },
  });
};

export const handler = entry(create, needs);
