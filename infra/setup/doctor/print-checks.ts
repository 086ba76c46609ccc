import type { Colors } from 'picocolors/types.js';
import type { Check } from '../../../lib/doctor/check.ts';

/** The most important first. */
const ORDER = ['fail', 'warn', 'skipped', 'ok'] as const;
const SIGNS = { ok: '✔', warn: '!', fail: '✖', skipped: '–' } as const;

type Status = Check['status'];

function paint(status: Status, colors: Colors): (text: string) => string {
  switch (status) {
    case 'ok':
      return colors.green;
    case 'warn':
      return colors.yellow;
    case 'fail':
      return (text) => colors.bold(colors.red(text));
    case 'skipped':
      return colors.dim;
  }
}

/** What a platform holds is not ours: nothing in it moves the terminal's cursor. */
function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

/** Returns the checks in the order of their importance. */
export function sorted(checks: readonly Check[]): Check[] {
  return ORDER.flatMap((status) => checks.filter((one) => one.status === status));
}

/** Returns the checks as people read them. */
export function checkLines(checks: readonly Check[], colors: Colors): string[] {
  return sorted(checks).flatMap(({ id, status, what, fix }) => {
    const head = paint(status, colors)(`${SIGNS[status]} ${shown(id)}`);
    const text = status === 'ok' || status === 'skipped' ? colors.dim(shown(what)) : shown(what);
    return [`${head}  ${text}`, ...(fix === undefined ? [] : [colors.dim(`    ${shown(fix)}`)])];
  });
}

/** Returns one check as one line, with what to do about it. */
export function findingLine({ id, status, what, fix = '' }: Check, colors: Colors): string {
  const head = paint(status, colors)(`${SIGNS[status]} ${shown(id)}`);
  return `${head}  ${shown(what)} ${colors.dim(shown(fix))}`.trimEnd();
}

/** `2 failed, 1 warning, 3 skipped, 30 ok`. */
export function countsLine(checks: readonly Check[], colors: Colors): string {
  const count = (status: Status) => checks.filter((one) => one.status === status).length;
  const [failed, warnings] = [count('fail'), count('warn')];
  const text = `${failed} failed, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${count('skipped')} skipped, ${count('ok')} ok`;
  return failed > 0 ? paint('fail', colors)(text) : paint(warnings > 0 ? 'warn' : 'ok', colors)(text);
}
