import { instantOf, wallOf } from '../../lib/tools/when/wall.ts';
import type { TeamBackend } from './simulators/team-backend/team-backend.ts';

const DAY_MS = 86_400_000;
/** As far as appointments are looked for where no day was named. */
const DAYS = 14;
const HOURS = [9, 10, 11, 13, 14, 15, 16];

/** Fills the simulated help desk and calendar: two tickets of one caller, and every working hour of two weeks. */
export function fillTeam({ tickets, slots }: TeamBackend, timeZone: string, now: number): void {
  const requester = '+14155550126';
  const updatedAt = new Date(now - DAY_MS).toJSON();
  tickets.set('4711', {
    ...{ id: '4711', subject: 'Waiting for parts for the meter', status: 'open', priority: 'high' },
    ...{ updatedAt, assignee: 'Dana Novak', requester },
  });
  tickets.set('4712', { id: '4712', subject: 'Change of address', status: 'solved', updatedAt, requester });
  for (let ahead = 1; ahead <= DAYS; ahead += 1) {
    const { date, weekday } = wallOf(now + ahead * DAY_MS, timeZone);
    if (weekday === 0 || weekday === 6) continue;
    for (const hour of HOURS) {
      const start = instantOf(date, hour * 60, timeZone);
      if (start !== undefined) slots.add(start);
    }
  }
}
