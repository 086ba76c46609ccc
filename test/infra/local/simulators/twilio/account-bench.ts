import {
  startTwilioSimulator,
  type TwilioSimulator,
  type TwilioSimulatorOptions,
} from '../../../../../infra/local/simulators/twilio/twilio.ts';
import { ACCOUNT, basic, TOKEN } from './bench.ts';

export { ACCOUNT, TOKEN } from './bench.ts';
export const MAIN_KEY = { sid: `SK${'4'.repeat(32)}`, secret: 'FAKE-main-secret', kind: 'main' } as const;
export const STANDARD_KEY = {
  sid: `SK${'5'.repeat(32)}`,
  secret: 'FAKE-standard-secret',
  kind: 'standard',
} as const;
export const NUMBER = '+14155550199';

export type Answer = { status: number; body: Record<string, unknown>; headers: Headers };
export type Form = Record<string, string>;

export type AccountBench = {
  twilio: TwilioSimulator;
  /** As the account itself; `path` is whole, or an address of the simulator. */
  get(path: string, params?: Form, authorization?: string): Promise<Answer>;
  post(path: string, form?: Form, headers?: object): Promise<Answer>;
  /** Posts, and gives the SID of what it made; throws where it is refused. */
  make(path: string, form: Form): Promise<string>;
  stop(): Promise<void>;
};

/** The simulated Twilio with an account that has nothing but a number. */
export async function startAccount(options: Partial<TwilioSimulatorOptions> = {}): Promise<AccountBench> {
  const twilio = await startTwilioSimulator({
    accountSid: ACCOUNT,
    authToken: TOKEN,
    numbers: [NUMBER],
    apiKeys: [MAIN_KEY, STANDARD_KEY],
    ...options,
  });
  const own = basic(ACCOUNT, TOKEN);
  const answered = async (response: Response): Promise<Answer> => {
    const text = await response.text();
    const body: unknown = text === '' ? {} : JSON.parse(text);
    return { status: response.status, body: { ...Object(body) }, headers: response.headers };
  };
  const whole = (path: string) => (path.startsWith('http') ? path : `${twilio.url}${path}`);
  const post: AccountBench['post'] = async (path, form = {}, headers = {}) =>
    answered(
      await fetch(whole(path), {
        method: 'POST',
        headers: {
          authorization: own,
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
        body: new URLSearchParams(form).toString(),
      }),
    );
  return {
    twilio,
    async get(path, params = {}, authorization = own) {
      const search = new URLSearchParams(params).toString();
      return answered(await fetch(`${whole(path)}${search && `?${search}`}`, { headers: { authorization } }));
    },
    post,
    async make(path, form) {
      const { status, body } = await post(path, form);
      if (status !== 201) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
      return String(body.sid);
    },
    stop: () => twilio.stop(),
  };
}

export type SetUp = {
  /** `/v1/Workspaces/WS...` */
  home: string;
  workspaceSid: string;
  workflowSid: string;
  callbackWorkflowSid: string;
  missedSid: string;
  queueSids: { support: string; all: string };
  /** Available from the start. */
  workerSid: string;
  numberSid: string;
};

/** What set-up writes, in its order and by REST, for a product at this address: one department, one agent. */
export async function setUpAccount({ twilio, make, post }: AccountBench, product: string): Promise<SetUp> {
  const ours = (what: string) => `voice-handoff:dev:${what}`;
  const done = async (path: string, form: Form) => {
    const { status, body } = await post(path, form);
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  };
  const workspaceSid = await make('/v1/Workspaces', {
    FriendlyName: 'voice-handoff:dev',
    MultiTaskEnabled: 'true',
    Template: 'NONE',
  });
  const home = `/v1/Workspaces/${workspaceSid}`;
  const missedSid = await make(`${home}/Activities`, {
    FriendlyName: ours('missed a call'),
    Available: 'false',
  });
  const support = await make(`${home}/TaskQueues`, {
    FriendlyName: ours('support'),
    TargetWorkers: "departments HAS 'support'",
  });
  const all = await make(`${home}/TaskQueues`, { FriendlyName: ours('all'), TargetWorkers: '1==1' });
  const targets = [
    { queue: support, timeout: 20 },
    { queue: all, timeout: 40 },
  ];
  const workflow = (name: string, task_routing: object, form: Form = {}) =>
    make(`${home}/Workflows`, {
      FriendlyName: ours(name),
      Configuration: JSON.stringify({ task_routing }),
      ...form,
    });
  const workflowSid = await workflow(
    'handoffs',
    {
      filters: [{ filter_friendly_name: 'support', expression: "department == 'support'", targets }],
      default_filter: { queue: all },
    },
    {
      AssignmentCallbackUrl: `${product}/assignment`,
      FallbackAssignmentCallbackUrl: `${product}/fallback`,
      TaskReservationTimeout: '15',
    },
  );
  const callbackWorkflowSid = await workflow('callbacks', { filters: [], default_filter: { queue: all } });
  const available = twilio.console.workspace(workspaceSid).activities.find((one) => one.available);
  const workerSid = await make(`${home}/Workers`, {
    FriendlyName: 'amara.osei',
    ActivitySid: available?.sid ?? '',
    Attributes: JSON.stringify({
      contact_uri: '+14155550177',
      departments: ['support'],
      managed_by: 'voice-handoff:dev',
    }),
  });
  await done(`${home}/Workers/${workerSid}/Channels/voice`, { Capacity: '1', Available: 'true' });
  await done(home, { TimeoutActivitySid: missedSid, EventCallbackUrl: `${product}/events` });
  const { sid: numberSid } = twilio.console.setNumber(NUMBER);
  await done(`/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers/${numberSid}.json`, {
    VoiceUrl: `${product}/voice`,
    VoiceFallbackUrl: `${product}/voice-fallback`,
    StatusCallback: `${product}/status`,
  });
  return {
    home,
    workspaceSid,
    workflowSid,
    callbackWorkflowSid,
    missedSid,
    queueSids: { support, all },
    workerSid,
    numberSid,
  };
}

export const rowsIn = ({ body }: Answer, key: string): Record<string, unknown>[] => {
  const list: unknown = body[key];
  return Array.isArray(list) ? list.map((row) => ({ ...Object(row) })) : [];
};
