import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { agentPages, boardPage } from '../../../lib/base/signed-link.ts';
import { chooseStrategy } from '../../../lib/handoff/strategies/choose.ts';
import { ESCALATION, escalationOf } from '../../../lib/lambda/wiring/handoffs.ts';
import { readSettings } from '../../../lib/settings/read.ts';
import { handoffToolNames } from '../../assistants/names.ts';
import type { Unrouted } from '../lambda/api-gateway.ts';
import type { HttpAnswer } from '../lambda/gateway-answer.ts';
import type { Simulators } from '../simulators/start.ts';
import type { System } from '../system.ts';
import { type Calls, createCalls, LINES, type LineId } from './calls.ts';
import { KIND_IDS } from './kinds.ts';
import { BOARD_PATH, newsOf, START_POLICY, startPage } from './page.ts';
import { lookInto } from './records.ts';
import { sectionsOf } from './sections.ts';
import type { StartState } from './state.ts';
import { SHIFTS, type Team, WAYS } from './team.ts';

export type StartPage = {
  /** Answers what is the page's; undefined for every other request. */
  answer(request: Unrouted): Promise<HttpAnswer | undefined>;
  stop(): void;
};

/** A link is made anew after so long, not at each look: a page in which nothing happens stays the same. */
const LINK_ROUND_MS = 3_600_000;

/** The page of `npm start` on which a person places calls, switches agents and sees what came of it. */
export function createStartPage({
  system,
  simulators,
  team,
}: {
  system: Pick<System, 'env' | 'url' | 'emulators'>;
  simulators: Pick<Simulators, 'vapi' | 'twilio' | 'team'>;
  team: Team;
}): StartPage {
  const { vapi, twilio, team: backend } = simulators;
  const { env, emulators } = system;
  const settings = readSettings(env, ESCALATION);
  const { windowSeconds, bridging } = escalationOf(settings);
  const records = lookInto(emulators.dynamoUrl, emulators.tableName);
  const stopping = new AbortController();
  // Everybody on every call waits with it.
  setMaxListeners(0, stopping.signal);
  const [signingKey] = env.LINK_SIGNING_KEY?.split(',') ?? [];

  if (twilio !== undefined) team.join(twilio);
  const nameOf = (number: string) =>
    team.agents().find((agent) => agent.number === number)?.name ?? 'The agent';
  const calls: Calls | undefined =
    vapi &&
    twilio &&
    createCalls({
      vapi,
      twilio,
      records,
      nameOf,
      ways: handoffToolNames(settings.DEPARTMENTS),
      tools: { url: `${system.url}/webhook/vapi/tools`, team: backend },
      signal: stopping.signal,
    });

  const strategyOf = (accountSid: string) => chooseStrategy({ callSid: 'CA', accountSid }, bridging).is;
  const state = async (): Promise<StartState> => ({
    vapi: vapi ? 'simulated' : 'real',
    twilio: twilio ? 'simulated' : 'real',
    publicUrl: env.PUBLIC_BASE_URL ?? system.url,
    windowSeconds,
    strategies: { own: strategyOf(bridging.accountSid), vapi: strategyOf('of Vapi') },
    departments: settings.DEPARTMENTS,
    agents: team.agents(),
    calls: calls?.placed() ?? [],
    handoffs: await records.read(),
    pageOf({ callId, handoffId }) {
      const now = Math.floor(Date.now() / LINK_ROUND_MS) * LINK_ROUND_MS;
      return agentPages('', signingKey).agentPage?.({ callId, handoffId, now });
    },
  });

  const place = (form: URLSearchParams): HttpAnswer => {
    if (calls === undefined) return refusal(409, 'Calls can be placed where Vapi and Twilio are simulated.');
    const kind = oneOf(KIND_IDS, form.get('kind'));
    const line: LineId | undefined = oneOf(LINES, form.get('line') ?? 'own');
    if (kind === undefined) return refusal(400, noneOf('kind', KIND_IDS));
    if (line === undefined) return refusal(400, noneOf('line', LINES));
    const no = calls.place(kind, line);
    if (no === undefined) return refusal(429, 'Enough calls are under way; wait until one is over.');
    return seeOther('/#calls', `Call ${no} is placed. See it at ${system.url}/`);
  };

  const switchAgent = (form: URLSearchParams): HttpAnswer => {
    if (twilio === undefined) return refusal(409, 'Your agents are those of your Twilio account.');
    const id = form.get('agent') ?? '';
    const shift = oneOf(SHIFTS, form.get('shift'));
    const way = oneOf(WAYS, form.get('way'));
    if (shift === undefined && way === undefined) {
      return refusal(400, `${noneOf('shift', SHIFTS)} ${noneOf('way', WAYS)}`);
    }
    const known =
      (shift === undefined || team.setShift(id, shift)) && (way === undefined || team.setWay(id, way));
    const ids = team.agents().map((agent) => agent.id);
    return known ? seeOther('/#agents', `Done. See ${system.url}/`) : refusal(400, noneOf('agent', ids));
  };

  /** A link of its own for each who opens it: the start page may have been open for longer than one is good. */
  const openBoard = (): HttpAnswer => {
    if (signingKey === undefined) return refusal(404, 'Without LINK_SIGNING_KEY there are no links.');
    const path = boardPage('', signingKey, Date.now());
    return seeOther(path, `The board, for 12 hours: ${system.url}${path}`);
  };

  const ROUTES: Readonly<Record<string, (request: Unrouted) => HttpAnswer | Promise<HttpAnswer>>> = {
    'GET /': async () => page(startPage(await state())),
    'GET /local/state': async ({ headers }) => {
      const now = await state();
      return json({ sections: sectionsOf(now), news: newsOf(now) }, headers);
    },
    [`GET ${BOARD_PATH}`]: openBoard,
    'POST /local/calls': ({ body }) => place(new URLSearchParams(body.toString())),
    'POST /local/agents': ({ body }) => switchAgent(new URLSearchParams(body.toString())),
  };

  return {
    async answer(request) {
      const { method, rawPath, headers } = request;
      const route = ROUTES[`${method} ${rawPath}`];
      if (route === undefined) return undefined;
      const foreign = strangerIn(method, headers);
      return foreign === undefined ? route(request) : refusal(403, foreign);
    },
    stop() {
      stopping.abort();
      team.stop();
      records.stop();
    },
  };
}

const OWN_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
/** What a tunnel or another proxy adds: its visitors are not the person at this machine. */
const PROXIED = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'cf-connecting-ip'];

/**
 * Why a request does not come from the person at this machine, or from this page in their browser. A name that is not
 * this machine's own is another page's that has been led here (DNS rebinding), or a tunnel's.
 */
function strangerIn(method: string, headers: IncomingHttpHeaders): string | undefined {
  const host = headers.host?.toLowerCase() ?? '';
  if (!OWN_NAMES.includes(host.replace(/:\d+$/, '')) || PROXIED.some((name) => headers[name] !== undefined)) {
    return 'The start page is there for this machine alone, at its loopback address.';
  }
  if (method === 'GET') return undefined;
  const { origin, 'sec-fetch-site': site = 'same-origin' } = headers;
  const isOwn = site === 'same-origin' && (origin === undefined || origin.toLowerCase() === `http://${host}`);
  return isOwn ? undefined : 'Another page cannot do this.';
}

function oneOf<T extends string>(words: readonly T[], given: string | null): T | undefined {
  return words.find((word) => word === given);
}

function noneOf(field: string, words: readonly string[]): string {
  return `${field} is none of ${words.join(', ')}.`;
}

/** Who called whom, on this machine: kept by nobody. The referrer goes to this page itself, which asks where a form is from. */
const HEADERS = {
  'cache-control': 'no-store',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
};

const answered = (status: number, headers: Record<string, string>, body = ''): HttpAnswer => ({
  status,
  headers: { ...HEADERS, ...headers },
  body: Buffer.from(body),
});

const page = (text: string): HttpAnswer =>
  answered(
    200,
    { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': START_POLICY },
    text,
  );

function json(data: unknown, headers: IncomingHttpHeaders): HttpAnswer {
  const body = JSON.stringify(data);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  const type = { 'content-type': 'application/json', etag };
  return headers['if-none-match'] === etag ? answered(304, type) : answered(200, type, body);
}

const CODES: Readonly<Record<number, string>> = {
  400: 'bad_request',
  403: 'forbidden',
  404: 'not_found',
  409: 'not_simulated',
  429: 'too_many',
};

const refusal = (status: number, message: string): HttpAnswer =>
  answered(
    status,
    { 'content-type': 'application/json' },
    JSON.stringify({ error: { code: CODES[status], message } }),
  );

/** `text` is for whoever asks from a terminal: a browser goes on. */
const seeOther = (location: string, text: string): HttpAnswer =>
  answered(303, { location, 'content-type': 'text/plain; charset=utf-8' }, `${text}\n`);
