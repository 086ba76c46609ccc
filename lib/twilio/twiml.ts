import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import { speechOf } from '../speech/index.ts';
import { AGAIN } from './connection-overrides.ts';

/** How long TwiML may be that is sent along with a request (Twilio Voice: calls, parameter Twiml). */
export const MAX_INLINE_TWIML = 4000;

/** Twilio's own, free to use. */
const HOLD_MUSIC = 'http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3';

/** Long enough to find the key, and short enough for the caller, who waits meanwhile. */
const KEY_SECONDS = 8;

/**
 * Asks whoever picked up for a key, because a voicemail presses none (Twilio Voice: Gather). `again` leaves out
 * what was said before.
 */
export function agentIsAsked(ask: {
  sentence: string;
  decisionUrl: string;
  language?: string | undefined;
  again?: boolean;
}): string {
  const { readAs, toAgent } = speechOf(ask.language);
  const response = new VoiceResponse();
  response
    .gather({
      numDigits: 1,
      // Else a # would end the question without a key, as if nobody were there.
      finishOnKey: '',
      timeout: KEY_SECONDS,
      action: clean(ask.decisionUrl),
      method: 'POST',
      actionOnEmptyResult: true,
    })
    .say({ language: readAs }, clean(ask.again ? toAgent.keys : `${ask.sentence} ${toAgent.keys}`).trim());
  return response.toString();
}

/**
 * The agent opens the conference and hears silence until the caller is there; whoever leaves ends it for both
 * (Twilio Voice: Conference).
 */
export function agentWaitsInConference(join: { name: string; statusUrl: string }): string {
  const response = new VoiceResponse();
  response.dial().conference(
    {
      startConferenceOnEnter: true,
      endConferenceOnExit: true,
      beep: 'false',
      // Empty: no music for an agent who waits for a second or two.
      waitUrl: '',
      ...eventsTo(join.statusUrl),
    },
    clean(join.name),
  );
  return response.toString();
}

/** Joins the agent with the caller in TaskRouter's queue, which accepts the reservation (TaskRouter: TwiML queue calls). */
export function agentTakesFromQueue(take: { reservationSid: string; actionUrl: string }): string {
  const response = new VoiceResponse();
  response
    .dial({ action: clean(take.actionUrl), method: 'POST' })
    .queue({ reservationSid: clean(take.reservationSid) }, '');
  return response.toString();
}

/**
 * The caller waits in the conference until the agent is there, and goes on to `nextUrl` when it is over (Twilio
 * Voice: Conference). Twilio plays its own music meanwhile.
 */
export function callerJoinsConference(join: { name: string; statusUrl: string; nextUrl: string }): string {
  const response = new VoiceResponse();
  response.dial({ action: clean(join.nextUrl), method: 'POST' }).conference(
    {
      startConferenceOnEnter: false,
      endConferenceOnExit: true,
      beep: 'false',
      ...eventsTo(join.statusUrl),
    },
    clean(join.name),
  );
  return response.toString();
}

/** Makes a task of the caller's leg itself, with these attributes as JSON (Twilio Voice: Enqueue). */
export function callerIsQueued(queue: {
  workflowSid: string;
  attributes: string;
  timeoutSeconds: number;
  nextUrl: string;
  waitUrl: string;
}): string {
  const response = new VoiceResponse();
  response
    .enqueue({
      workflowSid: clean(queue.workflowSid),
      action: clean(queue.nextUrl),
      method: 'POST',
      waitUrl: clean(queue.waitUrl),
      waitUrlMethod: 'POST',
    })
    .task({ timeout: queue.timeoutSeconds }, clean(queue.attributes));
  return response.toString();
}

/**
 * What a caller in the queue hears; Twilio asks for it again when it is over (Twilio Voice: Enqueue, waitUrl). A
 * key at any time leads to `backUrl`.
 */
export function callerWaits(wait: { sentence?: string; language?: string; backUrl: string }): string {
  const response = new VoiceResponse();
  const gather = response.gather({ numDigits: 1, timeout: 1, action: clean(wait.backUrl), method: 'POST' });
  if (wait.sentence !== undefined) {
    gather.say({ language: speechOf(wait.language).readAs }, clean(wait.sentence));
  }
  gather.play(HOLD_MUSIC);
  return response.toString();
}

/** For a caller who is about to be moved: music, and then the question again (Twilio Voice: Redirect). */
export function callerHolds(hold: { againUrl: string }): string {
  const response = new VoiceResponse();
  response.play(HOLD_MUSIC);
  response.redirect({ method: 'POST' }, clean(hold.againUrl));
  return response.toString();
}

/** A last sentence, read in its language, and the end of the leg (Twilio Voice: Say, Hangup). */
export function goodbye(sentence: string, language?: string): string {
  const response = new VoiceResponse();
  response.say({ language: speechOf(language).readAs }, clean(sentence));
  response.hangup();
  return response.toString();
}

/** The busy tone: as the first verb the call is not answered, and not billed (Twilio Voice: Reject). */
export function rejectBusy(): string {
  const response = new VoiceResponse();
  response.reject({ reason: 'busy' });
  return response.toString();
}

/** The end of a document, of which only space and comments may follow. */
const END = /<\/Response\s*>(?=(?:\s|<!--[\s\S]*?-->)*$)/;

/**
 * Vapi's TwiML for a leg, with an address behind it where the leg asks what comes next when its stream is over (Twilio
 * Voice: Connect). A document of another form stays as it is.
 */
export function thenAsk(twiml: string, nextUrl: string): string {
  const response = new VoiceResponse();
  response.redirect({ method: 'POST' }, clean(nextUrl));
  const [, redirect = ''] = /<Response>(.*)<\/Response>/s.exec(response.toString()) ?? [];
  return twiml.replace(END, () => `${redirect}</Response>`);
}

/** A moment of silence, and then the same question again (Twilio Voice: Pause, Redirect). */
export function askAgain(again: { seconds: number; url: string }): string {
  const response = new VoiceResponse();
  response.pause({ length: again.seconds });
  response.redirect({ method: 'POST' }, clean(again.url));
  return response.toString();
}

/** The end of the leg (Twilio Voice: Hangup). */
export function hangUp(): string {
  const response = new VoiceResponse();
  response.hangup();
  return response.toString();
}

function eventsTo(statusUrl: string) {
  return {
    statusCallback: clean(`${statusUrl}${AGAIN}`),
    statusCallbackMethod: 'POST',
    statusCallbackEvent: ['end', 'join'] satisfies ConferenceEvents,
  };
}
type ConferenceEvents = VoiceResponse.ConferenceAttributes['statusCallbackEvent'];

/** XML can hold no other characters, not even escaped: the package throws for them, or lets them through. */
function clean(text: string): string {
  return text.replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '');
}
