import { Unavailable } from '../../../lib/base/trouble.ts';

/** What happens at one step of an invocation: it dies before or after it, or table or queue are away, or answer late. */
export type Trouble = { at: number; is: 'dies-before' | 'dies-after' | 'away' | 'away-after' };

/** Thrown in an invocation that has died: nothing that it does has any effect any more. */
export class Died extends Error {}

// Made once: thousands are thrown, nobody reads where, and each would write down its stack.
const DIED = new Died();
const AWAY = new Unavailable('table', 'of a step');

/** Does one thing of an invocation; `isStorage` is what can be away: the table, the queue. */
export type Step = <T>(what: string, does: () => T, isStorage?: boolean) => Promise<T>;

/** How the steps of a world follow each other. */
type World = {
  troubles(): readonly Trouble[];
  /** What an invocation waits for before each step. */
  turn?(): Promise<void>;
  /** Before a step of an invocation that lives. */
  begins?(): void;
  /** After what a step does, whatever becomes of its invocation. */
  happened?(): void;
};

/** Counts the steps of all invocations of a world, at each of which there may be trouble. */
export function stepsOf({ troubles, turn, begins, happened }: World) {
  const steps: string[] = [];
  return {
    count: () => steps.length,
    names: (): readonly string[] => steps,
    invocation(): { step: Step; isAlive: () => boolean } {
      let isAlive = true;
      const die = (): never => {
        isAlive = false;
        throw DIED;
      };
      const step: Step = async (what, does, isStorage = true) => {
        await turn?.();
        if (!isAlive) throw DIED;
        begins?.();
        const number = steps.push(what);
        const here = troubles().find(({ at }) => at === number)?.is;
        if (here === 'dies-before') die();
        if (here === 'away' && isStorage) throw AWAY;
        const done = does();
        happened?.();
        if (here === 'dies-after') die();
        if (here === 'away-after' && isStorage) throw AWAY;
        return done;
      };
      return { step, isAlive: () => isAlive };
    },
  };
}
