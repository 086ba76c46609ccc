import { readFileSync } from 'node:fs';
import type { PlatformAnswer, PlatformApi, PlatformRequest } from '../../../lib/http/platform-api.ts';

export type Row = Record<string, unknown>;

export function fixture(path: string): Row {
  return JSON.parse(readFileSync(new URL(`../../fixtures/${path}.json`, import.meta.url), 'utf8'));
}

const ofList = (name: string, key: string): Row[] => {
  const rows = fixture(`calling/${name}`)[key];
  return Array.isArray(rows) ? rows : [];
};

export const NOW = Date.parse('2026-11-29T12:00:00Z');
export const BASE = 'https://handoff.example.com';
export const SID = {
  account: 'AC0be6ba904ec9b35f965b83c0d100bdea',
  workspace: 'WSc9d875e832879d3322871eef39b1d644',
  workflow: 'WW44b56d727ba4b8a15fabb5e3ad9f1e9d',
  offline: 'WA5e5140c2b7d92a8bdb2d609fe6f433ce',
  available: 'WAaaed8e6d721ccb5bb49ead9bbcd9b067',
  unavailable: 'WAa83622d45e452ce0c796e026f115a11f',
  support: 'WQ6019e55e2d2b04a76886f5be8a384e12',
  all: 'WQdadffd9e95c5e19b54c8424ae2c7dfaf',
  legal: 'WQf71b0f05ef0dceb30a62101357c3d89f',
  amara: 'WK3d15810ea0bf6cb98651a1a14fcbc8fe',
} as const;
export const NUMBER = '+14155550199';
export const TOKEN = 'INVENTED_never_log_this_field';

/** What an account of Twilio's holds. */
export type TwilioAccount = {
  account: Row;
  balance: Row;
  workspace: Row;
  activities: Row[];
  /** By their SIDs. */
  workflows: Record<string, Row>;
  queues: Row[];
  load: Row;
  workers: Row[];
  channels: Row[];
  reservations: Row[];
  tasks: Row[];
  numbers: Row[];
  callerIds: Row[];
  country: Row;
  profiles: Row[];
  products: Row[];
  assigned: Row[];
  alerts: Row[];
  /** What is refused, by the end of its path. */
  refused: Record<string, { status: number; code?: number }>;
};

/** The account of the fixtures, with all their faults. */
export function asFound(): TwilioAccount {
  return {
    account: fixture('calling/doctor-account'),
    balance: fixture('calling/doctor-balance'),
    workspace: fixture('calling/doctor-workspace'),
    activities: ofList('doctor-activities', 'activities'),
    workflows: { [SID.workflow]: fixture('calling/doctor-workflow') },
    queues: ofList('doctor-task-queues', 'task_queues'),
    load: fixture('calling/doctor-queue-realtime'),
    workers: [fixture('calling/doctor-worker-good'), fixture('calling/doctor-worker-bad')],
    channels: ofList('doctor-worker-channels', 'channels'),
    reservations: [],
    tasks: [],
    numbers: ofList('doctor-number', 'incoming_phone_numbers'),
    callerIds: [],
    country: fixture('calling/doctor-dialing-permissions-us'),
    profiles: [],
    products: ofList('doctor-trust-products', 'results'),
    assigned: ofList('doctor-trust-assignments', 'results'),
    alerts: ofList('doctor-alerts', 'alerts'),
    refused: {},
  };
}

export const ROUTING = {
  task_routing: {
    filters: [
      {
        filter_friendly_name: 'support',
        expression: "department == 'support'",
        targets: [
          { queue: SID.support, timeout: 15, skip_if: 'workers.available == 0' },
          { queue: SID.all, timeout: '30' },
        ],
      },
    ],
    default_filter: { queue: SID.all },
  },
};

/** The same with every fault mended. */
export function inOrder(): TwilioAccount {
  const found = asFound();
  return {
    ...found,
    account: { ...found.account, type: 'Full' },
    balance: { ...found.balance, balance: '52.10' },
    workspace: {
      ...found.workspace,
      timeout_activity_sid: SID.unavailable,
      timeout_activity_name: 'Unavailable',
      event_callback_url: `${BASE}/webhook/twilio/events#rc=2&rp=ct,rt,5xx`,
    },
    workflows: {
      [SID.workflow]: {
        ...found.workflows[SID.workflow],
        fallback_assignment_callback_url: `${BASE}/webhook/twilio/assignment/fallback`,
        task_reservation_timeout: 15,
        configuration: JSON.stringify(ROUTING),
      },
    },
    queues: found.queues.filter(({ sid }) => sid !== SID.legal),
    load: {
      ...found.load,
      total_eligible_workers: 1,
      total_available_workers: 1,
      longest_task_waiting_age: 0,
    },
    workers: found.workers.slice(0, 1),
    channels: found.channels.map((one) => ({ ...one, configured_capacity: 1, assigned_tasks: 0 })),
    numbers: found.numbers.map((one) => ({
      ...one,
      voice_fallback_url: `${BASE}/webhook/twilio/voice`,
      status_callback: `${BASE}/webhook/twilio/status#rc=2&rp=ct,rt,5xx`,
    })),
    profiles: [{ sid: 'BU1', status: 'twilio-approved' }],
    alerts: found.alerts.filter((one) => one.error_code === '30007'),
  };
}

/** As lists have them: their attributes are told to whoever asks for one alone. */
const withoutAttributes = (row: Row): Row => ({ ...row, attributes: null });

function bodyAt(path: string, search: URLSearchParams, has: TwilioAccount): Row | undefined {
  const list = (key: string, rows: readonly Row[]): Row => ({
    [key]: rows,
    meta: { next_page_url: null, key },
  });
  const oldList = (key: string, rows: readonly Row[]): Row => ({ [key]: rows, next_page_uri: null });
  const inAccount = `/2010-04-01/Accounts/${SID.account}`;
  const inWorkspace = `/v1/Workspaces/${SID.workspace}`;
  const numbers = () => has.numbers.filter((one) => one.phone_number === search.get('PhoneNumber'));
  const fixed: Record<string, () => Row> = {
    [`${inAccount}.json`]: () => has.account,
    [`${inAccount}/Balance.json`]: () => has.balance,
    [`${inAccount}/IncomingPhoneNumbers.json`]: () => oldList('incoming_phone_numbers', numbers()),
    [`${inAccount}/OutgoingCallerIds.json`]: () => oldList('outgoing_caller_ids', has.callerIds),
    [inWorkspace]: () => has.workspace,
    [`${inWorkspace}/Activities`]: () => list('activities', has.activities),
    [`${inWorkspace}/TaskQueues`]: () => list('task_queues', has.queues),
    [`${inWorkspace}/Workers`]: () => list('workers', has.workers.map(withoutAttributes)),
    [`${inWorkspace}/Tasks`]: () => list('tasks', has.tasks),
    '/v1/CustomerProfiles': () => list('results', has.profiles),
    '/v1/TrustProducts': () => list('results', has.products),
    '/v1/Alerts': () => list('alerts', has.alerts),
  };
  const [, sid = ''] = /\/(W[KW]\w+)/.exec(path.slice(inWorkspace.length)) ?? [];
  if (path.endsWith('/ChannelEndpointAssignments')) return list('results', has.assigned);
  if (path.endsWith('/RealTimeStatistics')) return has.load;
  if (path.endsWith('/Channels')) return list('channels', has.channels);
  if (path.endsWith('/Reservations')) return list('reservations', has.reservations);
  if (path.includes('/Countries/')) return has.country;
  if (path.includes('/Workflows/')) return has.workflows[sid];
  if (path.includes('/Workers/')) return has.workers.find((one) => one.sid === sid);
  return fixed[path]?.();
}

/** Answers for the account, and remembers what it was asked. */
export function twilioWith(has: TwilioAccount): { api: PlatformApi; asked: PlatformRequest[] } {
  const asked: PlatformRequest[] = [];
  return {
    asked,
    async api(request): Promise<PlatformAnswer> {
      asked.push(request);
      await Promise.resolve();
      const { pathname, searchParams } = new URL(request.url);
      const refused = Object.entries(has.refused).find(([end]) => pathname.endsWith(end))?.[1];
      if (refused !== undefined)
        return { is: 'refused', status: refused.status, body: { code: refused.code } };
      const body = bodyAt(pathname, searchParams, has);
      return body === undefined
        ? { is: 'refused', status: 404, body: { code: 20404 } }
        : { is: 'ok', status: 200, body };
    },
  };
}
