import { openAccount } from '../../../../infra/local/simulators/vapi/account/account.ts';
import type { PlanRow } from '../../../../infra/setup/plan.ts';
import type { Team } from '../../../../infra/setup/team/team.ts';
import { setUpVapi } from '../../../../infra/setup/vapi/set-up.ts';
import type { WalkOptions } from '../../../../infra/setup/walks.ts';
import { parsedJson } from '../../../../lib/base/json.ts';
import type { PlatformAnswer, PlatformApi, PlatformRequest } from '../../../../lib/http/platform-api.ts';

export const TEAM: Team = {
  company: 'Example Energy',
  departments: { sales: { about: 'prices, new contracts' }, support: {}, billing: {} },
  agents: [],
  numbers: [{ number: '+14155550199', answeredBy: 'vapi' }],
  assistants: { model: 'gpt-4.1', language: 'en' },
};
export const GIVEN = {
  VAPI_API_KEY: 'k9-Tb6hYd1sQf5Jc2',
  VAPI_SERVER_SECRET: 'w3-Xn8tPq4zLr7Vd1',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}7`,
  TWILIO_AUTH_TOKEN: 'q7-Zk4mNp2vRx8Lw3',
  HUMAN_AGENT_NUMBER: '+14155550188',
};
export const BASE_URL = 'https://hooks.example.com';

/** What goes wrong with one request. */
export type Fault =
  /** Nothing happens; the answer is this. */
  | { is: 'instead'; answer: PlatformAnswer }
  /** It happens; the answer is this. */
  | { is: 'after'; answer: PlatformAnswer };

export const lost = (reason = 'vapi-timeout', wasSent = true): PlatformAnswer => ({
  is: 'lost',
  reason,
  wasSent,
});

export type Asked = { method: PlatformRequest['method']; path: string; body: unknown };

/** An account at Vapi in memory, by the rules of the simulator, and what was asked of it. */
export function openVapi() {
  const account = openAccount({ gone: new Set(), sign: () => ({}) });
  const { configuration, console } = account;
  const asked: Asked[] = [];
  let faultOf: (asked: Asked, nth: number) => Fault | undefined = () => undefined;

  const done = ({ method, path, body }: Asked): PlatformAnswer => {
    const url = new URL(path, 'https://api.vapi.ai');
    const found = configuration.asked(method, url.pathname, url.searchParams);
    if (found === undefined) throw new Error(`there is no ${method} ${path}`);
    const reply = found.reply(body);
    const answer: unknown = parsedJson(JSON.stringify(reply.body));
    return reply.status < 300
      ? { is: 'ok', status: reply.status, body: answer }
      : { is: 'refused', status: reply.status, body: answer };
  };
  const api: PlatformApi = (request) => {
    const { pathname, search, origin } = new URL(request.url);
    if (origin !== 'https://api.vapi.ai') throw new Error(`asked ${origin}`);
    const one = { method: request.method, path: `${pathname}${search}`, body: request.json };
    asked.push(one);
    const fault = faultOf(one, asked.filter(isWrite).length);
    if (fault?.is === 'instead') return Promise.resolve(fault.answer);
    const answer = done(one);
    return Promise.resolve(fault?.answer ?? answer);
  };
  return {
    api,
    account,
    console,
    asked,
    writes: () => asked.filter(isWrite),
    /** `nth` counts the writes from 1. */
    failing(fault: typeof faultOf) {
      faultOf = fault;
    },
    healthy() {
      faultOf = () => undefined;
    },
    bodies: (kind: 'assistant' | 'squad' | 'phone-number' | 'credential') =>
      account.saved(kind).map(({ id, body }) => ({ id, body })),
  };
}
export type FakeVapi = ReturnType<typeof openVapi>;

export const isWrite = ({ method }: { method: string }): boolean => method !== 'GET';

/** A stage with its settings file, which grows by what is kept. */
export function stageAt(vapi: FakeVapi, more: Partial<WalkOptions> = {}) {
  const file: Record<string, string> = { ...GIVEN, ...more.settings };
  const walk = async (mode: 'plan' | 'apply', now: Partial<WalkOptions> = {}): Promise<PlanRow[]> => {
    const rows: PlanRow[] = [];
    await setUpVapi({
      mode,
      stage: 'dev',
      team: TEAM,
      baseUrl: BASE_URL,
      adopt: false,
      ...more,
      ...now,
      settings: { ...file },
      api: vapi.api,
      tell: (row) => rows.push(row),
      keep: (values) => {
        Object.assign(file, values);
        return Promise.resolve();
      },
    });
    return rows;
  };
  return {
    file,
    plan: (now?: Partial<WalkOptions>) => walk('plan', now),
    apply: (now?: Partial<WalkOptions>) => walk('apply', now),
    forget: (...names: string[]) => {
      for (const name of names) delete file[name];
    },
  };
}

export const told = (rows: readonly PlanRow[]): string[] =>
  rows.map(({ what, name, action, later }) => `${action} ${what} ${name}${later ? ' later' : ''}`);
export const named = (rows: readonly PlanRow[], name: string): PlanRow => {
  const found = rows.find((row) => row.name === name);
  if (found === undefined) throw new Error(`no row ${name}`);
  return found;
};
export const allSame = (rows: readonly PlanRow[]): boolean => rows.every(({ action }) => action === 'same');

/** An account and a stage that are set up. */
export async function setUp() {
  const vapi = openVapi();
  const stage = stageAt(vapi);
  await stage.apply();
  const id = (key: string): string => JSON.parse(stage.file.VAPI_ASSISTANTS ?? '')[key];
  const body = (key: string) => vapi.bodies('assistant').find((one) => one.id === id(key))?.body;
  return { vapi, stage, id, body };
}
