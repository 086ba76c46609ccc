import { type DateRead, dayAndTimeIn } from './date.ts';
import { given, momentIn } from './given.ts';
import { type Here, instantAt } from './reading.ts';

export type StartRead = { is: 'start'; at: number } | Exclude<DateRead, { is: 'date' }>;

/**
 * Returns the moment (ms since 1970) at which an appointment is to start: a day and a time. What has no offset is by the
 * clock on the business's wall ("2026-12-01T15:00", "Tuesday at three"); a time that this clock leaves out, because it
 * is put forward, is `no-such-date`.
 */
export function readStart(argument: unknown, here: Here): StartRead {
  const it = given(argument);
  if (it.is !== 'text') return it;
  const moment = momentIn(it.text);
  if (moment?.is === 'moment') {
    return moment.at < here.now ? { is: 'past' } : { is: 'start', at: moment.at };
  }
  const read = moment ?? dayAndTimeIn(it.text, here);
  if (read.is !== 'date') return read;
  if (read.time === undefined) return { is: 'unclear' };
  const at = instantAt(read.date, read.time, here.timeZone);
  return at === undefined ? { is: 'no-such-date' } : { is: 'start', at };
}
