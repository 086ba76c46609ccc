import { readCall, readConversation } from '../lib/aws/call-store.ts';
import { table } from '../lib/aws/table.ts';
import { readLinkToken } from '../lib/base/signed-link.ts';
import { entry } from '../lib/lambda/entry.ts';
import { Refusal } from '../lib/lambda/pipelines/refusal.ts';
import { webhook } from '../lib/lambda/pipelines/webhook.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { agentView } from '../lib/pages/agent/open.ts';
import { agentData, agentPage, CONTENT_SECURITY_POLICY, noAgentPage } from '../lib/pages/agent/page.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = only(SERVICE_SETTINGS, 'STAGE', 'LOG_LEVEL', 'TABLE_NAME', 'LINK_SIGNING_KEY');

/**
 * Who is calling and why, for the agent alone: `GET /agent/{token}`, and `/data` below it for the page itself, which
 * stays live by it. 403 for a wrong or expired link.
 */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('agent-page', settings);
  const records = table(settings.TABLE_NAME);
  const open = agentView({
    readCall: readCall(records, now),
    readConversation: readConversation(records, now),
    clock: now,
  });
  return webhook({
    maxBytes: 1024,
    telemetry,
    now,
    authenticate: async ({ pathParameters }) =>
      readLinkToken(pathParameters.token ?? '', settings.LINK_SIGNING_KEY ?? [], now()),
    parse: ({ path, rawQueryString }, link) =>
      ({
        link,
        data: path.endsWith('/data'),
        numbers: new URLSearchParams(rawQueryString).get('numbers') === 'shown' ? 'shown' : 'hidden',
      }) as const,
    async answer({ link, data, numbers }) {
      const view = link === undefined ? undefined : await open(link);
      telemetry.count('agent_page_refused', view === undefined ? 1 : 0);
      if (view !== undefined) {
        return data
          ? { status: 200, data: agentData(view, { numbers }) }
          : { status: 200, html: agentPage(view, { numbers }), policy: CONTENT_SECURITY_POLICY };
      }
      if (data) throw new Refusal('forbidden', 'The link is not valid, or it has expired.', 'agent-link');
      return { status: 403, html: noAgentPage(), policy: CONTENT_SECURITY_POLICY };
    },
  });
};

export const handler = entry(create, needs);
