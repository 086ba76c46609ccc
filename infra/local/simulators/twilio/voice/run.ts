import type { createDocuments } from './documents.ts';
import {
  type End,
  type Exchange,
  type Frame,
  hear,
  lastFor,
  type Run,
  resolved,
  type Source,
  type Step,
} from './exchange.ts';
import type { Leg, Program } from './leg.ts';
import type { createSpeech } from './speech.ts';
import { flagOf, methodOf, textOf, type Verb } from './twiml.ts';
import { forever, pause } from './waiting.ts';

type Act = (frame: Frame, verb: Verb, base: Source) => Promise<Step>;

/** What runs while the caller still hears it ring. */
const RINGING_ON: readonly Verb['name'][] = ['Pause', 'Redirect', 'Reject', 'Leave'];
const SORRY = 'We are sorry, an application error has occurred. Goodbye.';

/** Runs TwiML on a leg: document after document, verb after verb. */
export const createRun = (
  exchange: Exchange,
  parts: {
    documents: ReturnType<typeof createDocuments>;
    speech: ReturnType<typeof createSpeech>;
    enqueue: Act;
    dial: Act;
    connect: Act;
    /** Answers an inbound call that rings. */
    pickUp: (leg: Leg) => void;
    /** Ends one that rings, and was never answered; false where it was. */
    turnAway: (leg: Leg, as: 'busy' | 'no-answer') => boolean;
  },
) => {
  const { documents, speech, enqueue, dial, connect, pickUp, turnAway } = parts;

  const perform: Act = async (frame, verb, base) => {
    switch (verb.name) {
      case 'Say':
      case 'Play':
      case 'Pause':
        await speech.speak(frame, verb, base);
        return 'next';
      case 'Gather':
        return speech.gather(frame, verb, base);
      case 'Redirect':
        return { go: { url: resolved(verb.text, base), method: methodOf(verb) } };
      case 'Hangup':
        return 'hang-up';
      case 'Reject': {
        const busy = textOf(verb, 'reason') === 'busy';
        if (turnAway(frame.leg, busy ? 'busy' : 'no-answer'))
          hear(frame.leg, { is: 'tone', of: busy ? 'busy' : 'not-in-service' });
        return 'hang-up';
      }
      case 'Leave':
        // Outside a queue there is nothing to leave.
        return frame.where === 'queue' ? 'leave' : 'next';
      case 'Enqueue':
        return enqueue(frame, verb, base);
      case 'Dial':
        return dial(frame, verb, base);
      case 'Connect':
        return connect(frame, verb, base);
    }
  };

  const through = async (frame: Frame, verbs: readonly Verb[], base: Source): Promise<Step> => {
    for (const verb of verbs) {
      frame.leg.log.push(verb.name);
      const waitsForBridge = verb.name === 'Dial' && flagOf(verb, 'answerOnBridge');
      if (!waitsForBridge && !RINGING_ON.includes(verb.name)) pickUp(frame.leg);
      const step = await perform(frame, verb, base);
      frame.signal.throwIfAborted();
      if (step !== 'next') return step;
    }
    return 'next';
  };

  const fallbackOf = (
    { leg, where }: Frame,
    failed: Source,
    code: number,
    url: string,
  ): Source | undefined =>
    where === 'call' && leg.fallback !== undefined
      ? {
          ...leg.fallback,
          params: { ...('url' in failed && failed.params), ErrorCode: String(code), ErrorUrl: url },
          as: 'voice-fallback',
        }
      : undefined;

  const run: Run = async (frame, source) => {
    let next: Source = source;
    let isFallback = false;
    for (;;) {
      const document = await documents(frame, next);
      frame.signal.throwIfAborted();
      if (document.is === 'failed') {
        const fallback = isFallback ? undefined : fallbackOf(frame, next, document.code, document.url);
        if (fallback === undefined) return 'failed';
        isFallback = true;
        next = fallback;
        continue;
      }
      isFallback = false;
      const step = await through(frame, document.verbs, document.source);
      if (step === 'next') return 'done';
      if (typeof step === 'string') return step;
      next = step.go;
      // A document that leads to itself must not keep everything else from happening.
      await lastFor(exchange, frame, 0);
    }
  };

  const execute: Program = async (leg, signal) => {
    const frame: Frame = { leg, signal, where: 'call', counted: true, extra: () => ({}) };
    const end = await run(frame, leg.doing);
    // A document without a word answers the call, too.
    pickUp(leg);
    if (end !== 'failed') return;
    leg.heard.push(SORRY);
    hear(leg, { is: 'error', text: SORRY });
  };

  /** Runs a document again and again. One that fails is silence: the wait itself goes on. */
  const waitLoop = async (frame: Frame, source: Source): Promise<Exclude<End, 'done' | 'failed'>> => {
    for (;;) {
      const began = Date.now();
      const end = await run(frame, source);
      if (end === 'failed') return forever(frame.signal);
      if (end !== 'done') return end;
      await pause(Math.max(exchange.secondMs - (Date.now() - began), 0), frame.signal);
    }
  };

  return {
    run,
    execute,
    waitLoop,
    /** What a participant hears on hold; nobody waits for its end. */
    holdLoop(leg: Leg, source: Source, signal: AbortSignal) {
      const frame: Frame = { leg, signal, where: 'conference', counted: false, extra: () => ({}) };
      waitLoop(frame, source).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
    },
  };
};
