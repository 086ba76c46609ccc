import { isDialable } from '../party.ts';
import type { Routing } from '../taskrouter/routing.ts';
import { createBridge } from './bridges.ts';
import type { ConferenceEvent, Conferences, ConferenceWish } from './conferences.ts';
import {
  actionOf,
  askInVain,
  type End,
  type Exchange,
  type Frame,
  resolved,
  type Source,
  type Step,
  secondsSince,
  warn,
} from './exchange.ts';
import type { Leg, StatusEvent } from './leg.ts';
import type { LegBook } from './legs.ts';
import type { CallQueue } from './queue.ts';
import { type Element, flagOf, methodOf, textOf, type Verb, wholeOf } from './twiml.ts';
import { leavingAtOnce } from './waiting.ts';

type DialStatus = 'completed' | 'answered' | 'busy' | 'no-answer' | 'failed' | 'canceled';
/** What the action of `<Dial>` is told; filled in as it goes, since the leg may be gone at any moment. */
type Outcome = { status: DialStatus; bridged: boolean; child?: Leg; since?: number };

const STATUS_EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];
const CONFERENCE_EVENTS: readonly ConferenceEvent[] = ['start', 'end', 'join', 'leave'];
const MOST_PARTICIPANTS = 250;
const DEFAULT_SECONDS = 30;

const among = <T extends string>(known: readonly T[], text: string | undefined): T[] => {
  const words = (text ?? '').split(/[\s,]+/);
  return known.filter((one) => words.includes(one));
};

/** What `<Conference>` asks for. */
export const conferenceWish = (noun: Element, base: Source): ConferenceWish => {
  const wait = textOf(noun, 'waitUrl');
  const status = textOf(noun, 'statusCallback');
  return {
    name: noun.text,
    muted: flagOf(noun, 'muted'),
    startOnEnter: flagOf(noun, 'startConferenceOnEnter', true),
    endOnExit: flagOf(noun, 'endConferenceOnExit'),
    label: textOf(noun, 'participantLabel'),
    maxParticipants: wholeOf(noun, 'maxParticipants', MOST_PARTICIPANTS),
    wait:
      wait === undefined
        ? 'music'
        : wait === ''
          ? 'silence'
          : { url: resolved(wait, base), method: methodOf(noun, 'waitMethod') },
    ...(status !== undefined && {
      status: {
        url: resolved(status, base),
        method: methodOf(noun, 'statusCallbackMethod'),
        events: among(CONFERENCE_EVENTS, textOf(noun, 'statusCallbackEvent')),
      },
    }),
  };
};

/** `<Dial>`: a conference, the caller of a reservation, or another leg. */
export const createDial = (
  exchange: Exchange,
  parts: {
    legs: () => LegBook;
    routing: () => Routing;
    queue: CallQueue;
    conferences: Conferences;
    /** Runs the document that is heard before the two are joined. */
    whisper: (frame: Frame, source: Source) => Promise<End>;
  },
) => {
  const { legs, routing, queue, conferences, whisper } = parts;

  const intoConference = async (frame: Frame, noun: Element, base: Source, outcome: Outcome) => {
    outcome.status = 'answered';
    const met = await conferences.join(frame.leg, conferenceWish(noun, base), frame.signal);
    if (met === 'refused') outcome.status = 'failed';
    outcome.bridged = met === 'met';
  };

  const toQueue = async ({ leg, signal }: Frame, noun: Element, outcome: Outcome) => {
    const sid = textOf(noun, 'reservationSid');
    const reservation = sid === undefined ? undefined : routing().reservations.get(sid);
    if (reservation?.status !== 'pending') {
      warn(exchange, leg, `14215 the reservation ${sid ?? ''} is ${reservation?.status ?? 'unknown'}`);
      return;
    }
    const bridge = queue.connect(reservation);
    if (bridge === undefined) {
      warn(exchange, leg, `14217 nobody waits in the queue for the reservation ${reservation.sid}`);
      return;
    }
    outcome.status = 'answered';
    outcome.bridged = true;
    await leavingAtOnce(signal, bridge.end, () => bridge.over);
    signal.throwIfAborted();
    outcome.status = 'completed';
  };

  const toLeg = async (frame: Frame, verb: Verb, noun: Element, base: Source, outcome: Outcome) => {
    const { leg, signal } = frame;
    const to = noun.name === 'Client' ? `client:${noun.text}` : noun.text;
    if (!isDialable(to)) {
      warn(exchange, leg, `13223 ${to} cannot be dialled`);
      return;
    }
    const status = textOf(noun, 'statusCallback');
    const events = among(STATUS_EVENTS, textOf(noun, 'statusCallbackEvent'));
    const bridge = createBridge();
    const url = textOf(noun, 'url');
    const child = legs().call({
      to,
      from: textOf(verb, 'callerId') ?? leg.from,
      direction: 'outbound-dial',
      parentSid: leg.sid,
      timeout: wholeOf(verb, 'timeout', DEFAULT_SECONDS),
      doing: { twiml: '<Response/>' },
      ...(status !== undefined && {
        status: {
          url: resolved(status, base),
          method: methodOf(noun, 'statusCallbackMethod'),
          events: events.length === 0 ? ['completed'] : events,
        },
      }),
      program: async (own, ownSignal) => {
        if (url !== undefined) {
          const alone: Frame = {
            leg: own,
            signal: ownSignal,
            where: 'whisper',
            counted: true,
            extra: () => ({}),
          };
          const end = await whisper(alone, { url: resolved(url, base), method: methodOf(noun) });
          if (end !== 'done') return;
        }
        legs().pickUp(frame.leg);
        outcome.bridged = true;
        outcome.since = Date.now();
        await leavingAtOnce(ownSignal, bridge.end, () => bridge.over);
      },
    });
    outcome.child = child;
    outcome.status = 'canceled';
    const gone = () => {
      bridge.end();
      if (child.status === 'in-progress') legs().end(child, 'completed');
      else legs().end(child, 'canceled');
    };
    // A child that is redirected lives on; the bridge is over all the same.
    const parted = bridge.over.then(() => 'completed' as const);
    outcome.status = await leavingAtOnce(signal, gone, () => Promise.race([child.ended, parted]));
    signal.throwIfAborted();
  };

  const perform = async (frame: Frame, verb: Verb, base: Source, outcome: Outcome): Promise<void> => {
    const [noun = verb] = verb.children;
    if (noun.name === 'Conference') return intoConference(frame, noun, base, outcome);
    if (noun.name === 'Queue') return toQueue(frame, noun, outcome);
    return toLeg(frame, verb, noun, base, outcome);
  };

  return async (frame: Frame, verb: Verb, base: Source): Promise<Step> => {
    const { leg, signal } = frame;
    const outcome: Outcome = { status: 'failed', bridged: false };
    const action = () => {
      const { status, bridged, child, since } = outcome;
      return actionOf(textOf(verb, 'action'), methodOf(verb), base, {
        DialCallStatus: status,
        DialBridged: String(bridged),
        ...(child !== undefined && { DialCallSid: child.sid }),
        ...(since !== undefined && { DialCallDuration: String(secondsSince(exchange, since)) }),
      });
    };
    const gone = () => {
      // A leg that was told something else does not ask; for one that is over Twilio still does.
      const vain = signal.reason === 'hung-up' ? action() : undefined;
      if (vain !== undefined) askInVain(exchange, leg, vain);
    };
    await leavingAtOnce(signal, gone, () => perform(frame, verb, base, outcome));
    signal.throwIfAborted();
    const next = action();
    return next === undefined ? 'next' : { go: next };
  };
};
