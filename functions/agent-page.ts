import { readHandoff, table } from '../lib/aws/handoff-store.ts';
import { readLinkToken } from '../lib/handoff/agent-link.ts';
import { agentPage, noAgentPage } from '../lib/handoff/agent-page.ts';
import { entry } from '../lib/lambda/entry.ts';
import { now, telemetryFor } from '../lib/lambda/service.ts';
import { type Env, readSettings } from '../lib/lambda/settings.ts';
import { webhook } from '../lib/lambda/webhook.ts';

export const needs = ['STAGE', 'LOG_LEVEL', 'TABLE_NAME', 'LINK_SIGNING_KEY'] as const;

/** Who is calling and why, for the agent alone: `GET /agent/{token}`. 403 for a wrong or expired link. */
export const create = (env: Env) => {
  const settings = readSettings(env, ...needs);
  const telemetry = telemetryFor('agent-page', settings);
  const load = readHandoff(table(settings.TABLE_NAME), now);
  return webhook({
    maxBytes: 1024,
    telemetry,
    now,
    authenticate: async ({ pathParameters }) =>
      readLinkToken(pathParameters.token ?? '', settings.LINK_SIGNING_KEY ?? [], now()),
    parse: (_request, link) => link,
    async answer(link) {
      const loaded = link === undefined ? undefined : await load(link.callId);
      const known = loaded?.is === 'handoff' && loaded.handoff.handoffId === link?.handoffId;
      telemetry.count('agent_page_refused', known ? 0 : 1);
      return known ? { status: 200, html: agentPage(loaded.handoff) } : { status: 403, html: noAgentPage() };
    },
  });
};

export const handler = entry(create, needs);
