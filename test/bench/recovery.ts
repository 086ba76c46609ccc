import { type Door, doorTo } from '../../infra/local/aws/door.ts';
import { type Emulators, startEmulators } from '../../infra/local/aws/emulators.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { STRATEGIES, type StrategyName } from '../../lib/handoff/record/handoff.ts';
import { type Product, startProduct } from '../e2e/product.ts';
import { percentiles } from './latency.ts';

/** What is away, for how long, and from which step of the handoff on. */
type Outage = { away: 'table' | 'queue'; ms: number; from: Step };
const STEPS = ['request', 'task-created', 'agent-offered', 'agent-answered'] as const;
type Step = (typeof STEPS)[number];

/** One call that met an outage. Times in ms after the dependency was back. */
type Met = {
  outage: Outage;
  strategy: StrategyName;
  joinedAfterMs: number | undefined;
  /** What the caller heard from us, in ms after the request. */
  heard: { afterMs: number; text: string }[];
  /** What is not as it has to be; a sentence for each. */
  faults: string[];
};

export type RecoveryFigures = {
  calls: number;
  /** By what was away and for how long. */
  rows: {
    away: Outage['away'];
    ms: number;
    calls: number;
    joined: number;
    p50Ms: number;
    worstMs: number;
    /** The worst one: at which step, by which strategy. */
    worst: string;
    /** Of those who were not joined: how long after the end of the window the last one heard the truth. */
    truthAfterWindowMs: number | undefined;
    faults: string[];
  }[];
};

const WINDOW_SECONDS = 12;
const DURATIONS_MS = [400, 1_000, 5_000];
/** How many calls meet an outage. */
export const OUTAGES = STRATEGIES.length * 2 * DURATIONS_MS.length * STEPS.length;
const SETTLED_MS = 60_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const departmentOf = (number: number): string => `recovery-${number}`;

type Stage = { product: Product; doors: Record<Outage['away'], Door>; stop(): Promise<void> };

/** The whole product behind two doors, with one agent for each call, whose telephone takes no time. */
const startStage = async (strategy: StrategyName): Promise<Stage> => {
  const inner: Emulators = await startEmulators();
  const doors = { table: await doorTo(inner.dynamoUrl), queue: await doorTo(inner.sqsUrl) };
  // Each agent is a department of their own, so that no call gets another one's.
  const DEPARTMENTS = Array.from({ length: OUTAGES }, (_, number) => departmentOf(number)).join(',');
  const product = await startProduct(
    { BRIDGE: strategy, HANDOFF_WINDOW_SECONDS: String(WINDOW_SECONDS), DEPARTMENTS },
    () => 'answers',
    {
      agentPhones: () => 'takes',
      secondMs: 25,
      external: { dynamoUrl: doors.table.url, sqsUrl: doors.queue.url },
    },
  );
  return {
    product,
    doors,
    async stop() {
      await product.stop();
      await Promise.all([doors.table.stop(), doors.queue.stop(), inner.stop()]);
    },
  };
};

/** Resolves when the call reaches the step, as the platforms see it. */
const reached = ({ vapi, twilio }: Product, call: SimulatedCall, step: Step, agent: string): Promise<void> =>
  new Promise((resolve) => {
    if (step === 'request') return resolve();
    const isAgents = (callSid?: string) => twilio.calls.get(callSid ?? '')?.to === agent;
    twilio.on(({ what, callId, callSid }) => {
      if (what === step && (callId === call.id || isAgents(callSid))) resolve();
    });
    vapi.on(({ what, callId }) => {
      if (callId === call.id && what === step) resolve();
    });
  });

/** When the caller and the agent can talk, as the platforms see it. */
const joined = ({ vapi, twilio }: Product, call: SimulatedCall, strategy: StrategyName): Promise<number> =>
  new Promise((resolve) => {
    if (strategy === 'vapi-transfer') {
      vapi.on(({ what, callId, at }) => {
        if (callId === call.id && what === 'agent-answered') resolve(at);
      });
      return;
    }
    const joins = strategy === 'conference' ? 'conference-joined' : 'caller-dequeued';
    twilio.on(({ what, callSid, at }) => {
      if (what === joins && callSid === call.callSid) resolve(at);
    });
  });

const meet = async (
  { product, doors }: Stage,
  strategy: StrategyName,
  outage: Outage,
  number: number,
): Promise<Met> => {
  const { vapi, twilio } = product;
  const agent = `+1415555${String(1_000 + number)}`;
  const skill = departmentOf(number);
  twilio.addWorker({ name: skill, contactUri: agent, skills: [skill] });
  const call = await vapi.startCall({
    caller: '+14155550123',
    called: '+14155550188',
    ownLeg: strategy !== 'vapi-transfer',
  });
  const isJoined = joined(product, call, strategy);
  const heard: Met['heard'] = [];
  const asked = Date.now();
  vapi.on(({ callId, what, at, detail = '' }) => {
    if (callId === call.id && what === 'said') heard.push({ afterMs: at - asked, text: detail });
  });
  const door = doors[outage.away];
  const shut = reached(product, call, outage.from, agent).then(async () => {
    door.mood = 'cutting';
    await pause(outage.ms);
    door.mood = 'up';
    return Date.now();
  });
  // As a model does whose tool call came to nothing.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const answered = await call
      .askForHuman({ reason: 'recovery', department: skill }, { toolCallId: `call_${number}` })
      .then(
        () => true,
        () => false,
      );
    if (answered) break;
    await pause(500);
  }
  const within = (ms: number) => pause(ms).then(() => undefined);
  const joinedAt = await Promise.race([isJoined, within((WINDOW_SECONDS + 8) * 1_000 + outage.ms)]);
  // A step that was never reached took nothing away.
  const back = await Promise.race([shut, within(outage.ms + 100)]);
  if (joinedAt !== undefined) {
    await pause(200);
    if (strategy === 'vapi-transfer') await call.endConversation();
    else for (const leg of twilio.calls.values()) if (leg.to === agent) twilio.hangUp(leg.sid);
  }
  const record = await product.ended(call.id, SETTLED_MS).catch(() => undefined);
  const faults = [
    ...(record === undefined ? ['it is not over, or owes something, after a minute'] : []),
    ...(twilio.mostOpenOf(call.id) > 1 ? ['two tasks were open at once'] : []),
    ...(twilio.tasksOfCall(call.id).some((task) => !/^(completed|canceled)$/.test(task.assignmentStatus))
      ? ['a task is left open']
      : []),
    ...(call.transfers.length > 1 ? ['the caller was transferred twice'] : []),
    ...(joinedAt === undefined && heard.length === 0 ? ['the caller is neither joined nor told'] : []),
    ...(back === undefined ? ['it never came so far'] : []),
  ];
  await call.hangUp().catch(() => undefined);
  return {
    outage,
    strategy,
    joinedAfterMs: joinedAt === undefined || back === undefined ? undefined : Math.max(0, joinedAt - back),
    heard,
    faults,
  };
};

/**
 * Takes the table or the queue away at each step of a handoff, for each strategy and duration, with an agent free all
 * the time, and measures from its return to the join.
 */
export const measureRecovery = async (done: (calls: number) => void): Promise<RecoveryFigures> => {
  const all: Met[] = [];
  for (const strategy of STRATEGIES) {
    const stage = await startStage(strategy);
    try {
      for (const away of ['table', 'queue'] as const) {
        for (const ms of DURATIONS_MS) {
          for (const from of STEPS) {
            all.push(await meet(stage, strategy, { away, ms, from }, all.length));
            done(all.length);
          }
        }
      }
    } finally {
      await stage.stop();
    }
  }
  const rows = (['table', 'queue'] as const).flatMap((away) =>
    DURATIONS_MS.map((ms) => {
      const met = all.filter(({ outage }) => outage.away === away && outage.ms === ms);
      const times = met.flatMap(({ joinedAfterMs }) => joinedAfterMs ?? []);
      const { p50, max } = percentiles(times);
      const worst = met.find(({ joinedAfterMs }) => joinedAfterMs === max);
      const truth = met.flatMap(({ joinedAfterMs, heard }) =>
        joinedAfterMs === undefined
          ? [(heard.at(-1)?.afterMs ?? Number.POSITIVE_INFINITY) - WINDOW_SECONDS * 1_000]
          : [],
      );
      return {
        away,
        ms,
        calls: met.length,
        joined: times.length,
        p50Ms: p50,
        worstMs: max,
        worst: worst === undefined ? '' : `${worst.outage.from}, ${worst.strategy}`,
        truthAfterWindowMs: truth.length === 0 ? undefined : Math.max(...truth),
        faults: met.flatMap(({ faults, strategy, outage }) =>
          faults.map((fault) => `${strategy}, from ${outage.from} on: ${fault}`),
        ),
      };
    }),
  );
  return { calls: all.length, rows };
};
