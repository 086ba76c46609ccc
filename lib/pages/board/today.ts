import type { BoardData, Figures } from '../../board/data.ts';
import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import { amount, figureOf } from './amounts.ts';
import { DEFINITIONS, FIGURES } from './definitions.ts';
import { hourOf } from './moments.ts';
import { nameOf } from './people.ts';
import { strategyWords } from './words.ts';

const MOST_DEPARTMENTS = 10;
const MOST_AGENTS = 16;
const MOST_STRATEGIES = 5;

/** The day's figures in large letters; what each one counts is behind its name. */
export function figuresSection({ today }: BoardData): Safe {
  const tiles = FIGURES.map((key) => {
    const { name, means } = DEFINITIONS[key];
    return html`<div><dt><details name="means"><summary title="${means}">${name}</summary><p>${means}</p></details></dt><dd>${figureOf(today, key)}</dd></div>`;
  });
  return html`<dl class="figures">${joined(tiles)}</dl>`;
}

type Rows = { of: string; by: string; rows: readonly [Safe, Figures][]; all: number; open?: boolean };

/** A table of the day's figures, which a reader opens. */
function tableBy({ of, by, rows, all, open = false }: Rows): Safe {
  if (rows.length === 0) return NOTHING;
  const heads = joined(FIGURES.map((key) => html`<th scope="col">${DEFINITIONS[key].name}</th>`));
  const lines = rows.map(
    ([name, figures]) =>
      html`<tr><th scope="row">${name}</th>${joined(FIGURES.map((key) => html`<td>${figures[key] === null ? '–' : figureOf(figures, key)}</td>`))}</tr>`,
  );
  const more = all > rows.length ? html`<p class="more">and ${amount(all - rows.length)} more</p>` : '';
  return html`<details data-key="${by}"${open ? html` open` : ''}><summary><h3>By ${by}</h3></summary><table class="sums"><caption class="unseen">Today by ${by}</caption><thead><tr><th scope="col">${of}</th>${heads}</tr></thead><tbody>${joined(lines)}</tbody></table>${more}</details>`;
}

/** Whoever was asked for most before the others. */
function byAsked(all: Readonly<Record<string, Figures>>): [string, Figures][] {
  return Object.entries(all).toSorted(([a, one], [b, other]) => other.asked - one.asked || (a < b ? -1 : 1));
}

/** The hours of a day in their order. */
export function hoursOf({ today }: BoardData): [string, Figures][] {
  return Object.entries(today.byHour)
    .filter(([hour]) => /^(?:[01]\d|2[0-3])$/.test(hour))
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function hourName(hour: string, now: string | undefined): Safe {
  return html`${hour}:00${hour === now ? html` <span class="dim">now</span>` : ''}`;
}

/** The day by department, hour, agent and strategy. */
export function tablesSection(data: BoardData): Safe {
  const { byDepartment, byAgent, byStrategy } = data.today;
  const named = (all: Readonly<Record<string, Figures>>, most: number, otherwise: string) =>
    byAsked(all)
      .slice(0, most)
      .map(([name, figures]): [Safe, Figures] => [nameOf(name, otherwise), figures]);
  const strategies = byAsked(byStrategy)
    .slice(0, MOST_STRATEGIES)
    .map(([name, figures]): [Safe, Figures] => [nameOf(strategyWords(name), 'Not known'), figures]);
  const hours = hoursOf(data).filter(([, { asked }]) => asked > 0);
  const now = hourOf(data);
  const tables: Rows[] = [
    {
      ...{ of: 'Department', by: 'department', open: true, all: Object.keys(byDepartment).length },
      rows: named(byDepartment, MOST_DEPARTMENTS, 'Without a department'),
    },
    {
      ...{ of: 'Hour', by: 'hour', all: hours.length },
      rows: hours.map(([hour, figures]) => [hourName(hour, now), figures]),
    },
    {
      ...{ of: 'Agent', by: 'agent', all: Object.keys(byAgent).length },
      rows: named(byAgent, MOST_AGENTS, 'Without an agent'),
    },
    {
      ...{ of: 'Strategy', by: 'strategy', all: Object.keys(byStrategy).length },
      rows: strategies,
    },
  ];
  const shown = joined(tables.map(tableBy));
  return shown.safe === '' ? html`<p class="empty">There is nothing to tell of this day yet.</p>` : shown;
}
