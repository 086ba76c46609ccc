import type { CampaignView } from '../../outbound/campaign/view.ts';
import type { CallingHours, Week } from '../../outbound/hours/calling-hours.ts';
import { lengthOf, some } from '../kit/amounts.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { inline, isText, wordsOf } from '../kit/text.ts';
import { dateOf, writtenMoment } from './when.ts';
import { HIDDEN, OUTCOME_WORDS } from './words.ts';

/** Bytes of the page for hours by weekday, and for a word. */
const WEEK = 400;
const WORD = 120;

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Day = (typeof DAYS)[number];

const named = (day: Day): string => `${day.charAt(0).toUpperCase()}${day.slice(1)}`;

/** Neighbouring days with the same hours together: Mon to Fri 10:00-17:00, Sat 10:00-12:00. */
function weekWords(week: Week): string {
  const runs: { from: Day; to: Day; spans: string }[] = [];
  for (const day of DAYS) {
    const spans = (week[day] ?? []).join(' and ');
    const last = runs.at(-1);
    if (last?.spans === spans) last.to = day;
    else runs.push({ from: day, to: day, spans });
  }
  return runs
    .filter(({ spans }) => spans !== '')
    .map(({ from, to, spans }) => `${from === to ? named(from) : `${named(from)} to ${named(to)}`} ${spans}`)
    .join(', ');
}

function hoursOf(hours: CallingHours | undefined): Safe {
  if (hours === undefined) return html`The usual ones (OUTBOUND_HOURS)`;
  if (hours === 'strict') return html`Strict: Mon to Fri 10:00-17:00 where people are, no holidays`;
  if (hours === 'federal')
    return html`Federal: every day 08:00-21:00 where people are, cut to each state’s hours`;
  return html`${wordsOf(weekWords(hours), WEEK, { numbers: 'shown' })} where people are`;
}

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;

function attemptsOf({ most, perDay, waitMinutes, again }: CampaignView['settings']['attempts']): string {
  if (most === 1 || again.length === 0) return 'One call to each';
  const wait = waitMinutes === 0 ? 'at once' : `${lengthOf(waitMinutes * 60)} later`;
  const after = listed(again.map((outcome) => OUTCOME_WORDS[outcome].words.toLowerCase()));
  const daily = perDay < most ? `, ${perDay} a day` : '';
  return `Up to ${most} calls to each${daily}; again ${wait} after ${after}`;
}

function paceOf({ secondsApart, perAreaCodePerSecond }: CampaignView['settings']): string {
  const pace = secondsApart === 0 ? 'No pause between calls' : `A call every ${lengthOf(secondsApart)}`;
  return `${pace}; at most ${perAreaCodePerSecond} a second to one area code`;
}

/** By which settings the campaign calls. */
export function howSection({ settings, assistant, createdAt, id }: CampaignView): Safe {
  const { share, seconds, least } = settings.breaker;
  const breaker = `When ${Number((share * 100).toFixed(1))}% of ${least} or more calls that end within ${lengthOf(seconds)} failed`;
  const entries: [name: string, value: string | Safe | undefined][] = [
    ['Calling hours', hoursOf(settings.hours)],
    ['Attempts', attemptsOf(settings.attempts)],
    ['Pace', paceOf(settings)],
    ['At one time', some(settings.maxConcurrent, 'call')],
    ['Pauses by itself', breaker],
    ['Starts', settings.startAt && writtenMoment(settings.startAt)],
    ['Ends', settings.endAt && writtenMoment(settings.endAt)],
    ['Assistant', isText(assistant) ? inline(assistant, WORD, HIDDEN) : undefined],
    ['Created', dateOf(createdAt)],
    ['Id', html`<code>${wordsOf(id, WORD, { numbers: 'shown' })}</code>`],
  ];
  const rows = entries.map(([name, value]) =>
    value === undefined ? NOTHING : html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return html`<dl class="how">${joined(rows)}</dl>`;
}
