import type { createDocuments } from './documents.ts';
import {
  type End,
  type Exchange,
  type Frame,
  lastFor,
  type Run,
  resolved,
  type Source,
  type Step,
} from './exchange.ts';
import type { Leg, Program } from './leg.ts';
import type { createSpeech } from './speech.ts';
import { methodOf, type Verb } from './twiml.ts';
import { forever, pause } from './waiting.ts';

type Act = (frame: Frame, verb: Verb, base: Source) => Promise<Step>;

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
  },
) => {
  const { documents, speech, enqueue, dial, connect } = parts;

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
      case 'Reject':
        return 'hang-up';
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
      const step = await perform(frame, verb, base);
      frame.signal.throwIfAborted();
      if (step !== 'next') return step;
    }
    return 'next';
  };

  const fallbackOf = ({ leg, where }: Frame, code: number, url: string): Source | undefined =>
    where === 'call' && leg.fallback !== undefined
      ? { ...leg.fallback, params: { ErrorCode: String(code), ErrorUrl: url } }
      : undefined;

  const run: Run = async (frame, source) => {
    let next: Source = source;
    let isFallback = false;
    for (;;) {
      const document = await documents(frame, next);
      frame.signal.throwIfAborted();
      if (document.is === 'failed') {
        const fallback = isFallback ? undefined : fallbackOf(frame, document.code, document.url);
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
    if (end === 'failed') leg.heard.push(SORRY);
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
