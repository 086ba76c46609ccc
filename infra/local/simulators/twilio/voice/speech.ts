import {
  actionOf,
  type Exchange,
  type Frame,
  hear,
  lastFor,
  resolved,
  type Source,
  type Step,
} from './exchange.ts';
import type { LegBook } from './legs.ts';
import { type Element, flagOf, methodOf, textOf, type Verb, wholeOf } from './twiml.ts';
import { leavingAtOnce, orAborted, within } from './waiting.ts';

const CHARACTERS_A_SECOND = 15;
/** How long a sound lasts that nobody fetches here. */
const SOUND_SECONDS = 5;

/** What is said to a leg, and what its keys answer. */
export const createSpeech = (exchange: Exchange, legs: () => LegBook) => {
  /** Plays once, several times, or (`loop="0"`) for ever, which nobody waits for. */
  const repeat = async (frame: Frame, verb: Element, sound: string, seconds: number, play: () => void) => {
    const loop = wholeOf(verb, 'loop', 1);
    const { leg } = frame;
    const quiet = () => {
      leg.playing = undefined;
    };
    await leavingAtOnce(frame.signal, quiet, async () => {
      if (verb.name === 'Play' || loop === 0) leg.playing = sound;
      for (let round = 0; loop === 0 || round < loop; round += 1) {
        if (round === 0 || loop !== 0) play();
        await lastFor(exchange, loop === 0 ? { ...frame, counted: false } : frame, Math.max(seconds, 0.1));
      }
      quiet();
    });
  };

  const speak = async (frame: Frame, verb: Element, base: Source): Promise<void> => {
    switch (verb.name) {
      case 'Say':
        return repeat(frame, verb, verb.text, verb.text.length / CHARACTERS_A_SECOND, () => {
          if (verb.text === '') return;
          frame.leg.heard.push(verb.text);
          frame.leg.heardIn.push(textOf(verb, 'language') ?? 'en-US');
          const language = textOf(verb, 'language');
          const voice = textOf(verb, 'voice');
          hear(frame.leg, {
            is: 'said',
            text: verb.text,
            ...(language !== undefined && { language }),
            ...(voice !== undefined && { voice }),
          });
        });
      case 'Play':
        return repeat(frame, verb, resolved(verb.text, base), SOUND_SECONDS, () =>
          hear(frame.leg, { is: 'played', url: resolved(verb.text, base) }),
        );
      default:
        return lastFor(exchange, frame, wholeOf(verb, 'length', 1));
    }
  };

  /** The prompts, until they are over or a key is pressed. */
  const prompt = async (frame: Frame, gather: Element, base: Source, signal: AbortSignal): Promise<void> => {
    const own = { ...frame, signal };
    try {
      for (const child of gather.children) {
        frame.leg.log.push(child.name);
        await speak(own, child, base);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    frame.signal.throwIfAborted();
  };

  /** The keys pressed; a key breaks in on what is being said, and each one gives the time-out anew. */
  const keysOf = (frame: Frame, gather: Element, base: Source): Promise<string> =>
    within(frame.signal, async (listening) => {
      const { leg } = frame;
      const most = wholeOf(gather, 'numDigits', Number.POSITIVE_INFINITY);
      const last = textOf(gather, 'finishOnKey') ?? '#';
      const seconds = wholeOf(gather, 'timeout', 5);
      let digits = '';
      let isOver = false;
      let key = Promise.withResolvers<void>();
      const deaf = () => {
        leg.onKey = undefined;
      };
      return leavingAtOnce(frame.signal, deaf, async () => {
        await within(listening.signal, (speaking) => {
          leg.onKey = (digit) => {
            if (digit !== last) digits += digit;
            isOver ||= digit === last || digits.length >= most;
            speaking.abort('pressed');
            key.resolve();
          };
          // One turn later, so that the first words have begun.
          exchange.callbacks.soon(() => {
            legs()
              .decide(leg, listening.signal)
              .catch((error: unknown) => {
                if (!listening.signal.aborted) throw error;
              });
          });
          return prompt(frame, gather, base, speaking.signal);
        });
        while (!isOver) {
          key = Promise.withResolvers<void>();
          const pressed = await within(listening.signal, (patience) =>
            Promise.race([
              orAborted(key.promise, patience.signal).then(() => true),
              lastFor(exchange, { ...frame, signal: patience.signal }, seconds).then(() => false),
            ]),
          );
          if (!pressed) break;
        }
        deaf();
        return digits;
      });
    });

  return {
    speak,
    async gather(frame: Frame, verb: Verb, base: Source): Promise<Step> {
      const digits = await keysOf(frame, verb, base);
      if (digits === '' && !flagOf(verb, 'actionOnEmptyResult')) return 'next';
      const method = methodOf(verb);
      const action = actionOf(textOf(verb, 'action'), method, base, { Digits: digits });
      // Without an action the document itself is asked again.
      return { go: action ?? ('url' in base ? { url: base.url, method, params: { Digits: digits } } : base) };
    },
  };
};
