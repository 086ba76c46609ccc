import type { Check } from './check.ts';

/** Something that is not as it should be, as one part of a check. */
export type Finding = {
  status: 'warn' | 'fail';
  /** What is so, and what it means for a caller. Whole sentences. */
  what: string;
  fix: string;
};

/** Writes everything that set-up looks after. */
export const SET_UP = 'Run `npm run setup -- --apply`.';

/** Where something leads elsewhere: only set-up can tell an earlier address of ours from somebody else's. */
export const BRING_HERE =
  "Run `npm run setup -- --apply`: it brings here what led to an earlier address of ours, and asks for --adopt where it is somebody else's.";

export function ok(id: string, what: string): Check {
  return { id, status: 'ok', what };
}

export function skipped(id: string, why: string): Check {
  return { id, status: 'skipped', what: why };
}

export function warn(what: string, fix: string): Finding {
  return { status: 'warn', what, fix };
}

export function fail(what: string, fix: string): Finding {
  return { status: 'fail', what, fix };
}

/** Returns the check that all findings about one thing make together, the worst first; with none it is as it should be. */
export function judged(id: string, isFine: string, findings: readonly (Finding | undefined)[]): Check {
  const found = findings.filter((one) => one !== undefined);
  const sorted = [
    ...found.filter(({ status }) => status === 'fail'),
    ...found.filter(({ status }) => status === 'warn'),
  ];
  const [worst] = sorted;
  if (worst === undefined) return ok(id, isFine);
  const fixes = [...new Set(sorted.map(({ fix }) => fix))];
  return { id, status: worst.status, what: sorted.map(({ what }) => what).join(' '), fix: fixes.join(' ') };
}

/** Nothing is known of what a host would tell that does not answer, and calls depend on it. */
export function unreachable(id: string, thing: string, reason: string): Check {
  return judged(id, '', [
    fail(
      `${thing} could not be read (${reason}): nothing can be said about it.`,
      'Try again; https://status.twilio.com says whether Twilio is down.',
    ),
  ]);
}

/** `one agent`, `3 agents`. */
export function counted(count: number, thing: string): string {
  return count === 1 ? `one ${thing}` : `${count} ${thing}s`;
}
