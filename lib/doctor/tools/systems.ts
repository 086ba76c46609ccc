import type { Clock } from '../../base/clock.ts';
import type { Attempt, Calendar, HelpDesk, NoAnswer } from '../../tools/ports.ts';
import type { Check } from '../check.ts';
import { fail, judged, ok, skipped, warn } from '../finding.ts';

/** Far longer than a caller waits: slowness is told apart from absence. */
const LONGEST_MS = 10_000;
/** A number that help desks do not give; where one has, the answer is left behind. */
const TICKET = '1';
const WEEK_MS = 7 * 86_400_000;
const HOUR_MS = 3_600_000;

/** A system of the team's, that none is set up, or why it could not be told. */
export type System<S> = S | 'none' | { missing: string };

/** An alarm of their own watches them: every tool call counts whether it was answered. */
export const WATCHED_BY_CALLS = { missing: 'Every call that asks it counts whether it was answered.' };

/** Nobody's: no caller, not verified. */
function attempt(): Attempt {
  return {
    toolCallId: 'doctor',
    asker: { callId: 'doctor', verified: false },
    mayHaveHappened: false,
    signal: AbortSignal.timeout(LONGEST_MS),
  };
}

/** Looks up a ticket, and keeps nothing of it. */
export async function helpDeskCheck(system: System<HelpDesk>): Promise<Check> {
  const id = 'tools.help-desk';
  if (system === 'none') {
    return judged(id, '', [
      warn(
        'HELP_DESK is not set: callers who ask for a ticket hear that it cannot be looked up.',
        'Connect one (docs/tools.md), or leave the tools out.',
      ),
    ]);
  }
  if ('missing' in system) return skipped(id, system.missing);
  const answer = await system.ticket({ tool: 'get_ticket_status', ticket: TICKET }, attempt());
  return answer.is === 'no-answer'
    ? noAnswer(id, system.name, answer, 'their tickets cannot be looked up')
    : ok(id, `${system.name} answers.`);
}

/** Looks for free times in the next week. */
export async function calendarCheck(system: System<Calendar>, clock: Clock): Promise<Check> {
  const id = 'tools.calendar';
  if (system === 'none') {
    return judged(id, '', [
      warn(
        'CALENDAR is not set: callers who want an appointment hear that none can be made.',
        'Connect one (docs/tools.md), or leave the tools out.',
      ),
    ]);
  }
  if ('missing' in system) return skipped(id, system.missing);
  const from = clock() + HOUR_MS;
  const answer = await system.slots({ from, to: from + WEEK_MS }, attempt());
  if (answer.is === 'no-answer') return noAnswer(id, system.name, answer, 'no appointment can be made');
  return judged(id, `${system.name} has free times in the next seven days.`, [
    answer.starts.length > 0
      ? undefined
      : warn(
          `${system.name} has no free time in the next seven days: callers are offered none.`,
          'Look at the calendar, and at OPENING_HOURS.',
        ),
  ]);
}

function noAnswer(id: string, name: string, { reason, isFault }: NoAnswer, so: string): Check {
  return judged(id, '', [
    fail(
      `${name} gives no answer (${reason}): callers hear that ${so}.`,
      isFault
        ? 'Look at that system; the settings may be right.'
        : 'Check its key and its settings (docs/tools.md).',
    ),
  ]);
}
