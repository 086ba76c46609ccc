import { TooContended } from '../base/trouble.ts';

/** What was decided. Without a write it holds at once. */
export type Round<Outcome> = {
  outcome: Outcome;
  /** The write by which it holds, guarded by the version that was loaded. */
  save?: () => Promise<'saved' | 'lost'>;
  /** Runs once it holds: logs and counts. */
  won?: () => void;
};

/** Enough for the few who write one record at one moment, where nobody comes again for the loser. */
export const ENOUGH_ROUNDS = 5;

/**
 * Loads, decides and saves. Where the save is lost, decides again on what the winner wrote, `rounds` times in all;
 * then throws `TooContended`. `found` is what is known to be stored: it spares the first round its read.
 */
export async function loadDecideSave<Loaded, Outcome>(
  store: { load(key: string): Promise<Loaded> },
  key: string,
  rounds: number,
  decide: (loaded: Loaded) => Round<Outcome>,
  found?: Loaded,
): Promise<Outcome> {
  for (let round = 0; round < rounds; round += 1) {
    const known = round === 0 ? found : undefined;
    const { outcome, save, won } = decide(known ?? (await store.load(key)));
    if (save !== undefined && (await save()) === 'lost') continue;
    won?.();
    return outcome;
  }
  throw new TooContended(`no save was won in ${rounds} rounds`);
}
