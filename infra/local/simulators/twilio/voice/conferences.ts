import { newSid } from '../sid.ts';
import { type Exchange, type Source, warn } from './exchange.ts';
import { conferenceForm, type Form } from './forms.ts';
import type { Leg, Method } from './leg.ts';
import { leavingAtOnce } from './waiting.ts';

export type ConferenceEvent = 'start' | 'end' | 'join' | 'leave';
export type ConferenceWish = {
  name: string;
  muted: boolean;
  startOnEnter: boolean;
  endOnExit: boolean;
  label: string | undefined;
  maxParticipants: number;
  /** `music`: Twilio's own. */
  wait: 'music' | 'silence' | { url: string; method: Method };
  status?: { url: string; method: Method; events: readonly ConferenceEvent[] };
};
export type Participant = {
  readonly leg: Leg;
  readonly wish: ConferenceWish;
  readonly joinedAt: Date;
  waiting: AbortController | undefined;
  /** Whether anybody else was ever there. */
  met: boolean;
  readonly over: PromiseWithResolvers<void>;
};
type EndReason = 'last-participant-left' | 'participant-with-end-conference-on-exit-left';
/** The same for people to read. */
const SENTENCES: Record<EndReason, (leg: Leg) => string> = {
  'last-participant-left': () => 'The last participant left the conference',
  'participant-with-end-conference-on-exit-left': ({ sid }) =>
    `Participant ${sid} with endConferenceOnExit=true left the conference`,
};
export type Conference = {
  readonly sid: string;
  readonly name: string;
  readonly dateCreated: Date;
  /** `init` until two are there, and somebody among them may start it. */
  status: 'init' | 'in-progress' | 'completed';
  /** By CallSid. */
  readonly participants: Map<string, Participant>;
  endReason: EndReason | undefined;
  endedBy: string | undefined;
};

const NAMES = {
  start: 'conference-start',
  end: 'conference-end',
  join: 'participant-join',
  leave: 'participant-leave',
} as const;
export const DEFAULT_MUSIC = "Twilio's hold music";

export type Conferences = ReturnType<typeof createConferences>;

/** The named conferences of the account (Twilio Voice: conference). */
export const createConferences = (
  exchange: Exchange,
  /** Loops what is heard by somebody who waits. */
  waitLoop: (leg: Leg, source: Source, signal: AbortSignal) => void,
) => {
  const { callbacks, accountSid, tell } = exchange;
  const all: Conference[] = [];
  const callbackOf = new WeakMap<Conference, NonNullable<ConferenceWish['status']>>();
  const sequences = new WeakMap<Conference, number>();

  const emit = (conference: Conference, event: ConferenceEvent, about: Form = {}) => {
    const to = callbackOf.get(conference);
    const { sid, name } = conference;
    if (to === undefined || !to.events.includes(event)) return;
    const sequence = (sequences.get(conference) ?? 0) + 1;
    sequences.set(conference, sequence);
    const form = { ...conferenceForm(accountSid, { sid, name, event: NAMES[event], sequence }), ...about };
    callbacks.sendInOrder(conference, [`conference:${NAMES[event]}`, 'conference'], to, form);
  };
  const aboutOf = ({ leg, wish }: Participant): Form => ({
    CallSid: leg.sid,
    Muted: String(wish.muted),
    Hold: 'false',
    Coaching: 'false',
    StartConferenceOnEnter: String(wish.startOnEnter),
    EndConferenceOnExit: String(wish.endOnExit),
    ...(wish.label !== undefined && { ParticipantLabel: wish.label }),
  });

  const startWaiting = (participant: Participant) => {
    const { leg, wish } = participant;
    const waiting = new AbortController();
    participant.waiting = waiting;
    if (wish.wait === 'silence') return;
    if (wish.wait === 'music') leg.playing = DEFAULT_MUSIC;
    else waitLoop(leg, wish.wait, waiting.signal);
  };
  const stopWaiting = (participant: Participant) => {
    if (participant.waiting === undefined) return;
    participant.waiting.abort('over');
    participant.waiting = undefined;
    participant.leg.playing = undefined;
  };

  /** Whoever is alone, or waits for the start, is on hold; nobody else is. */
  const settle = (conference: Conference) => {
    const there = [...conference.participants.values()];
    if (conference.status === 'init' && there.length > 1 && there.some(({ wish }) => wish.startOnEnter)) {
      conference.status = 'in-progress';
      emit(conference, 'start');
    }
    const onHold = conference.status === 'init' || there.length === 1;
    for (const participant of there) {
      participant.met ||= !onHold;
      if (!onHold) stopWaiting(participant);
      else if (participant.waiting === undefined) startWaiting(participant);
    }
  };

  const drop = (conference: Conference, participant: Participant) => {
    conference.participants.delete(participant.leg.sid);
    stopWaiting(participant);
    emit(conference, 'leave', aboutOf(participant));
  };

  const end = (conference: Conference, { leg, wish }: Participant, reason: EndReason) => {
    const others = [...conference.participants.values()];
    for (const other of others) drop(conference, other);
    Object.assign(conference, { status: 'completed', endReason: reason, endedBy: leg.sid });
    emit(conference, 'end', {
      ReasonConferenceEnded: reason,
      Reason: SENTENCES[reason](leg),
      CallSidEndingConference: leg.sid,
      ...(wish.label !== undefined && { ParticipantLabelEndingConference: wish.label }),
    });
    tell('conference-ended', leg, conference.name);
    for (const { over } of others) over.resolve();
  };

  const leave = (conference: Conference, participant: Participant) => {
    if (!conference.participants.has(participant.leg.sid)) return;
    drop(conference, participant);
    if (participant.wish.endOnExit) {
      end(conference, participant, 'participant-with-end-conference-on-exit-left');
    } else if (conference.participants.size === 0) {
      end(conference, participant, 'last-participant-left');
    } else {
      settle(conference);
    }
  };

  const open = (wish: ConferenceWish): Conference => {
    const running = all.find(({ name, status }) => name === wish.name && status !== 'completed');
    if (running !== undefined) return running;
    const conference: Conference = {
      sid: newSid('CF'),
      name: wish.name,
      dateCreated: new Date(),
      status: 'init',
      participants: new Map(),
      endReason: undefined,
      endedBy: undefined,
    };
    all.push(conference);
    if (wish.status !== undefined) callbackOf.set(conference, wish.status);
    return conference;
  };

  return {
    all,
    /** Resolves when the conference is over for this leg, and says whether it met anybody there. */
    async join(leg: Leg, wish: ConferenceWish, signal: AbortSignal): Promise<'met' | 'alone' | 'refused'> {
      const conference = open(wish);
      if (conference.participants.size >= wish.maxParticipants) {
        warn(exchange, leg, `the conference ${wish.name} is full`);
        return 'refused';
      }
      const participant: Participant = {
        leg,
        wish,
        joinedAt: new Date(),
        waiting: undefined,
        met: false,
        over: Promise.withResolvers<void>(),
      };
      conference.participants.set(leg.sid, participant);
      emit(conference, 'join', aboutOf(participant));
      tell('conference-joined', leg, wish.name);
      settle(conference);
      const gone = () => {
        leave(conference, participant);
        participant.over.resolve();
      };
      await leavingAtOnce(signal, gone, () => participant.over.promise);
      signal.throwIfAborted();
      return participant.met ? 'met' : 'alone';
    },
  };
};
