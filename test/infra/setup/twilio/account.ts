import type { PlatformAnswer, PlatformApi, PlatformRequest } from '../../../../lib/http/platform-api.ts';

export type Row = Record<string, unknown> & { sid: string };

/** What becomes of one request that writes. */
export type Fault = 'refused' | 'failed' | 'lost-before' | 'lost-after';

type Kind = { key: string; prefix: string; name: string; parameters: Readonly<Record<string, string>> };

const KINDS: Readonly<Record<string, Kind>> = {
  Workspaces: {
    key: 'workspaces',
    prefix: 'WS',
    name: 'friendly_name',
    parameters: {
      FriendlyName: 'friendly_name',
      MultiTaskEnabled: 'multi_task_enabled',
      Template: 'template',
      PrioritizeQueueOrder: 'prioritize_queue_order',
      TimeoutActivitySid: 'timeout_activity_sid',
      EventCallbackUrl: 'event_callback_url',
      EventsFilter: 'events_filter',
    },
  },
  Activities: {
    key: 'activities',
    prefix: 'WA',
    name: 'friendly_name',
    parameters: { FriendlyName: 'friendly_name', Available: 'available' },
  },
  TaskQueues: {
    key: 'task_queues',
    prefix: 'WQ',
    name: 'friendly_name',
    parameters: {
      FriendlyName: 'friendly_name',
      TargetWorkers: 'target_workers',
      MaxReservedWorkers: 'max_reserved_workers',
      TaskOrder: 'task_order',
    },
  },
  Workflows: {
    key: 'workflows',
    prefix: 'WW',
    name: 'friendly_name',
    parameters: {
      FriendlyName: 'friendly_name',
      Configuration: 'configuration',
      AssignmentCallbackUrl: 'assignment_callback_url',
      FallbackAssignmentCallbackUrl: 'fallback_assignment_callback_url',
      TaskReservationTimeout: 'task_reservation_timeout',
    },
  },
  Workers: {
    key: 'workers',
    prefix: 'WK',
    name: 'friendly_name',
    parameters: { FriendlyName: 'friendly_name', Attributes: 'attributes' },
  },
  Channels: {
    key: 'channels',
    prefix: 'WC',
    name: 'task_channel_unique_name',
    parameters: { Capacity: 'configured_capacity', Available: 'available' },
  },
  IncomingPhoneNumbers: {
    key: 'incoming_phone_numbers',
    prefix: 'PN',
    name: 'phone_number',
    parameters: {
      VoiceUrl: 'voice_url',
      VoiceMethod: 'voice_method',
      VoiceFallbackUrl: 'voice_fallback_url',
      VoiceFallbackMethod: 'voice_fallback_method',
      StatusCallback: 'status_callback',
      StatusCallbackMethod: 'status_callback_method',
    },
  },
};

const parsed = (text: string): unknown =>
  text === 'true' ? true : text === 'false' ? false : /^\d+$/.test(text) ? Number(text) : text;

const refusal = (status: number, code: number, message: string): PlatformAnswer => ({
  is: 'refused',
  status,
  body: { code, message, status, more_info: '' },
});

export const ACCOUNT_SID = 'AC00000000000000000000000000000001';

/**
 * One account of Twilio, as far as set-up sees it: names are no keys there, so that whoever makes a thing twice has two.
 * Lists show few rows a page and no attributes.
 */
export class Account {
  /** By collection: `/Workspaces`, `/Workspaces/WS.../Workers`. */
  readonly rows = new Map<string, Row[]>();
  readonly requests: PlatformRequest[] = [];
  /** What becomes of the next requests that write, by their number from 0. */
  faults = new Map<number, Fault>();
  pageSize = 2;
  #made = 0;
  #writes = 0;

  get writes(): number {
    return this.#writes;
  }

  /** Counts from 0 again. */
  fail(faults: Iterable<[number, Fault]>): void {
    this.faults = new Map(faults);
    this.#writes = 0;
  }

  all(kind: string): Row[] {
    return [...this.rows].flatMap(([collection, rows]) => (collection.endsWith(`/${kind}`) ? rows : []));
  }

  named(kind: string, name: string): Row {
    const found = this.all(kind).filter((row) => row[KINDS[kind]?.name ?? ''] === name);
    if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} called ${name}`);
    return found[0];
  }

  add(collection: string, row: Record<string, unknown>): Row {
    this.#made += 1;
    const kind = collection.split('/').at(-1) ?? '';
    const sid = `${KINDS[kind]?.prefix}${String(this.#made).padStart(32, '0')}`;
    const added: Row = { ...row, sid };
    this.rows.set(collection, [...(this.rows.get(collection) ?? []), added]);
    const home = `${collection}/${sid}`;
    if (kind === 'Workspaces') {
      const offline = this.add(`${home}/Activities`, { friendly_name: 'Offline', available: false });
      this.add(`${home}/Activities`, { friendly_name: 'Available', available: true });
      added.default_activity_sid ??= offline.sid;
      added.timeout_activity_sid ??= offline.sid;
      added.multi_task_enabled ??= false;
    }
    if (kind === 'Workers') {
      for (const [name, capacity] of [
        ['default', 1],
        ['voice', 3],
      ] as const) {
        this.add(`${home}/Channels`, {
          task_channel_unique_name: name,
          configured_capacity: capacity,
          available: true,
        });
      }
    }
    return added;
  }

  number(row: Record<string, unknown>): Row {
    const empty = { voice_method: 'POST', voice_fallback_method: 'POST', status_callback_method: 'POST' };
    return this.add('/IncomingPhoneNumbers', { ...empty, ...row });
  }

  /** All that it holds. */
  get state(): unknown {
    return JSON.parse(JSON.stringify([...this.rows].sort(([one], [other]) => one.localeCompare(other))));
  }

  readonly api: PlatformApi = async (request) => {
    this.requests.push(request);
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/v1|^\/2010-04-01\/Accounts\/AC\w{32}/, '').replace(/\.json$/, '');
    if (request.method === 'GET') return this.#read(path, url);
    const fault = this.faults.get(this.#writes);
    this.#writes += 1;
    if (fault === 'refused') return refusal(400, 20001, 'The contact +14155550177 is no good');
    if (fault === 'failed') return { is: 'lost', reason: 'twilio-500', wasSent: true };
    if (fault === 'lost-before') return { is: 'lost', reason: 'twilio-timeout', wasSent: true };
    const answer = this.#write(path, request.form ?? {});
    return fault === 'lost-after' ? { is: 'lost', reason: 'twilio-timeout', wasSent: true } : answer;
  };

  #read(path: string, url: URL): PlatformAnswer {
    const one = this.#find(path);
    if (one !== undefined) return { is: 'ok', status: 200, body: this.#shown(one) };
    const [kind] = path.split('/').slice(-1);
    const known = KINDS[kind ?? ''];
    if (known === undefined) return refusal(404, 20404, 'The requested resource was not found');
    const name = url.searchParams.get('FriendlyName') ?? url.searchParams.get('PhoneNumber');
    const rows = (this.rows.get(path) ?? []).filter((row) => name === null || row[known.name] === name);
    const page = Number(url.searchParams.get('Page') ?? 0);
    const shown = rows.slice(page * this.pageSize, (page + 1) * this.pageSize);
    const next = new URL(url);
    next.searchParams.set('Page', String(page + 1));
    const hasNext = rows.length > (page + 1) * this.pageSize;
    const items = shown.map((row) =>
      kind === 'Workers' ? { ...this.#shown(row), attributes: null } : this.#shown(row),
    );
    const paging =
      kind === 'IncomingPhoneNumbers'
        ? { next_page_uri: hasNext ? `${next.pathname}${next.search}` : null }
        : { meta: { key: known.key, next_page_url: hasNext ? next.href : null } };
    return { is: 'ok', status: 200, body: { [known.key]: items, ...paging } };
  }

  #shown(row: Row): Row {
    const timeout = this.all('Activities').find(({ sid }) => sid === row.timeout_activity_sid);
    return { ...row, ...(timeout && { timeout_activity_name: timeout.friendly_name }) };
  }

  #find(path: string): Row | undefined {
    const at = path.lastIndexOf('/');
    const id = path.slice(at + 1);
    return this.rows
      .get(path.slice(0, at))
      ?.find((row) => row.sid === id || row.task_channel_unique_name === id);
  }

  #write(path: string, form: Readonly<Record<string, string>>): PlatformAnswer {
    const one = this.#find(path);
    const kind = path.split('/').at(one === undefined ? -1 : -2) ?? '';
    const parameters = KINDS[kind]?.parameters;
    if (parameters === undefined) return refusal(404, 20404, 'The requested resource was not found');
    const values: Record<string, unknown> = {};
    for (const [name, text] of Object.entries(form)) {
      const field = parameters[name];
      if (field === undefined) return refusal(400, 20001, `${name} is unknown`);
      values[field] = name === 'Attributes' || name === 'Configuration' ? text : parsed(text);
    }
    const queues = String(values.configuration ?? '').match(/WQ\w{32}/g) ?? [];
    if (queues.some((sid) => !this.all('TaskQueues').some((queue) => queue.sid === sid))) {
      return refusal(400, 20001, 'Configuration names a queue that is not there');
    }
    if (one !== undefined) {
      if ('available' in values && kind === 'Activities') return refusal(400, 20001, 'Available is unknown');
      Object.assign(one, values);
      return { is: 'ok', status: 200, body: this.#shown(one) };
    }
    if (kind === 'Channels' || kind === 'IncomingPhoneNumbers') return refusal(405, 20004, 'Not allowed');
    return { is: 'ok', status: 201, body: this.#shown(this.add(path, values)) };
  }
}
