import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import { legOf } from '../leg-of-call.ts';
import type { TwilioSimulator } from '../simulators/twilio/twilio.ts';
import { OUR_NUMBER } from '../simulators/vapi/call.ts';
import type { SimulatedCall, VapiSimulator } from '../simulators/vapi/vapi.ts';
import { KINDS, type Kind, type KindId, type Stage } from './kinds.ts';
import type { Records } from './records.ts';
import { BROKEN, followSteps, type Step } from './steps.ts';

/** Whose number was called: one of our own account at Twilio, whose leg we can move, or one of Vapi's. */
export const LINES = ['own', 'vapi'] as const;
export type LineId = (typeof LINES)[number];

const DIALLED: Readonly<Record<LineId, string>> = {
  own: 'The caller dials a number of your own Twilio account',
  vapi: 'The caller dials a number of Vapi’s',
};

/** A call that was placed from the page. */
export type PlacedCall = {
  no: number;
  kind: KindId;
  at: number;
  /** None until Vapi has taken it; another one once an assistant has broken off. */
  call: SimulatedCall | undefined;
  /** Of somebody who has rung our own number. */
  leg: string | undefined;
  steps: readonly Step[];
  /** Nothing more will happen to it. */
  over: boolean;
};

export type Calls = {
  /** The newest first. */
  placed(): readonly PlacedCall[];
  /** Gives its number; undefined while as many calls are under way as the page follows. */
  place(kind: KindId, line: LineId): number | undefined;
};

const AT_ONCE = 12;
/** How many are shown, and kept. */
const KEPT = 24;

const LOOK_MS = 400;
const TALK_MS = 12_000;
/** Vapi's answer, and looks at a call that has broken off. */
const OPENED_WITHIN_MS = 10_000;
/** How long a caller to whom nobody came thinks about it, and one for whom nobody was asked yet. */
const THINKS_MS = { after: 4_000, before: 10_000 };
/** The longest window, a talk, and what is left to be done after them. */
const FOLLOWED_MS = 20 * 60_000;

/** The answer to a tool call, which the assistant tells the caller. */
const answerSchema = z.object({ results: z.array(z.object({ result: z.optional(z.string()) })) });

/** People hear and think: nothing is said faster than it can be read. */
const speech = (text: string) => ({ realTime: true, takesMs: Math.min(2_500, 700 + text.length * 18) });

/** Places calls at the simulators and lets their people act, in real time, until they are over or `signal` aborts. */
export function createCalls(options: {
  vapi: VapiSimulator;
  twilio: TwilioSimulator;
  records: Records;
  nameOf: (number: string) => string;
  /** The tool by which the router moves a caller to each department. */
  ways: ReadonlyMap<string, string>;
  signal: AbortSignal;
}): Calls {
  const { vapi, twilio, records, nameOf, ways, signal } = options;
  let calls: (PlacedCall & { steps: Step[] })[] = [];
  let placedSoFar = 0;
  const wait = (ms: number) => sleep(ms, undefined, { signal });

  const listen = followSteps({ vapi, twilio }, nameOf, (callId, step) => {
    const called = vapi.call(callId);
    const leg = called && legOf(called);
    const placed = calls.find((one) => one.call?.id === callId || (leg !== undefined && one.leg === leg));
    placed?.steps.push(step);
  });

  /** The call at Vapi that is opened for a leg, once an assistant talks; undefined where none comes. */
  const opened = async (leg: string, number: number): Promise<SimulatedCall | undefined> => {
    for (const end = Date.now() + OPENED_WITHIN_MS; Date.now() < end; await wait(50)) {
      const call = vapi.calls().filter((one) => legOf(one) === leg)[number - 1];
      if (call?.status === 'in-progress') return call;
    }
    return undefined;
  };

  /** The call on which the caller is now: another one where an assistant got them back. */
  const present = (call: SimulatedCall): SimulatedCall => {
    const leg = twilio.calls.get(legOf(call) ?? '');
    const doing = leg?.doing;
    if (doing === undefined || !('twiml' in doing)) return call;
    const { twiml } = doing;
    return vapi.calls().find(({ id, order }) => order !== undefined && twiml.includes(id)) ?? call;
  };
  const isHeard = (call: SimulatedCall) => call.status === 'in-progress' && call.stream !== 'closed';
  const caller = (steps: Step[], call: SimulatedCall) => async (text: string) => {
    if (!isHeard(call)) return;
    steps.push({ at: Date.now(), is: 'said', by: 'caller', text });
    await call.callerSays(text, speech(text));
  };

  const stageOf = (placed: PlacedCall & { steps: Step[] }, first: SimulatedCall): Stage => {
    let call = first;
    const done = (text: string) => placed.steps.push({ at: Date.now(), is: 'done', text });
    const assistantSays = async (text: string) => {
      if (isHeard(call)) await call.assistantSays(text, speech(text));
    };
    const useTool = async (told: string, args: Record<string, unknown>, toolName?: string) => {
      if (!isHeard(call)) return;
      done(told);
      const { body } = await call.askForHuman(args, toolName === undefined ? {} : { toolName });
      const [answer] = answerSchema.safeParse(body).data?.results ?? [];
      if (answer?.result !== undefined) await assistantSays(answer.result);
    };
    return {
      callerSays: (text) => caller(placed.steps, call)(text),
      assistantSays,
      async interrupted(sentence, by) {
        if (!isHeard(call)) return;
        await call.assistantSays(sentence, { finishes: false });
        await wait(1_200);
        if (call.speaking !== sentence) return;
        placed.steps.push({ at: Date.now(), is: 'said', by: 'caller', text: by });
        await call.callerInterrupts(by, speech(by));
      },
      askForHuman: (args) => useTool('The assistant calls its tool for a human', args),
      askForCallback: (args) => useTool('The assistant notes a callback', args, 'request_callback'),
      async askForRoute(intent) {
        if (!isHeard(call)) return;
        const { body } = await call.askForHuman({ intent }, { toolName: 'route_call' });
        const [answer] = answerSchema.safeParse(body).data?.results ?? [];
        const result = answer?.result ?? '';
        done(`The router asks where the caller belongs: ${result}`);
        const tool = ways.get(result.replace(/^GO /, ''));
        if (tool !== undefined) await call.handsOff(tool);
      },
      async breaksOff() {
        if (!isHeard(call) || placed.leg === undefined) return;
        done('The assistant breaks off; the caller is still on the line');
        await call.breaks(BROKEN);
        call = (await opened(placed.leg, 2)) ?? call;
        placed.call = call;
      },
      wait,
      async hangUp() {
        done('The caller hangs up');
        await call.hangUp();
      },
    };
  };

  /** Caller and agent have talked for long enough. */
  const endTalk = async (call: SimulatedCall, handoff: Handoff): Promise<void> => {
    const { progress } = handoff;
    if (call.transfers.some(({ outcome }) => outcome === 'connected')) return call.endConversation();
    if (progress.state === 'connected' && progress.agentLeg !== undefined) twilio.hangUp(progress.agentLeg);
  };

  const talks = (call: SimulatedCall, { progress }: Handoff): boolean =>
    progress.state === 'connected' || call.transfers.some(({ outcome }) => outcome === 'connected');

  /** Lets the people do what comes next, whatever became of the call: the page may have changed what the agents do. */
  const follow = async (placed: PlacedCall & { steps: Step[] }, call: SimulatedCall): Promise<void> => {
    let talkedSince: number | undefined;
    let heldOn = 0;
    for (const end = Date.now() + FOLLOWED_MS; Date.now() < end; await wait(LOOK_MS)) {
      listen();
      const handoff = (await records.read()).find(({ callId }) => callId === call.id);
      const now = present(call);
      const ended = handoff === undefined || handoff.progress.state === 'ended';
      if (now.status === 'ended' && ended && (handoff?.effects.length ?? 0) === 0) return;
      if (handoff !== undefined && !ended && talks(call, handoff)) {
        talkedSince ??= Date.now();
        if (Date.now() - talkedSince >= TALK_MS) await endTalk(call, handoff);
      } else if (ended && isHeard(now)) {
        heldOn += LOOK_MS;
        if (heldOn < (handoff === undefined ? THINKS_MS.before : THINKS_MS.after)) continue;
        await caller(placed.steps, now)(KINDS[placed.kind].farewell);
        await now.hangUp();
      }
    }
  };

  const play = async (placed: PlacedCall & { steps: Step[] }, line: LineId): Promise<void> => {
    const kind = KINDS[placed.kind];
    const call = kind.from === 'desk' ? await ring(placed, kind) : await startAtVapi(placed, kind, line);
    if (call === undefined) return;
    placed.call = call;
    await wait(600);
    await kind.play(stageOf(placed, call));
    await follow(placed, placed.call);
  };

  const startAtVapi = (
    { steps, at }: PlacedCall & { steps: Step[] },
    { greeting, caller: who, from }: Kind,
    line: LineId,
  ): Promise<SimulatedCall> => {
    const dialled = from === 'web' ? 'The caller calls from a web page' : DIALLED[line];
    steps.push({ at, is: 'done', text: dialled });
    steps.push({ at, is: 'said', by: 'assistant', text: greeting });
    return vapi.startCall({
      ...who,
      ...(from === 'web' ? { type: 'webCall' } : { ownLeg: line === 'own' }),
      messages: [{ role: 'bot', message: greeting }],
    });
  };

  /** Somebody rings our own number at Twilio. */
  const ring = async (
    placed: PlacedCall & { steps: Step[] },
    { caller: { caller: from } }: Kind,
  ): Promise<SimulatedCall | undefined> => {
    placed.steps.push({ at: placed.at, is: 'done', text: 'Our own number rings' });
    const { sid } = twilio.callIn({ to: OUR_NUMBER, ...(from !== undefined && { from }) });
    placed.leg = sid;
    const call = await opened(sid, 1);
    if (call === undefined) placed.steps.push({ at: Date.now(), is: 'done', text: 'No assistant comes' });
    return call;
  };

  return {
    placed() {
      listen();
      return calls;
    },
    place(kind, line) {
      if (calls.filter(({ over }) => !over).length >= AT_ONCE) return undefined;
      placedSoFar += 1;
      const placed = {
        no: placedSoFar,
        kind,
        at: Date.now(),
        call: undefined,
        leg: undefined,
        steps: [],
        over: false,
      };
      calls = [placed, ...calls].slice(0, KEPT);
      play(placed, line)
        .catch((error: unknown) => {
          if (!signal.aborted) console.error(error);
        })
        .finally(() => {
          placed.over = true;
        });
      return placed.no;
    },
  };
}
