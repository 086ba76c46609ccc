import type { BoardData } from '../../board/data.ts';
import { html, type Safe } from '../kit/html.ts';
import { timeOf } from '../kit/time.ts';
import { amount, UNKNOWN } from './amounts.ts';
import { availableIn, needOf } from './floor.ts';
import { clockSince, dateWords, nowOf, zoneOf } from './moments.ts';

const MINUTE_MS = 60_000;

function waitingWords(count: number): string {
  if (count === 0) return 'Nobody is waiting';
  return count === 1 ? '1 caller is waiting' : `${amount(count)} callers are waiting`;
}

/** The title: what changes first, for tabs are narrow. */
export function titleOf({ now }: BoardData): string {
  const waiting = now.waiting.length === 0 ? 'Nobody waiting' : `${amount(now.waiting.length)} waiting`;
  return `${waiting}, ${amount(now.talking.length)} talking: board`;
}

/** What a screen reader says when it changes: no clocks. */
export function saidSection(data: BoardData): Safe {
  const nobody = needOf(data).nobodyFree ? ', and no agent is free' : '';
  return html`${waitingWords(data.now.waiting.length)}${nobody}.`;
}

/** The day, and the minute of which the page tells. */
export function daySection(data: BoardData): Safe {
  const minute = Math.floor(nowOf(data) / MINUTE_MS) * MINUTE_MS;
  return html`<p>${dateWords(data.today.date)} <b>${timeOf(minute, zoneOf(data))}</b></p>`;
}

function agentsFigure(data: BoardData): Safe {
  const agents = availableIn(data);
  if (agents === undefined) {
    return html`<div><dt>Agents free</dt><dd>${UNKNOWN}</dd><dd class="note">TaskRouter does not answer</dd></div>`;
  }
  const look = needOf(data).nobodyFree ? html` class="needs"` : '';
  return html`<div${look}><dt>Agents free</dt><dd>${amount(agents.free)}</dd><dd class="note">of ${amount(agents.available)} available</dd></div>`;
}

/** From here on a clock has six digits, for which there is no room in the largest letters. */
const HOUR_MS = 3_600_000;

function running(from: number, now: number): Safe {
  const { since, clock } = clockSince(from, now);
  return html`<span data-since="${since}">${clock}</span>`;
}

const NONE = html`<span class="calm" aria-hidden="true">–</span><span class="unseen">nobody is waiting</span>`;

/** What is read from across the room. */
export function heroSection(data: BoardData): Safe {
  const { waiting, ringing, talking, calls } = data.now;
  const now = nowOf(data);
  const { late, longest } = needOf(data);
  const wait = longest === undefined ? NONE : running(longest, now);
  const hours = longest !== undefined && now - longest >= HOUR_MS ? ' hours' : '';
  const first = html`<div class="first${late ? ' needs' : ''}"><dt>Waiting</dt><dd>${amount(waiting.length)}</dd><dt class="long">Longest wait</dt><dd class="long${hours}">${wait}</dd></div>`;
  const counts = [
    ['Being rung', ringing.length],
    ['Talking', talking.length],
    ['Calls now', calls],
  ] as const;
  const [rung, talks, all] = counts.map(
    ([name, count]) => html`<div><dt>${name}</dt><dd>${amount(count)}</dd></div>`,
  );
  return html`<dl class="hero">${first}${rung ?? ''}${talks ?? ''}${agentsFigure(data)}${all ?? ''}</dl>`;
}
