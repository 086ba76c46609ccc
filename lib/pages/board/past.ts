import type { BoardData } from '../../board/data.ts';
import { OUTCOMES } from '../../handoff/record/handoff.ts';
import { startOf } from '../../tools/when/wall.ts';
import { html, joined, type Safe } from '../kit/html.ts';
import { instantOf } from '../kit/time.ts';
import { OUTCOME_WORDS } from './words.ts';

/** The days that are searched before anybody has said others. */
const WEEK = 7;
const DAY_MS = 86_400_000;

type Field = { name: string; label: string; input: Safe };

function field({ name, label, input }: Field): Safe {
  return html`<div><label for="${name}">${label}</label>${input}<p id="${name}-wrong" class="wrong"></p></div>`;
}

function input(name: string, type: string, more: Safe | '' = ''): Safe {
  return html`<input id="${name}" name="${name}" type="${type}" autocomplete="off" maxlength="200" aria-describedby="${name}-wrong"${more}>`;
}

function fieldsOf({ today }: BoardData): Field[] {
  const outcomes = OUTCOMES.map(
    (outcome) => html`<option value="${outcome}">${OUTCOME_WORDS[outcome]}</option>`,
  );
  const last = startOf(today.date, 'UTC');
  const day = (before: number) =>
    last === undefined ? '' : html` value="${instantOf(last - before * DAY_MS).slice(0, 10)}"`;
  return [
    { name: 'from', label: 'From', input: input('from', 'date', day(WEEK - 1)) },
    { name: 'to', label: 'To', input: input('to', 'date', day(0)) },
    {
      name: 'outcome',
      label: 'Outcome',
      input: html`<select id="outcome" name="outcome" aria-describedby="outcome-wrong"><option value="">Any</option>${joined(outcomes)}</select>`,
    },
    {
      name: 'department',
      label: 'Department',
      input: input('department', 'text', html` list="known-departments"`),
    },
    { name: 'agent', label: 'Agent', input: input('agent', 'text', html` list="known-agents"`) },
    { name: 'q', label: 'Name, words or digits', input: input('q', 'search') },
  ];
}

const HEADS = ['When', 'Caller', 'Department', 'Agent', 'Outcome', 'Waited', 'Talked'] as const;

/** The search of past handoffs. Shown by the script, without which it can do nothing. */
export function pastOf(data: BoardData): Safe {
  const heads = joined(HEADS.map((head) => html`<th scope="col">${head}</th>`));
  return html`<div id="search" hidden><form id="asking" role="search" aria-label="Past handoffs">${joined(fieldsOf(data).map(field))}<button>Search</button></form>
<datalist id="known-departments"></datalist><datalist id="known-agents"></datalist>
<div class="told"><p id="found" role="status"></p><a id="csv" class="button" download hidden>Download as CSV</a></div>
<div id="results" hidden><table class="past"><caption class="unseen">Handoffs found, the newest first</caption><thead><tr>${heads}</tr></thead><tbody id="rows"></tbody></table></div>
<button id="more" type="button" hidden>More</button></div>`;
}
