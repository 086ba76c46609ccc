import * as z from 'zod';
import type { CampaignView } from '../../lib/outbound/campaign/view.ts';
import { CAMPAIGN_POLICY } from '../../lib/pages/campaign/document.ts';
import {
  CAMPAIGN_NOT_SHOWN,
  type CampaignNotShown,
  campaignNotShown,
} from '../../lib/pages/campaign/not-shown.ts';
import { campaignData, campaignPage } from '../../lib/pages/campaign/page.ts';
import { answerData, headersWith, JSON_TYPE, listening } from './served.ts';

/** The routes of the campaign's page, and those by which it is paused and resumed, as the deployed functions answer. */
export type ServedCampaign = {
  /** Under a stage's path, as API Gateway has it. */
  url: string;
  view: CampaignView;
  /** What is answered instead of the view. */
  trouble: 'none' | 'broken' | 'silent' | CampaignNotShown;
  /** How often `/data` was asked for. */
  asked: number;
  /** How often the answer was that nothing had changed. */
  unchanged: number;
  /** What `POST` is answered; without a status the connection breaks. */
  change: (asked: Change) => { status?: number; body?: unknown };
  changes: Change[];
  stop: () => Promise<void>;
};
export type Change = { path: string; key: string | undefined };

const PATH = '/prod/campaign/token';
const { html, json } = headersWith(CAMPAIGN_POLICY);

export const serveCampaign = async (view: CampaignView): Promise<ServedCampaign> => {
  const { origin, stop } = await listening((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (request.method === 'POST') {
      const change = { path: pathname, key: z.string().optional().parse(request.headers['x-api-key']) };
      served.changes.push(change);
      const { status, body } = served.change(change);
      if (status === undefined) request.destroy();
      else response.writeHead(status, JSON_TYPE).end(JSON.stringify(body ?? {}));
      return;
    }
    const { trouble } = served;
    const refused = trouble === 'invalid' || trouble === 'expired' || trouble === 'not-there';
    if (pathname === PATH) {
      response
        .writeHead(refused ? 404 : 200, html)
        .end(refused ? campaignNotShown(trouble) : campaignPage(served.view));
      return;
    }
    if (pathname !== `${PATH}/data`) {
      response.writeHead(404, html).end();
      return;
    }
    served.asked += 1;
    if (trouble === 'silent') return;
    if (refused) {
      response.writeHead(trouble === 'not-there' ? 404 : 403, json);
      response.end(JSON.stringify({ error: { message: CAMPAIGN_NOT_SHOWN[trouble] } }));
    } else if (trouble === 'broken') response.writeHead(503, html).end();
    else if (answerData(request, response, json, campaignData(served.view))) served.unchanged += 1;
  });
  const served: ServedCampaign = {
    url: `${origin}${PATH}`,
    view,
    trouble: 'none',
    asked: 0,
    unchanged: 0,
    change: () => ({ status: 200 }),
    changes: [],
    stop,
  };
  return served;
};
