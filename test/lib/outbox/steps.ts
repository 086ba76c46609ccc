import { Unavailable } from '../../../lib/base/trouble.ts';

/** What happens at one step of an invocation: it dies before or after it, or table or queue are away, or answer late. */
export type Trouble = { at: number; is: 'dies-before' | 'dies-after' | 'away' | 'away-after' };

/** Thrown in an invocation that has died: nothing that it does has any effect any more. */
export class Died extends Error {}

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
export function stepsOf({ troubles, turn = () => Promise.resolve(), begins, happened }: World) {
  let steps = 0;
  return {
    count: () => steps,
    invocation(): { step: Step; isAlive: () => boolean } {
      let isAlive = true;
      const die = (): never => {
        isAlive = false;
        throw new Died();
      };
      const step: Step = async (what, does, isStorage = true) => {
        await turn();
        if (!isAlive) throw new Died();
        begins?.();
        steps += 1;
        const number = steps;
        const here = troubles().find(({ at }) => at === number)?.is;
        if (here === 'dies-before') die();
        if (here === 'away' && isStorage) throw new Unavailable('table', what);
        const done = does();
        happened?.();
        if (here === 'dies-after') die();
        if (here === 'away-after' && isStorage) throw new Unavailable('table', what);
        return done;
      };
      return { step, isAlive: () => isAlive };
    },
  };
}
