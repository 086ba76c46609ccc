import { dateFormat } from '../../base/date-format.ts';
import { html, type Safe } from './html.ts';

const formatOf = dateFormat('en-US', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'short',
});

/** The last moment that a date can name. */
const LAST = 8.64e15;

const within = (at: number): number => Math.max(0, Math.min(at, LAST));

/** A moment as programs read it. */
export const instantOf = (at: number): string => new Date(within(at)).toISOString();

/** The time of day there, with its zone: 14:03 UTC, or 14:03:16 UTC. */
export const timeOf = (at: number, timeZone: string, precise: 'minute' | 'second' = 'minute'): Safe => {
  const parts = formatOf(timeZone).formatToParts(within(at));
  const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  const seconds = precise === 'second' ? `:${of('second')}` : '';
  return html`<time datetime="${instantOf(at)}">${of('hour')}:${of('minute')}${seconds} ${of('timeZoneName')}</time>`;
};
