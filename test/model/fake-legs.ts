import type { LegSeen } from '../../lib/handoff/ports/legs.ts';
import { readVoiceRef, type VoiceRef } from '../../lib/handoff/ports/voice-links.ts';
import type { QueueResult } from '../../lib/handoff/record/events.ts';
import { askAgent, hearAgent, type OfferRef } from '../../lib/inbound/agent-call.ts';
import { nextForCaller } from '../../lib/inbound/caller-call.ts';
import { receiveConferenceEvent, receiveLegStatus } from '../../lib/inbound/leg-status.ts';
import type { CallStatus } from '../../lib/twilio/callbacks.ts';
import type { FakeCall } from './fake-call.ts';
import { ECHO_MS } from './stage.ts';
import type { World } from './world.ts';

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
  /** Agents whose instructions did not come. */
  dropped = 0;
  /** Rings for an offer whose agent another leg of ours was ringing, or was talking to. */
  rungTwice = 0;
  /** Talks in Flex out of which the caller was moved. */
  cutInFlex = 0;
  /** Agents who were rung for a caller who had left. */
  rungForNobody = 0;
  #asks = 0;
  #conferences = 0;
  /** The conference that has a name just now. */
  readonly #conferenceSids = new Map<string, string>();
  #ref: VoiceRef;
  #taskSid = '';
  /** Our number is not one to ring from, or the caller's leg is not in our account. */
  refuses: 'nothing' | 'to ring' | 'the caller' = 'nothing';
  /** Talks that we ended while both were in them. */
  talksCut = 0;
  /** When the caller was with an assistant again, in ms since 1970. */
  caredForAt: number | undefined;
  /** When a talk began, and when one was over. */
  talkedAt: number | undefined;
  endedAt: number | undefined;
  readonly callerSid: string;
  readonly #call: FakeCall;
  readonly #world: World;

  constructor(world: World, call: FakeCall, callerSid: string) {
    this.#world = world;
    this.#call = call;
    this.callerSid = callerSid;
    this.#ref = { callId: call.id, handoffId: '' };
  }

  /** The caller puts the phone down. */
  callerHangsUp(): void {
    if (this.caller.status === 'completed') return;
    const { where } = this.caller;
    this.caller.status = 'completed';
    this.#leave(where, 'hangup');
    this.#call.end('customer-ended-call');
    const status = { is: 'voice-status', callSid: this.callerSid, callStatus: 'completed' } as const;
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

  has(callSid: string): boolean {
    return callSid === this.callerSid || this.#agent(callSid) !== undefined;
  }

  #agent(callSid: string): Leg | undefined {
    return this.agents.find(({ sid }) => sid === callSid);
  }

  look(callSid: string): LegSeen {
    if (callSid === this.callerSid) {
      const { status } = this.caller;
      return status === 'in-progress' ? { is: 'live', status } : { is: 'over', status };
    }
    const leg = this.#agent(callSid);
    if (leg === undefined) return { is: 'missing' };
    if (!this.live().includes(leg)) return { is: 'over', status: leg.status };
    return { is: 'live', status: leg.status === 'in-progress' ? 'in-progress' : 'ringing' };
  }

  /** Rings an agent for an offer of ours; gives the leg. */
  ring(to: string, ref: OfferRef): string {
    if (this.caller.status === 'completed') this.rungForNobody += 1;
    const sid = `CA-${this.#call.id}-agent-${this.agents.length + 1}`;
    this.#ring({ sid, to, ref, status: 'ringing', where: 'phone' });
    return sid;
  }

  /** Gives a leg new instructions; false where it is in no state to take some. */
  redirect(callSid: string, twiml: string): boolean {
    if (callSid === this.callerSid) return this.#moveCaller(twiml);
    const leg = this.#agent(callSid);
    if (leg?.status !== 'in-progress') return false;
    this.#cut(leg.where);
    this.#endAgent(leg, 'completed');
    return true;
  }

  hangUp(callSid: string): void {
    const leg = this.#agent(callSid);
    if (leg === undefined) return;
    this.#cut(leg.where);
    this.#endAgent(leg, 'completed');
  }

  inConference(name: string, callSid: string): boolean {
    const where = callSid === this.callerSid ? this.caller.where : this.#agent(callSid)?.where;
    return where === `conference ${name}`;
  }

  /** A talk ends when one of the two hangs up; one that we end before is counted. */
  #cut(where: string): void {
    const both = this.live().some((leg) => leg.where === this.caller.where) && this.caller.where === where;
    if (both || (where === 'queue' && this.caller.where === 'queue bridge')) this.talksCut += 1;
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
    if (world.plan.loseNews?.('leg-status')) return;
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
      () => {
        this.dropped += 1;
        this.#endAgent(leg, 'completed');
      },
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
    const others = [this.caller.where, ...this.agents.map((one) => one.where)].filter((one) => one === where);
    if (others.length === 1) this.#conferenceSids.set(where, `CF${++this.#conferences}`);
    this.#tellConference('join', where, ref, callSid);
    const agent = this.agents.find((leg) => leg.where === where);
    if (agent !== undefined && this.caller.where === where) this.#talk(agent);
  }

  /** It ends with whoever leaves it first (Twilio: endConferenceOnExit). */
  #conferenceOver(where: string, ref: VoiceRef): void {
    this.#tellConference('end', where, ref);
  }

  #tellConference(is: 'join' | 'end', where: string, ref: VoiceRef, callSid?: string): void {
    const world = this.#world;
    if (world.plan.loseNews?.(is === 'join' ? 'conference-joined' : 'conference-over')) return;
    const event = {
      is: 'conference-event',
      event: is,
      conferenceSid: this.#conferenceSids.get(where) ?? '',
      name: where.replace('conference ', ''),
      ...(callSid === undefined ? {} : { callSid }),
    } as const;
    const send = () =>
      world.invoke(
        (invocation) => receiveConferenceEvent(event, ref, world.ports(invocation)),
        () => {},
      );
    world.in(20 + world.jitter(2_000), send);
    if (is === 'end' && world.plan.echoes) world.in(ECHO_MS, send);
    if (is === 'end' && world.chance(world.plan.duplicateChance)) world.in(world.jitter(8_000), send);
  }

  #talk(agent: Leg): void {
    this.talked.push(agent.sid);
    this.talkedAt ??= this.#world.now;
    if (this.agents.filter(({ where }) => where === agent.where).length > 1) this.twoAtOnce += 1;
    this.#world.in(this.talkMs, () => this.#endAgent(agent, 'completed'));
  }

  #endAgent(leg: Leg, status: CallStatus): void {
    if (!this.live().includes(leg)) return;
    const { where } = leg;
    leg.status = status;
    leg.where = 'gone';
    if (this.talked.includes(leg.sid)) this.endedAt ??= this.#world.now;
    this.#tell(leg, status, 30);
    if (where === 'queue' && this.caller.where === 'queue bridge') this.#askInAMoment('bridged');
    if (!where.startsWith('conference ')) return;
    this.#conferenceOver(where, leg.ref);
    if (this.caller.where === where) this.#askInAMoment(undefined);
  }

  /** The news of the agent's leg may be there before the caller's leg has asked. */
  #askInAMoment(queueResult: QueueResult | undefined): void {
    this.caller.where = 'leaving';
    const ask = () => this.caller.where === 'leaving' && this.#askNext(queueResult);
    this.#world.in(this.#world.jitter(3_000), ask);
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
    this.#world.in(20, () =>
      this.#world.webhook({ type: 'queue-left', handoffId, result: why }, 0, this.#call.id),
    );
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
      callSid: this.callerSid,
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
    const status = { is: 'voice-status', callSid: this.callerSid, callStatus: 'completed' } as const;
    this.#world.in(20 + this.#world.jitter(3_000), () => this.#status(status, undefined));
  }

  #moveCaller(twiml: string): boolean {
    const world = this.#world;
    if (this.caller.status === 'completed') return false;
    const { where } = this.caller;
    this.#cut(where === 'queue bridge' && this.live().some((leg) => leg.where === 'queue') ? 'queue' : where);
    // Redirecting takes the leg out of wherever it is, and Vapi's call is over with its stream.
    if (where === 'assistant') this.#call.end('call.in-progress.twilio-completed-call');
    if (where === 'queue bridge' && this.talked.includes('flex')) this.cutInFlex += 1;
    if (where !== 'assistant') this.#leave(where, 'redirected');
    const conference = />([^<]+)<\/Conference>/.exec(twiml)?.[1];
    const assistant = /vapi\.example\/([^"]+)"/.exec(twiml)?.[1];
    const next = /(?:Dial|Enqueue)[^>]* action="([^"]+)"/.exec(twiml)?.[1];
    if (next !== undefined) this.#ref = readVoiceRef(new URL(next).search) ?? this.#ref;
    if (conference !== undefined) {
      this.caller.where = `conference ${conference}`;
      this.#joined(this.callerSid, this.caller.where, this.#ref);
    } else if (twiml.includes('<Enqueue')) {
      const attributes = /"handoff_id":"([^"]+)","handoff_try":(\d+)/.exec(twiml.replaceAll('&quot;', '"'));
      this.caller.where = 'queue';
      const task = world.router.make(this.#call.id, attributes?.[1] ?? '', Number(attributes?.[2]), 600);
      this.#taskSid = task.sid;
    } else if (assistant !== undefined) {
      this.caller.where = `assistant ${assistant}`;
      this.caredForAt ??= world.now;
    } else {
      this.#callerEnds();
    }
    return true;
  }
}
