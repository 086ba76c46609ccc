import type { MessageQueue } from '../base/queue.ts';
import { isStorageTrouble } from '../base/trouble.ts';
import { within } from '../base/within.ts';
import { withoutUndefined } from '../base/without-undefined.ts';
import type { PlaceMessage } from '../capacity/place-message.ts';
import type { Places } from '../capacity/places.ts';
import { answerLeg } from '../desk/answer-leg.ts';
import { answeredBy, chooseAssistant, specialistOf } from '../desk/assistants.ts';
import { ARRIVED, assistantsOf, knownTo, type LegAnswer, UNANSWERED } from '../desk/leg.ts';
import { lookLater } from '../desk/look-at-place.ts';
import { type CutOff, lastWordsOf, resumedFrom } from '../desk/memory.ts';
import type { LegStore, RoutingStore } from '../desk/ports.ts';
import type { BusyChoice } from '../desk/settings.ts';
import { type OpeningHours, openingAt } from '../handoff/ask/opening-hours.ts';
import type { Calls } from '../handoff/ports/calls.ts';
import { type LanguageCode, languageNamed, speechOf } from '../speech/index.ts';
import { askAgain, goodbye, hangUp, rejectBusy, thenAsk } from '../twilio/twiml.ts';
import type { ArrivingCall } from '../twilio/voice-callbacks.ts';
import { neverBegan, wasCutOff } from '../vapi/ended-reason.ts';
import type { LegOpened, LegOrder } from '../vapi/open-leg.ts';
import { ATTESTATION_NOTE } from '../vapi/own-call.ts';
import { type DeskOptions, type DeskPorts, notesOf } from './assistant-request.ts';
import { type QueueOptions, type QueuePorts, queueCaller, sayManyCalls } from './desk-queue.ts';

export type VoiceDeskOptions = Pick<DeskOptions, 'setup' | 'resumeMinutes'> &
  QueueOptions & {
    /** Vapi's id of our number. */
    phoneNumberId?: string | undefined;
    busy: BusyChoice;
    openingHours?: OpeningHours | undefined;
  };

export type VoiceDeskPorts = QueuePorts &
  Pick<DeskPorts, 'memory'> & {
    legs: LegStore;
    routing: Pick<RoutingStore, 'load'>;
    places?: Places | undefined;
    openForLeg(order: LegOrder): Promise<LegOpened>;
    calls: Pick<Calls, 'look'>;
    /** Brings somebody to look at places that are in doubt. */
    placeLooks: MessageQueue<PlaceMessage>;
    wait(ms: number): Promise<void>;
    /** Where a leg asks what comes after a call at Vapi; `looks`: how often that call was looked at. */
    afterUrl(callId: string, looks: number): string;
  };

/** A caller hears it ring meanwhile. */
const MEMORY_MS = 700;

/** Twilio waits 15 s, and then says in its own words that something has failed. */
const LATEST_MS = 11_000;

/** A call has come in at our own number (F1). Gives the TwiML: an assistant, agents, a sentence or the busy tone. */
export function answerArrival(
  call: ArrivingCall,
  options: VoiceDeskOptions,
  ports: VoiceDeskPorts,
): Promise<string> {
  return inTime(call, arrival(call, options, ports), options, ports, () => ports.count('arrival_busy'));
}

/**
 * A leg asks what comes after its call at Vapi: nothing where that ended as calls do, a fresh assistant who knows where
 * it broke, and agents where it broke again (F1), or where nobody has talked. A call that cannot be read counts as
 * broken. Gives the TwiML.
 */
export function answerAfter(
  call: ArrivingCall,
  asked: { callId: string; looks: number },
  options: VoiceDeskOptions,
  ports: VoiceDeskPorts,
): Promise<string> {
  // The call is answered already: there is no busy tone any more.
  const answered: VoiceDeskOptions = options.busy === 'reject' ? { ...options, busy: 'say' } : options;
  return inTime(call, afterCall(call, asked, answered, ports), answered, ports);
}

/** However slow the table and the queue are, the caller hears something of ours, for which neither is needed. */
async function inTime(
  { callSid }: ArrivingCall,
  answer: Promise<string>,
  { busy, language }: VoiceDeskOptions,
  { log, count }: VoiceDeskPorts,
  isLate?: () => void,
): Promise<string> {
  const { promise: latest, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => resolve(undefined), LATEST_MS);
  const twiml = await Promise.race([answer, latest]).finally(() => clearTimeout(timer));
  if (twiml !== undefined) return twiml;
  // It may fail later, when nobody waits for it any more.
  answer.catch(() => undefined);
  log.error('answer too late', { callSid });
  count('leg_answer_late');
  isLate?.();
  return busy === 'reject' ? rejectBusy() : goodbye(speechOf(language).desk.manyCalls.no_number, language);
}

async function arrival(
  call: ArrivingCall,
  options: VoiceDeskOptions,
  ports: VoiceDeskPorts,
): Promise<string> {
  const { caller } = call;
  const last =
    caller === undefined || options.resumeMinutes === 0
      ? undefined
      : await within(MEMORY_MS, ports.memory.load(caller), undefined);
  const isRecent = resumedFrom(last, ports.clock(), options.resumeMinutes) !== undefined;
  const answer = await assistantFor(call, ARRIVED, isRecent ? last : undefined, options, ports);
  return documentOf(answer, call, options, ports);
}

/** Between two looks at a call whose stream has ended, and whose end Vapi does not show yet. */
const LOOK_SECONDS = 1;
const MOST_LOOKS = 3;
/** While an agent is being joined, the leg is about to be moved: as long as that may take. */
const MOST_LOOKS_WHILE_JOINED = 20;

async function afterCall(
  call: ArrivingCall,
  { callId, looks }: { callId: string; looks: number },
  options: VoiceDeskOptions,
  ports: VoiceDeskPorts,
): Promise<string> {
  const { callSid, callStatus } = call;
  if (callStatus !== undefined && callStatus !== 'in-progress') return hangUp();
  const loaded = await ports.legs.load(callSid).catch((error: unknown) => {
    if (!isStorageTrouble(error)) throw error;
    return undefined;
  });
  const { leg } = loaded ?? { leg: UNANSWERED };
  const known = leg.answers.find(({ asked }) => asked === callId);
  if (known !== undefined) return documentOf(known.answer, call, options, ports);
  const [{ how, heard, assistantId }, joined] = await Promise.all([
    howItEnded(callId, ports),
    isBeingJoined(callId, ports),
  ]);
  ports.log.info('call left the leg', { callId, callSid, event: joined ? 'joined' : how });
  const waits = joined ? looks < MOST_LOOKS_WHILE_JOINED : how === 'not-yet' && looks < MOST_LOOKS;
  if (waits) return askAgain({ seconds: LOOK_SECONDS, url: ports.afterUrl(callId, looks + 1) });
  if (how === 'well') return hangUp();
  // Neither an assistant nor agents can be had without the table.
  if (loaded === undefined) return documentOf({ is: 'say' }, call, options, ports);
  const language = (await languageIn(heard)) ?? options.language;
  const spoken = { ...options, language };
  if (how === 'unbegun' || assistantsOf(leg) >= 2) {
    return documentOf(busyAnswer(spoken, ports.clock()), call, spoken, ports);
  }
  const had = specialistOf(assistantId, options.setup);
  const last = await brokenOff(callId, { heard, had, knew: knownTo(leg, callId) }, call, ports);
  return documentOf(await assistantFor(call, callId, last, spoken, ports), call, spoken, ports);
}

/**
 * `not-yet`: Vapi shows it as live, or on its way to somebody else. `unbegun`: another one would fare no better. `heard`:
 * what the caller said, which Vapi's own messages may not have told yet.
 */
type Ended = {
  how: 'well' | 'broken' | 'unbegun' | 'not-yet';
  heard: readonly string[];
  assistantId?: string | undefined;
};

async function howItEnded(callId: string, { calls }: VoiceDeskPorts): Promise<Ended> {
  const looked = await calls.look(callId);
  if (looked.is !== 'call-seen' || looked.call.is === 'missing') return { how: 'broken', heard: [] };
  if (looked.call.is === 'live') return { how: 'not-yet', heard: [] };
  const { endedReason, heard = [], assistantId } = looked.call;
  if (wasCutOff(endedReason)) return { how: 'broken', heard, assistantId };
  return { how: neverBegan(endedReason) ? 'unbegun' : 'well', heard };
}

/** Whether an agent has accepted and is being joined with the caller: any other instruction would tear them apart. */
async function isBeingJoined(callId: string, { store }: VoiceDeskPorts): Promise<boolean> {
  const loaded = await within(MEMORY_MS, store.load(callId), undefined);
  return loaded?.is === 'handoff' && loaded.handoff.progress.state === 'bridging';
}

/** Both are read by the first call that breaks: no other cold start waits for what knows secrets, or languages. */
async function wordsOf(heard: readonly string[]): Promise<string | undefined> {
  if (heard.length === 0) return undefined;
  const { redacted } = await import('../language/secrets/redaction.ts');
  return lastWordsOf(saidByCaller(heard), redacted);
}

async function languageIn(heard: readonly string[]): Promise<LanguageCode | undefined> {
  if (heard.length === 0) return undefined;
  const { languageLastHeard } = await import('../language/heard/heard.ts');
  return languageLastHeard(saidByCaller(heard));
}

const saidByCaller = (heard: readonly string[]) => heard.map((text) => ({ role: 'caller' as const, text }));

/**
 * What is known of the call that broke off just now: by its own id, so that a withheld caller is known too. `had`: the
 * specialist who had it, where our own count of the ways through the desk tells none; `knew`: what its assistant knew.
 */
async function brokenOff(
  callId: string,
  { heard, had, knew }: { heard: readonly string[]; had: string | undefined; knew: CutOff | undefined },
  { caller }: ArrivingCall,
  { routing, memory, clock }: VoiceDeskPorts,
): Promise<CutOff> {
  const [way, last] = await Promise.all([
    within(MEMORY_MS, routing.load(callId), undefined),
    caller === undefined ? undefined : within(MEMORY_MS, memory.load(caller), undefined),
  ]);
  const { specialist, intent } = way?.routing ?? {};
  const words = await wordsOf(heard);
  return {
    ...knew,
    ...(had !== undefined && { specialist: had }),
    ...(words !== undefined && { words }),
    ...(last?.callId === callId ? last : {}),
    ...(specialist !== undefined && { specialist }),
    ...(intent !== undefined && { intent }),
    callId,
    endedAt: clock(),
  };
}

function assistantFor(
  call: ArrivingCall,
  asked: string,
  last: CutOff | undefined,
  options: VoiceDeskOptions,
  ports: VoiceDeskPorts,
): Promise<LegAnswer> {
  const { setup, phoneNumberId, accountSid } = options;
  return answerLeg(call.callSid, asked, {
    ...ports,
    busy: () => busyAnswer(options, ports.clock()),
    knows: last,
    lookLater:
      phoneNumberId === undefined
        ? undefined
        : ({ callSid: holder, askedAt, ...told }) =>
            ports.placeLooks.send([
              lookLater({ holder, phoneNumberId, askedAt, looks: 0, ...withoutUndefined(told) }),
            ]),
    async open() {
      const chosen = chooseAssistant(setup, last?.specialist);
      if (phoneNumberId === undefined) return { is: 'refused', reason: 'no-phone-number-id' };
      if (chosen.is === 'none') return { is: 'refused', reason: 'no-assistant' };
      const overrides = {
        variableValues: { ...resumedFrom(last, last?.endedAt ?? 0, 1) },
        metadata: {
          ...notesOf(last),
          handoffCallSid: call.callSid,
          handoffAccountSid: call.accountSid ?? accountSid,
          ...(call.attestation !== undefined && { [ATTESTATION_NOTE]: call.attestation }),
        },
      };
      return ports.openForLeg({
        answeredBy: answeredBy(chosen, overrides),
        phoneNumberId,
        customer: call.caller,
      });
    },
  });
}

/** Nobody is there outside the opening hours: then a caller is told, and called back. */
function busyAnswer({ busy, openingHours, language }: VoiceDeskOptions, now: number): LegAnswer {
  if (busy === 'reject') return { is: busy };
  const isOpen = openingHours === undefined || openingAt(openingHours, now).is === 'open';
  return { is: busy === 'agents' && isOpen ? 'agents' : 'say', language };
}

async function documentOf(
  answer: LegAnswer,
  call: ArrivingCall,
  options: VoiceDeskOptions,
  ports: VoiceDeskPorts,
): Promise<string> {
  if (answer.is === 'assistant') return thenAsk(answer.twiml, ports.afterUrl(answer.callId, 0));
  if (answer.is === 'reject') return rejectBusy();
  const language = languageNamed(answer.language) ?? options.language;
  if (answer.is === 'say') return sayManyCalls(call, language, ports);
  return queueCaller(call, { ...options, language }, ports).catch((error: unknown) => {
    if (!isStorageTrouble(error)) throw error;
    // Without the table no offer would find the handoff, and the caller would wait for nobody.
    return sayManyCalls(call, language, ports);
  });
}
