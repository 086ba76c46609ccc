/** A number with its thousands apart: 1,000. */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** A number with its noun: 1 call, 2,000 calls. */
export function some(count: number, one: string, many = `${one}s`): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/**
 * Shares of a whole in tenths of a percent, which sum up to exactly 100 %: what rounding down leaves over goes where it
 * took most.
 */
export function tenthsOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return counts.map(() => 0);
  const exact = counts.map((count) => (count * 1000) / total);
  const tenths = exact.map(Math.floor);
  const left = 1000 - tenths.reduce((sum, each) => sum + each, 0);
  const taken = exact.map((share, index) => ({ index, by: share - Math.floor(share) }));
  for (const { index } of taken.toSorted((a, b) => b.by - a.by).slice(0, left)) {
    tenths[index] = (tenths[index] ?? 0) + 1;
  }
  return tenths;
}

/** A share for people: never "0 %" for somebody, never "100 %" for less than all. */
export function percent(tenths: number, count: number): string {
  if (count === 0) return '0%';
  if (tenths === 0) return 'under 0.1%';
  return tenths === 1000 ? '100%' : `${(tenths / 10).toFixed(1)}%`;
}

/** Whole percent of what is done: 100 only when all is. */
export function wholePercent(part: number, total: number): number {
  return total === 0 ? 0 : Math.min(100, Math.floor((part * 100) / total));
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function inTwo(seconds: number, large: number, names: readonly [string, string], small: number): string {
  const rest = Math.floor((seconds % large) / small);
  const first = `${counted(Math.floor(seconds / large))} ${names[0]}`;
  return rest === 0 ? first : `${first} ${rest} ${names[1]}`;
}

/** A length of time in at most two units: 2.5 s, 45 min, 2 h 10 min, 3 d 4 h. */
export function lengthOf(seconds: number): string {
  if (seconds < MINUTE) return `${Number(seconds.toFixed(seconds < 1 ? 2 : 1))} s`;
  if (seconds < HOUR) return inTwo(seconds, MINUTE, ['min', 's'], 1);
  return seconds < DAY ? inTwo(seconds, HOUR, ['h', 'min'], MINUTE) : inTwo(seconds, DAY, ['d', 'h'], HOUR);
}

/** How long until then, to the minute: in 2 h 10 min; now. */
export function untilWords(at: number, now: number): string {
  const minutes = Math.ceil((at - now) / 60_000);
  return minutes <= 0 ? 'now' : `in ${lengthOf(minutes * MINUTE)}`;
}

/** How long ago, to the minute. */
export function agoWords(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  return minutes <= 0 ? 'just now' : `${lengthOf(minutes * MINUTE)} ago`;
}
