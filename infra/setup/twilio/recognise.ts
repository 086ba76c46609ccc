type Named = { sid: string; friendly_name: string };

/**
 * What speaks for a thing's being ours: its name, its SID in the settings, or both. `unclear`: it could be one of two.
 */
export type Recognised<T> =
  | { is: 'absent' }
  | { is: 'there'; one: T; isNamed: boolean; isKept: boolean }
  | { is: 'unclear'; why: string };

/** Finds the thing whose SID is kept in a setting, else the one of our name. */
export function recognise<T extends Named>(
  all: readonly T[],
  { name, setting, sid }: { name: string; setting?: string; sid?: string | undefined },
): Recognised<T> {
  const named = all.filter((one) => one.friendly_name === name);
  const kept = sid === undefined ? undefined : all.find((one) => one.sid === sid);
  if (kept !== undefined) {
    const isNamed = kept.friendly_name === name;
    if (isNamed || named.length === 0) return { is: 'there', one: kept, isNamed, isKept: true };
    const why = `${setting} names "${kept.friendly_name}", but "${name}" is there too. Take the setting out of the file, or rename one of them.`;
    return { is: 'unclear', why };
  }
  const [one, twin] = named;
  if (one === undefined) return { is: 'absent' };
  if (twin === undefined) return { is: 'there', one, isNamed: true, isKept: false };
  return { is: 'unclear', why: `There are ${named.length} called "${name}". Rename or delete all but one.` };
}

/**
 * How much of a workspace is ours: `own`, by name and by the SID that is kept; `named`, by its name alone; `foreign`,
 * one that the settings name and somebody else has made.
 */
export type Hold = 'own' | 'named' | 'foreign';

/** Whether a thing that differs in what it does may be brought back. */
export function isMended(
  { isNamed, isKept }: { isNamed: boolean; isKept: boolean },
  hold: Hold,
  adopt: boolean,
): boolean {
  return adopt || (isNamed && (isKept || hold === 'own'));
}

/** What is to be done about a thing that has our name, or whose SID is kept, but which is not known to be ours. */
export const BY_ONE_MARK =
  'It may be somebody else’s: only its name or its SID is ours, and it does something else. --adopt takes it over; else rename it, or take its SID out of the settings.';
