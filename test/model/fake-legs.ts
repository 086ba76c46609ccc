import type { Legs } from '../../lib/handoff/ports/legs.ts';
import { readVoiceRef, type VoiceRef } from '../../lib/handoff/ports/voice-links.ts';
import type { QueueResult } from '../../lib/handoff/record/events.ts';
import { askAgent, hearAgent, type OfferRef } from '../../lib/inbound/agent-call.ts';
import { nextForCaller } from '../../lib/inbound/caller-call.ts';
import { receiveConferenceEvent, receiveLegStatus } from '../../lib/inbound/leg-status.ts';
import type { CallStatus } from '../../lib/twilio/callbacks.ts';
import { twimlOf } from '../../lib/twilio/next-steps.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;
export type PhoneDoes =
  | 'takes'
  | 'declines'
  | 'no-key'
  | 'busy'
  | 'no-answer'
  | 'hangs-up'
  | 'takes and leaves';
type Leg = { sid: string; to: string; ref: OfferRef; status: CallStatus; where: string };

export const CALLER_SID = 'CA-caller';
const UNANSWERED: Partial<Record<PhoneDoes, CallStatus>> = { busy: 'busy', 'no-answer': 'no-answer' };
const ASKS_AT_MOST = 200;

/** Our own account at Twilio: the caller's leg, the agents' legs, one conference and one queue for each handoff. */
export class FakeLegs {
  readonly caller = { status: 'in-progress' as 'in-progress' | 'completed', where: 'assistant' };
  readonly agents: Leg[] = [];
  /** What the agents' telephones do, one for each ring; all others are not answered. */
  phones: PhoneDoes[] = [];
  /** Milliseconds until an agent who answers presses a key. */
  listensMs = 3_000;
  talkMs = 20_000;
  /** Agents who have been with the caller, and agents who were joined while another one was. */
  readonly talked: string[] = [];
  twoAtOnce = 0;
  /** Rings for an offer whose agent another leg of ours was ringing, or was talking to. */
  rungTwice = 0;
  /** Talks in Flex out of which the caller was moved. */
  cutInFlex = 0;
  /** Agents who were rung for a caller who had left. */
  rungForNobody = 0;
  #asks = 0;
  #conferences = 0;
  #conferenceSid = '';
  #ref: VoiceRef = { callId: 'call-1', handoffId: '' };
  #taskSid = '';
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  /** The caller puts the phone down. */
  callerHangsUp(): void {
    if (this.caller.status === 'completed') return;
    const { where } = this.caller;
    this.caller.status = 'completed';
    this.#leave(where, 'hangup');
    this.#world.call.end('customer-ended-call');
    const status = { is: 'voice-status', callSid: CALLER_SID, callStatus: 'completed' } as const;
    this.#world.in(20 + this.#world.jitter(3_000), () => this.#status(status, undefined));
  }

  /** An agent in Flex takes the caller out of the queue, and talks with them until one of the two hangs up. */
  joinInFlex(talkMs: number): void {
    this.caller.where = 'queue bridge';
    this.talked.push('flex');
    this.#world.in(talkMs, () => this.caller.where === 'queue bridge' && this.#askNext('bridged'));
  }

  live(): Leg[] {
    return this.agents.filter(({ status }) => !['completed', 'busy', 'no-answer'].includes(status));
  }

  taskCanceled(taskSid: string): void {
    if (this.caller.where === 'queue' && taskSid === this.#taskSid) this.#askNext('leave');
  }

  port(at: At): Legs {
    const world = this.#world;
    const lost = { is: 'unsure', reason: 'answer lost' } as const;
    const answer = <T>(good: T) => (world.chance(world.plan.lostAnswerChance) ? lost : good);
    return {
      look: (callSid) =>
        at(() => {
          if (callSid === CALLER_SID) {
            const { status } = this.caller;
            const leg =
              status === 'in-progress'
                ? ({ is: 'live', status } as const)
                : ({ is: 'over', status } as const);
            return { is: 'leg-seen', leg };
          }
          const leg = this.agents.find(({ sid }) => sid === callSid);
          if (leg === undefined) return { is: 'leg-seen', leg: { is: 'missing' } };
          if (!this.live().includes(leg)) return { is: 'leg-seen', leg: { is: 'over', status: leg.status } };
          const status = leg.status === 'in-progress' ? 'in-progress' : 'ringing';
          return { is: 'leg-seen', leg: { is: 'live', status } };
        }),
      ring: ({ to, url }) =>
        at(() => {
          const ref = readVoiceRef(new URL(url).search);
          if (ref?.reservationSid === undefined) throw new Error('an agent is rung for an offer');
          const { reservationSid } = ref;
          if (this.caller.status === 'completed') this.rungForNobody += 1;
          const sid = `CA-agent-${this.agents.length + 1}`;
          this.#ring({ sid, to, ref: { ...ref, reservationSid }, status: 'ringing', where: 'phone' });
          return answer({ is: 'rung', callSid: sid } as const);
        }),
      find: async ({ to, whose }) => {
        const live = await at(() => this.live().filter((one) => one.to === to));
        const owners = await Promise.all(live.map(({ sid }) => whose(sid)));
        const ours = live.findLast((_, n) => owners[n] === 'ours');
        if (ours !== undefined) return { is: 'rung', callSid: ours.sid };
        return owners.includes('unknown') ? { is: 'leg-unknown' } : { is: 'leg-absent' };
      },
      redirect: (callSid, next) =>
        at(() => {
          if (callSid === CALLER_SID)
            return this.#moveCaller(twimlOf(next))
              ? answer({ is: 'redirected' } as const)
              : { is: 'not-in-progress' };
          const leg = this.agents.find(({ sid }) => sid === callSid);
          if (leg?.status !== 'in-progress') return { is: 'not-in-progress' };
          this.#endAgent(leg, 'completed');
          return answer({ is: 'redirected' } as const);
        }),
      hangUp: (callSid) =>
        at(() => {
          const leg = this.agents.find(({ sid }) => sid === callSid);
          if (leg !== undefined) this.#endAgent(leg, 'completed');
          return { is: 'hung-up' };
        }),
      conferenceHas: (name, callSid) =>
        at(() => {
          const wheres = callSid === CALLER_SID ? [this.caller.where] : this.agents.map(({ where }) => where);
          return { is: 'conference-seen', there: wheres.includes(`conference ${name}`) };
        }),
    };
  }

  #ring(leg: Leg): void {
    const world = this.#world;
    const { reservationSid } = leg.ref;
    if (this.live().some(({ ref }) => ref.reservationSid === reservationSid)) this.rungTwice += 1;
    this.agents.push(leg);
    const does = this.phones.shift() ?? 'no-answer';
    this.#tell(leg, 'ringing', 100);
    world.in(UNANSWERED[does] === 'no-answer' ? 15_000 : 800, () => {
      if (leg.status !== 'ringing') return;
      const missed = UNANSWERED[does];
      if (missed !== undefined) return this.#endAgent(leg, missed);
      leg.status = 'in-progress';
      this.#tell(leg, 'in-progress', 10);
      this.#ask(leg, does);
    });
  }

  #tell(leg: Leg, callStatus: CallStatus, afterMs: number): void {
    const status = { is: 'voice-status', callSid: leg.sid, callStatus } as const;
    this.#world.in(afterMs + this.#world.jitter(2_000), () => this.#status(status, leg.ref));
  }

  #status(status: Parameters<typeof receiveLegStatus>[0], ref: VoiceRef | undefined): void {
    const world = this.#world;
    // Connection overrides: Twilio sends a callback again that got no good answer.
    const send = (left: number) =>
      world.invoke(
        (invocation) => receiveLegStatus(status, ref, world.ports(invocation)),
        () => left > 0 && world.in(1_000, () => send(left - 1)),
      );
    send(2);
    if (world.chance(world.plan.duplicateChance)) world.in(world.jitter(8_000), () => send(0));
  }

  /** Instructions that do not come end a leg (Twilio: 11200). */
  #ask(leg: Leg, does: PhoneDoes): void {
    const call = { is: 'agent-call', callSid: leg.sid, machine: false } as const;
    this.#instruct(
      leg,
      (ports) => askAgent(leg.ref, call, ports),
      (twiml) => {
        if (!twiml.includes('<Gather')) return this.#endAgent(leg, 'completed');
        this.#world.in(this.listensMs, () => {
          if (leg.status !== 'in-progress') return;
          if (does === 'hangs-up') return this.#endAgent(leg, 'completed');
          const digits = { takes: '1', 'takes and leaves': '1', declines: '2' }[does as 'takes'];
          const pressed = digits === undefined ? call : { ...call, digits };
          this.#instruct(
            leg,
            (ports) => hearAgent(leg.ref, pressed, ports),
            (next) => this.#obey(leg, next, does),
          );
        });
      },
    );
  }

  #instruct(
    leg: Leg,
    ask: (ports: ReturnType<World['ports']>) => Promise<string>,
    obey: (twiml: string) => void,
  ): void {
    const world = this.#world;
    world.invoke(
      async (invocation) => {
        const twiml = await ask(world.ports(invocation));
        if (leg.status === 'in-progress') obey(twiml);
      },
      () => this.#endAgent(leg, 'completed'),
    );
  }

  #obey(leg: Leg, twiml: string, does: PhoneDoes): void {
    const conference = />([^<]+)<\/Conference>/.exec(twiml)?.[1];
    const reservationSid = /reservationSid="([^"]+)"/.exec(twiml)?.[1];
    if (conference !== undefined) {
      leg.where = `conference ${conference}`;
      this.#joined(leg.sid, leg.where, leg.ref);
      if (does === 'takes and leaves') this.#world.in(5, () => this.#endAgent(leg, 'completed'));
      return;
    }
    const { router } = this.#world;
    const task = reservationSid === undefined ? undefined : router.waiting(reservationSid);
    if (task === undefined || this.caller.where !== 'queue' || does === 'takes and leaves') {
      this.#endAgent(leg, 'completed');
      return;
    }
    router.accept(task);
    leg.where = 'queue';
    this.caller.where = 'queue bridge';
    this.#talk(leg);
  }

  #joined(callSid: string, where: string, ref: VoiceRef): void {
    const world = this.#world;
    const others = [this.caller.where, ...this.agents.map((one) => one.where)].filter((one) => one === where);
    if (others.length === 1) this.#conferenceSid = `CF${++this.#conferences}`;
    const event = {
      is: 'conference-event',
      event: 'join',
      conferenceSid: this.#conferenceSid,
      name: where.replace('conference ', ''),
      callSid,
    } as const;
    world.in(20 + world.jitter(2_000), () =>
      world.invoke(
        (invocation) => receiveConferenceEvent(event, ref, world.ports(invocation)),
        () => {},
      ),
    );
    const agent = this.agents.find((leg) => leg.where === where);
    if (agent !== undefined && this.caller.where === where) this.#talk(agent);
  }

  #talk(agent: Leg): void {
    this.talked.push(agent.sid);
    if (this.agents.filter(({ where }) => where === agent.where).length > 1) this.twoAtOnce += 1;
    this.#world.in(this.talkMs, () => this.#endAgent(agent, 'completed'));
  }

  #endAgent(leg: Leg, status: CallStatus): void {
    if (!this.live().includes(leg)) return;
    const { where } = leg;
    leg.status = status;
    leg.where = 'gone';
    this.#tell(leg, status, 30);
    if (where === 'queue' && this.caller.where === 'queue bridge') this.#askNext('bridged');
    if (where.startsWith('conference ') && this.caller.where === where) this.#askNext(undefined);
  }

  /** The caller has left where they were; what that means for who was there with them. */
  #leave(where: string, why: QueueResult): void {
    this.caller.where = 'gone';
    for (const leg of this.live()) {
      const together = leg.where === where || (where === 'queue bridge' && leg.where === 'queue');
      if (where.startsWith('conference ') || where === 'queue bridge')
        if (together) this.#endAgent(leg, 'completed');
    }
    if (where !== 'queue') return;
    const task = this.#world.router.tasks.find(({ sid }) => sid === this.#taskSid);
    if (task !== undefined && ['pending', 'reserved'].includes(task.status)) this.#world.router.cancel(task);
    const { handoffId } = this.#ref;
    this.#world.in(20, () => this.#world.webhook({ type: 'queue-left', handoffId, result: why }));
  }

  /** The caller's leg asks us what comes next. */
  #askNext(queueResult: QueueResult | undefined): void {
    const world = this.#world;
    if (this.caller.status === 'completed') return;
    this.caller.where = 'asking';
    this.#asks += 1;
    if (this.#asks > ASKS_AT_MOST) return;
    const call = {
      is: 'caller-call',
      callSid: CALLER_SID,
      ...(queueResult === undefined ? {} : { queueResult }),
    } as const;
    world.invoke(
      async (invocation) => {
        const twiml = await nextForCaller(this.#ref, call, world.ports(invocation));
        if (this.caller.where !== 'asking') return;
        if (!twiml.includes('<Redirect')) return this.#callerEnds();
        this.caller.where = 'holding';
        world.in(4_000, () => this.caller.where === 'holding' && this.#askNext(undefined));
      },
      // A document that does not come: a leg has a fallback of its own, asked a moment later.
      () => world.in(500, () => this.caller.where === 'asking' && this.#askNext(queueResult)),
    );
  }

  #callerEnds(): void {
    this.caller.status = 'completed';
    this.caller.where = 'gone';
    const status = { is: 'voice-status', callSid: CALLER_SID, callStatus: 'completed' } as const;
    this.#world.in(20 + this.#world.jitter(3_000), () => this.#status(status, undefined));
  }

  #moveCaller(twiml: string): boolean {
    const world = this.#world;
    if (this.caller.status === 'completed') return false;
    const { where } = this.caller;
    // Redirecting takes the leg out of wherever it is, and Vapi's call is over with its stream.
    if (where === 'assistant') world.call.end('call.in-progress.twilio-completed-call');
    if (where === 'queue bridge' && this.talked.includes('flex')) this.cutInFlex += 1;
    if (where !== 'assistant') this.#leave(where, 'redirected');
    const conference = />([^<]+)<\/Conference>/.exec(twiml)?.[1];
    const assistant = /vapi\.example\/([^"]+)"/.exec(twiml)?.[1];
    const next = /(?:Dial|Enqueue)[^>]* action="([^"]+)"/.exec(twiml)?.[1];
    if (next !== undefined) this.#ref = readVoiceRef(new URL(next).search) ?? this.#ref;
    if (conference !== undefined) {
      this.caller.where = `conference ${conference}`;
      this.#joined(CALLER_SID, this.caller.where, this.#ref);
    } else if (twiml.includes('<Enqueue')) {
      const attributes = /"handoff_id":"([^"]+)","handoff_try":(\d+)/.exec(twiml.replaceAll('&quot;', '"'));
      this.caller.where = 'queue';
      const task = world.router.make(attributes?.[1] ?? '', Number(attributes?.[2]), 600);
      this.#taskSid = task.sid;
    } else if (assistant !== undefined) {
      this.caller.where = `assistant ${assistant}`;
    } else {
      this.#callerEnds();
    }
    return true;
  }
}
