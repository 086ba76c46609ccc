import type { Check } from './check.ts';
import { fail, judged } from './finding.ts';

/** All faults of the settings at once; a problem names its setting and never a value. */
export function settingsCheck(problems: readonly string[], hasTeam: boolean): Check {
  const fine = hasTeam
    ? 'All that is needed is set, and nothing is misspelt.'
    : 'All that is needed is set, and nothing is misspelt. There is no team.json: what the team wants is not known.';
  return judged('settings', fine, [
    problems.length === 0
      ? undefined
      : fail(
          `${problems.join('; ')}. A function that needs one of these does not start, and its callers get no answer.`,
          'Mend the file of settings; `npm run setup -- --apply` writes what it makes itself.',
        ),
  ]);
}
