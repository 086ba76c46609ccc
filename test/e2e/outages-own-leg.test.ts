import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../infra/local/simulators/kit/faults.ts';
import type { Moment, Worker } from '../../infra/local/simulators/twilio/twilio.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Stage, startStage } from './scenarios.ts';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const WINDOW = { HANDOFF_WINDOW_SECONDS: '12' };
const OUTAGES: [string, Fault, number][] = [
  ['answers 503 for 2.5 s', { kind: 'status', status: 503 }, 2_500],
  ['cuts every connection for 3 s', { kind: 'cut' }, 3_000],
];
const lost: Fault = { kind: 'lost-answer' };

describe.each(['conference', 'enqueue'] as const)('With the strategy %s', (strategy) => {
  let stage: Stage;
  let moments: Moment[];
  const workers: Worker[] = [];
  let agents = 0;
  /** An agent who takes whatever rings, on a telephone that has never rung before. */
  const agent = () => {
    agents += 1;
    const contactUri = `+141555501${30 + agents}`;
    workers.push(stage.product.twilio.addWorker({ name: `agent-${agents}`, contactUri }));
  };

  beforeAll(async () => {
    stage = await startStage(strategy, WINDOW);
    stage.product.twilio.on((moment) => moments.push(moment));
  });
  beforeEach(() => {
    moments = [];
  });
  afterEach(async () => {
    await stage.reset();
    for (const worker of workers.splice(0)) stage.product.twilio.removeWorker(worker);
  });
  afterAll(() => stage.stop());

  const times = (what: Moment['what']) => moments.filter((moment) => moment.what === what).length;
  const asked = (operation: string) =>
    stage.product.twilio.requests.filter((request) => request.operation === operation).length;

  /** Whatever went wrong on the way: they talk once, nobody is rung twice for an offer, nothing stays open. */
  const talksOnce = async (call: SimulatedCall) => {
    await stage.talk(call);
    const { progress, timeline } = await stage.ended(call);
    const told = timeline.map(({ what }) => what).join('\n');
    expect(progress, told).toMatchObject({ state: 'ended', outcome: 'completed' });
    await stage.until(() => stage.faults(call).length === 0, `${stage.faults(call)}\n${told}`);
    expect(stage.whereIs(call)).toBe('gone');
    expect(times('agent-rung'), told).toBeLessThanOrEqual(times('agent-offered'));
    const { tasks, calls } = stage.product.twilio;
    const mine = [...tasks.values()].filter(({ callId }) => callId === call.id);
    expect(mine.filter(({ assignmentStatus }) => assignmentStatus === 'completed').length).toBe(1);
    // Its verbs: whoever was moved there twice has been in two talks.
    const joined = strategy === 'conference' ? 'Dial' : 'Enqueue';
    const log = calls.get(call.callSid ?? '')?.log ?? [];
    expect(
      log.filter((verb) => verb === joined),
      told,
    ).toHaveLength(1);
  };
  const reached = (operation: string, since: number) =>
    stage.until(() => asked(operation) > since, `${operation} is asked for`);

  // Where the caller waits in the queue, the agent's own key accepts.
  const steps = [
    ['an agent has to be rung', 'create-call'],
    ['the caller has to be moved', 'update-call'],
    ...(strategy === 'conference' ? [['the agent has to be accepted', 'update-reservation']] : []),
  ] as [string, string][];

  describe.each(OUTAGES)('and a Twilio that %s', (_name, fault, ms) => {
    it.each(steps)('while %s, caller and agent still talk once', async (_when, operation) => {
      const { faults } = stage.product.twilio;
      const before = asked(operation);
      faults.always(operation, fault);
      agent();
      const call = await stage.escalated();
      await reached(operation, before);
      await pause(ms);
      expect(stage.whereIs(call)).not.toBe('gone');
      faults.clear();
      // For a caller whose first agent could not be rung in time.
      agent();
      await talksOnce(call);
    });
  });

  it.each(steps)('and a lost answer while %s, nothing is done twice', async (_when, operation) => {
    const before = asked(operation);
    stage.product.twilio.faults.next(operation, lost);
    agent();
    const call = await stage.escalated();
    await reached(operation, before);
    await talksOnce(call);
    expect(stage.product.twilio.tasksOfCall(call.id)).toHaveLength(1);
    expect(times('agent-rung')).toBe(1);
  });
});

describe('A caller who waits in the queue and has to be brought back', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage('enqueue', WINDOW);
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  const inQueue = async () => {
    const call = await stage.escalated();
    const { twilio } = stage.product;
    await stage.until(() => twilio.press(call.callSid ?? '', '*'), 'the caller presses star');
    return call;
  };
  const openings = (call: SimulatedCall) =>
    stage.product.vapi.calls().filter(({ metadata }) => metadata.handoffPreviousCallId === call.id);
  const isBack = async (call: SimulatedCall) => {
    await stage.until(() => stage.whereIs(call) === 'another assistant', 'an assistant');
    const { progress } = await stage.ended(call);
    expect(progress).toMatchObject({ outcome: 'canceled' });
    expect(openings(call).filter(({ status }) => status === 'in-progress')).toHaveLength(1);
    await stage.until(() => stage.faults(call).length === 0, String(stage.faults(call)));
  };

  it.each(OUTAGES)('gets an assistant once Vapi, which %s, is back', async (_name, fault, ms) => {
    const { vapi, twilio } = stage.product;
    vapi.faults.always('create-call', fault);
    const call = await inQueue();
    await pause(ms);
    expect(openings(call)).toEqual([]);
    // Not a dead line meanwhile: the leg lives, and music plays.
    const leg = twilio.calls.get(call.callSid ?? '');
    await stage.until(() => leg?.playing !== undefined, 'music');
    expect(leg?.status).toBe('in-progress');
    vapi.faults.clear();
    await isBack(call);
  });

  it('gets one assistant though the answer to its opening is lost', async () => {
    stage.product.vapi.faults.next('create-call', lost);
    await isBack(await inQueue());
  });

  it('gets one assistant though the answer to the move is lost', async () => {
    const { twilio } = stage.product;
    const call = await stage.escalated();
    const leg = () => twilio.calls.get(call.callSid ?? '');
    await stage.until(() => leg()?.log.includes('Enqueue') ?? false, 'the caller is in the queue');
    await stage.product.until(call.id, ({ progress }) => progress.state === 'queued');
    twilio.faults.next('update-call', lost);
    await stage.until(() => twilio.press(call.callSid ?? '', '*'), 'the caller presses star');
    await isBack(call);
    expect(openings(call)).toHaveLength(1);
    expect(openings(call)[0]?.said).toHaveLength(1);
  });
});
