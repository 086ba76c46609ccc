import { readCall, readConversation } from '../lib/aws/call-store.ts';
import { table } from '../lib/aws/table.ts';
import { type LinkRead, readLinkToken } from '../lib/base/signed-link.ts';
import { HANDOFF_SETTINGS } from '../lib/handoff/settings.ts';
import { entry } from '../lib/lambda/entry.ts';
import { DEAD_LINK, Refusal } from '../lib/lambda/pipelines/refusal.ts';
import { webhook } from '../lib/lambda/pipelines/webhook.ts';
import { SERVICE_SETTINGS } from '../lib/lambda/settings.ts';
import { now, telemetryFor } from '../lib/lambda/wiring/handoffs.ts';
import { readToolNotes } from '../lib/lambda/wiring/tool-notes.ts';
import { CONTENT_SECURITY_POLICY } from '../lib/pages/agent/document.ts';
import { isRefused, NOT_SHOWN, notShownPage, triesIn } from '../lib/pages/agent/not-shown.ts';
import { agentView, teamOf } from '../lib/pages/agent/open.ts';
import { agentData, agentPage } from '../lib/pages/agent/page.ts';
import { PAGES_SETTINGS } from '../lib/pages/settings.ts';
import { type Env, readSettings } from '../lib/settings/read.ts';
import { only } from '../lib/settings/setting.ts';

export const needs = {
  ...only(SERVICE_SETTINGS, 'STAGE', 'LOG_LEVEL', 'TABLE_NAME', 'LINK_SIGNING_KEY'),
  ...only(HANDOFF_SETTINGS, 'OPENING_HOURS'),
  ...PAGES_SETTINGS,
};

/**
 * Who is calling and why, for the agent alone: `GET /agent/{token}`, and `/data` below it for the page itself, which
 * stays live by it. 403 for a wrong or expired link, 404 for a good one without a handoff.
 */
export const create = (env: Env) => {
  const settings = readSettings(env, needs);
  const telemetry = telemetryFor('agent-page', settings);
  const records = table(settings.TABLE_NAME);
  const team = teamOf(settings);
  const open = agentView({
    readCall: readCall(records, now),
    readConversation: readConversation(records, now),
    toolNotes: readToolNotes(records, now),
    clock: now,
    team,
  });
  const opened = (read: LinkRead) => (read.is === 'good' ? open(read.link) : read);
  return webhook({
    maxBytes: 1024,
    telemetry,
    now,
    authenticate: async ({ pathParameters }) =>
      readLinkToken(pathParameters.token ?? '', settings.LINK_SIGNING_KEY ?? [], now()),
    parse({ path, rawQueryString }, link) {
      const query = new URLSearchParams(rawQueryString);
      return {
        link,
        data: path.endsWith('/data'),
        numbers: query.get('numbers') === 'shown' ? 'shown' : 'hidden',
        tries: triesIn(query),
      } as const;
    },
    async answer({ link, data, numbers, tries }) {
      const found = await opened(link);
      const refused = found.is !== 'view' && isRefused(found);
      telemetry.count('agent_page_refused', refused ? 1 : 0);
      if (found.is === 'view') {
        const { view } = found;
        return data
          ? { status: 200, data: agentData(view, { numbers }) }
          : { status: 200, html: agentPage(view, { numbers }), policy: CONTENT_SECURITY_POLICY };
      }
      if (data) throw new Refusal(refused ? 'forbidden' : 'not_found', NOT_SHOWN[found.is], DEAD_LINK);
      const html = notShownPage(found, { tries, numbers, timeZone: team.timeZone });
      return { status: refused ? 403 : 404, html, policy: CONTENT_SECURITY_POLICY };
    },
  });
};

export const handler = entry(create, needs);
