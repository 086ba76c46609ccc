import * as z from 'zod/mini';
import { e164, httpUrl, json, list, listOrNone, oneOf, wholeNumber } from '../settings/kinds.ts';
import { fallingBack, optional, required } from '../settings/setting.ts';
import { isZone, openingHoursSchema } from './ask/opening-hours.ts';
import { problemOfWords } from './briefing/team-words.ts';
import { STRATEGY_CHOICES } from './strategies/choose.ts';

/** A list of words that can be told from each other, however a model writes them. */
const teamWords = z.array(z.string()).check(({ value: input, issues }) => {
  const message = problemOfWords(input);
  if (message !== undefined) issues.push({ code: 'custom', input, message });
});

export const HANDOFF_SETTINGS = {
  HANDOFF_QUEUE_URL: required(httpUrl, { about: 'the handoff queue', isProvided: true }),
  HANDOFF_WINDOW_SECONDS: fallingBack('30', () => wholeNumber(900), {
    about: 'how long an agent may take to accept, 1 to 900',
  }),
  ESCALATION_TOOLS: fallingBack('escalate_to_human,escalateToHuman,escalate,transfer_to_human', list, {
    about: 'names of the tools that ask for a human',
  }),
  HUMAN_AGENT_NUMBER: optional(e164, {
    about:
      'where a caller goes whom Vapi wants to transfer (`transfer-destination-request`) while no agent is being joined',
    example: '+15550100188',
  }),
  OPENING_HOURS: optional(() => json(openingHoursSchema), {
    about:
      'JSON. A day that is missing is closed; without the setting the team is always open. Outside the hours nobody is asked for: the caller hears at once that the team is closed, and when it is back',
    example:
      '{"timeZone": "America/Los_Angeles", "week": {"mon": ["09:00-12:00", "13:00-17:00"], "fri": ["09:00-14:00"]}, "holidays": ["2026-12-25"]}',
  }),
  BUSINESS_TIME_ZONE: optional(
    () => z.string().check(z.refine(isZone, 'is not a time zone like Europe/Berlin')),
    {
      about:
        'the time zone in which days and times are meant that callers say; without it that of `OPENING_HOURS`, else UTC',
      example: 'America/Los_Angeles',
    },
  ),
  DEPARTMENTS: fallingBack('sales,support,billing', () => z.pipe(list(), teamWords), {
    about:
      "the team's departments, as its workflow spells them, separated by commas. The shipped assistant chooses among them; what a model names beside them is left out of the task, which then goes to everybody",
    example: 'sales,support,billing,returns',
  }),
  SKILLS: fallingBack('', () => z.pipe(listOrNone(), teamWords), {
    about:
      'skills that a task may ask for, as the workflow spells them, separated by commas. Without it a task asks for none, whatever a model names',
    example: 'refunds,installation',
  }),
  STATISTICS_DAYS: fallingBack('400', () => wholeNumber(3_650), {
    about:
      'how long the board keeps what happened to each handoff, without a word about who called, 1 to 3650 days',
  }),
  BRIDGE: fallingBack('auto', () => oneOf(STRATEGY_CHOICES), {
    about: 'how agent and caller are joined: `auto`, `conference`, `enqueue` or `vapi-transfer`',
  }),
};
