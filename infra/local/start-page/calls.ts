import { setTimeout as sleep } from 'node:timers/promises';
import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import { legOf } from '../leg-of-call.ts';
import { ringsWhileBusy } from '../ring-while-busy.ts';
import type { TwilioSimulator } from '../simulators/twilio/twilio.ts';
import { OUR_NUMBER } from '../simulators/vapi/call.ts';
import type { SimulatedCall, VapiSimulator } from '../simulators/vapi/vapi.ts';
import type { KindFrom } from './kind.ts';
import { KINDS, type KindId } from './kinds.ts';
import { callerSays, isHeard, stageOf, type TeamTools } from './people.ts';
import { isAbout, type PlacedCall } from './placed.ts';
import type { Records } from './records.ts';
import { followSteps } from './steps.ts';

/** Whose number was called: one of our own account at Twilio, whose leg we can move, or one of Vapi's. */
export const LINES = ['own', 'vapi'] as const;
export type LineId = (typeof LINES)[number];

const DIALLED: Readonly<Record<LineId, string>> = {
  own: 'The caller dials a number of your own Twilio account',
  vapi: 'The caller dials a number of Vapi’s',
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

const LOOK_MS = 1_000;
const TALK_MS = 12_000;
/** Vapi's answer, and looks at a call that has broken off. */
const OPENED_WITHIN_MS = 10_000;
/** How long a caller to whom nobody came thinks about it, and one for whom nobody was asked yet. */
const THINKS_MS = { after: 4_000, before: 10_000 };
/** The longest window, a talk, and what is left to be done after them. */
const FOLLOWED_MS = 20 * 60_000;

/** Places calls at the simulators and lets their people act, in real time, until they are over or `signal` aborts. */
export function createCalls(options: {
  vapi: VapiSimulator;
  twilio: TwilioSimulator;
  records: Records;
  nameOf: (number: string) => string;
  /** The tool by which the router moves a caller to each department. */
  ways: ReadonlyMap<string, string>;
  tools: TeamTools;
  signal: AbortSignal;
}): Calls {
  const { vapi, twilio, records, nameOf, ways, tools, signal } = options;
  let calls: PlacedCall[] = [];
  let placedSoFar = 0;
  const wait = (ms: number) => sleep(ms, undefined, { signal });
  const ringWhileBusy = ringsWhileBusy(vapi, twilio);

  const listen = followSteps({ vapi, twilio }, nameOf, (callId, step) => {
    const called = vapi.call(callId);
    const leg = called === undefined ? callId : legOf(called);
    const placed = calls.find((one) => one.call?.id === callId || (leg !== undefined && one.leg === leg));
    placed?.steps.push(step);
  });

  /** The call at Vapi that is opened for a leg, once an assistant talks; undefined where none comes. */
  const opened = async (leg: string, number: number): Promise<SimulatedCall | undefined> => {
    for (const end = Date.now() + OPENED_WITHIN_MS; Date.now() < end; await wait(50)) {
      const call = vapi.calls().filter((one) => legOf(one) === leg)[number - 1];
      if (call?.status === 'in-progress') return call;
      const at = twilio.calls.get(leg);
      if (at?.log.includes('Enqueue') || at?.endedAt !== undefined) return undefined;
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

  const isTransferred = (call: SimulatedCall | undefined): call is SimulatedCall =>
    call?.transfers.some(({ outcome }) => outcome === 'connected') === true;

  /** Caller and agent have talked for long enough. */
  const endTalk = async ({ call }: PlacedCall, { progress }: Handoff): Promise<void> => {
    if (isTransferred(call)) return call.endConversation();
    if (progress.state === 'connected' && progress.agentLeg !== undefined) twilio.hangUp(progress.agentLeg);
  };

  const talks = ({ call }: PlacedCall, { progress }: Handoff): boolean =>
    progress.state === 'connected' || isTransferred(call);

  /** Whether nobody is on the line any more. */
  const isLeft = ({ leg }: PlacedCall, now: SimulatedCall | undefined): boolean =>
    leg === undefined ? now?.status === 'ended' : twilio.calls.get(leg)?.endedAt !== undefined;

  /** Lets the people do what comes next, whatever became of the call: the page may have changed what the agents do. */
  const follow = async (placed: PlacedCall): Promise<void> => {
    const kind = KINDS[placed.kind];
    let talkedSince: number | undefined;
    let heldOn = 0;
    for (const end = Date.now() + FOLLOWED_MS; Date.now() < end; await wait(LOOK_MS)) {
      listen();
      const handoff = (await records.read()).find(({ callId }) => isAbout(placed, callId));
      const now = placed.call && present(placed.call);
      const ended = handoff === undefined || handoff.progress.state === 'ended';
      if (isLeft(placed, now) && ended && (handoff?.effects.length ?? 0) === 0) return;
      if (handoff !== undefined && !ended && talks(placed, handoff)) {
        talkedSince ??= Date.now();
        if (Date.now() - talkedSince >= TALK_MS) await endTalk(placed, handoff);
      } else if (ended && kind.from !== 'busy' && now !== undefined && isHeard(now)) {
        heldOn += LOOK_MS;
        if (heldOn < (handoff === undefined ? THINKS_MS.before : THINKS_MS.after)) continue;
        await callerSays(placed, now, kind.farewell);
        await now.hangUp();
      }
    }
  };

  const startAtVapi = (
    { steps, at }: PlacedCall,
    { greeting, caller, from }: KindFrom<'phone' | 'web'>,
    line: LineId,
  ): Promise<SimulatedCall> => {
    const dialled = from === 'web' ? 'The caller calls from a web page' : DIALLED[line];
    steps.push({ at, is: 'done', text: dialled });
    steps.push({ at, is: 'said', by: 'assistant', text: greeting });
    return vapi.startCall({
      ...caller,
      ...(from === 'web' ? { type: 'webCall' } : { ownLeg: line === 'own' }),
      messages: [{ role: 'bot', message: greeting }],
    });
  };

  /** Somebody rings our own number at Twilio. Gives the call at Vapi, where one is opened for them. */
  const ring = async (
    placed: PlacedCall,
    { from, caller }: KindFrom<'desk' | 'busy'>,
  ): Promise<SimulatedCall | undefined> => {
    const { steps, at } = placed;
    const isBusy = from === 'busy';
    steps.push({ at, is: 'done', text: `Our own number rings${isBusy ? '; Vapi takes no more calls' : ''}` });
    const leg = isBusy ? ringWhileBusy(caller) : twilio.callIn({ to: OUR_NUMBER, from: caller });
    placed.leg = leg.sid;
    return opened(leg.sid, 1);
  };

  const play = async (placed: PlacedCall, line: LineId): Promise<void> => {
    const kind = KINDS[placed.kind];
    const isOurNumber = kind.from === 'desk' || kind.from === 'busy';
    placed.call = await (isOurNumber ? ring(placed, kind) : startAtVapi(placed, kind, line));
    if (placed.call !== undefined && kind.from !== 'busy') {
      await wait(600);
      await kind.play(stageOf(placed, placed.call, { wait, ways, opened, tools }));
    }
    await follow(placed);
  };

  return {
    placed() {
      listen();
      return calls;
    },
    place(kind, line) {
      if (calls.filter(({ over }) => !over).length >= AT_ONCE) return undefined;
      placedSoFar += 1;
      const placed: PlacedCall = {
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
