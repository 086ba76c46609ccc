import { createHash } from 'node:crypto';
import type { Handoff } from '../../../lib/handoff/record/handoff.ts';
import { agentOf } from '../../../lib/pages/agent/status.ts';
import { html, joined, NOTHING, type Safe } from '../../../lib/pages/kit/html.ts';
import type { Shown } from '../../../lib/pages/kit/shown.ts';
import { clockOf, inline } from '../../../lib/pages/kit/text.ts';
import type { Kind } from './kind.ts';
import { KIND_IDS, KINDS } from './kinds.ts';
import { isAbout, type PlacedCall } from './placed.ts';
import { canPlaceCalls, type StartState } from './state.ts';
import type { Step } from './steps.ts';
import type { Agent, Way } from './team.ts';
import { type Standing, standingOf, waitOf } from './words.ts';

/** The parts of the page that change, each a list of pieces; a piece keeps its key while it is there. */
export type SectionId = 'kinds' | 'agents' | 'calls' | 'handoffs';

const CALLS_SHOWN = 10;
const HANDOFFS_SHOWN = 20;

/** Whoever stands before this page may know nobody's number. */
const SHOWN: Shown = { numbers: 'hidden' };
const ROOM = { name: 120, reason: 240, said: 600 };

/** Tells whether a piece has changed; what counts by itself in the browser is not part of it. */
const versionOf = ({ safe }: Safe): string =>
  createHash('sha256').update(safe).digest('base64url').slice(0, 8);

const item = (key: string, className: string, content: Safe): Safe =>
  html`<li id="${key}" class="${className}" data-version="${versionOf(content)}">${content}</li>`;

const timeOfDay = (at: number): string => new Date(at).toLocaleTimeString('en-GB');

/** Counts in the browser; without a script it says since when. */
const counting = (since: number): Safe =>
  html`<time class="clock" data-since="${since}">since ${timeOfDay(since)}</time>`;

const pill = ({ words, tone }: Standing): Safe => html`<span class="pill ${tone}">${words}</span>`;

const WAYS_SHOWN: Readonly<Record<Way, string>> = {
  takes: 'takes calls',
  declines: 'declines',
  'no-answer': 'does not answer',
};

/** Who would be asked for a call of this kind, as things are now; a task for no department of the team goes to everybody. */
function askedFor(kind: Kind, { agents, departments }: StartState): string {
  if (kind.from === 'web') return 'No agent is asked';
  const department = kind.from === 'busy' ? undefined : departments.find((one) => one === kind.department);
  const asked = agents.filter((agent) => department === undefined || agent.department === department);
  const there = asked.filter(({ activity }) => activity === 'Available');
  const who = there.map(({ name, way }) => `${name} ${WAYS_SHOWN[way]}`).join(', ');
  return `${department ?? 'everybody'}: ${who === '' ? 'nobody is available' : who}`;
}

const kinds = (state: StartState): Safe[] =>
  KIND_IDS.map((id) => {
    const kind = KINDS[id];
    return item(
      `kind-${id}`,
      'kind',
      html`<button name="kind" value="${id}"><strong>${kind.title}</strong><span>${kind.about(state)}</span><small>${askedFor(kind, state)}</small></button>`,
    );
  });

const choice = (name: string, value: string, label: string, chosen: boolean): Safe =>
  html`<button name="${name}" value="${value}" aria-pressed="${chosen ? 'true' : 'false'}">${label}</button>`;

function activityOf({ activity, shift, callId }: Agent, calls: readonly PlacedCall[]): Standing {
  if (callId !== undefined) {
    const placed = calls.find((call) => isAbout(call, callId));
    return { words: placed === undefined ? 'Busy' : `Busy with call ${placed.no}`, tone: 'now' };
  }
  if (activity === 'Available') return { words: 'Available', tone: 'good' };
  return { words: shift === 'Available' ? 'Back in a moment' : activity, tone: 'over' };
}

const agents = ({ agents: all, calls }: StartState): Safe[] =>
  all.map((agent) => {
    const { id, name, department, shift, way } = agent;
    return item(
      `agent-${id}`,
      'agent',
      html`<p class="who"><strong>${name}</strong> <span class="dim">${department}</span></p>${pill(activityOf(agent, calls))}
<form method="post" action="/local/agents"><input type="hidden" name="agent" value="${id}">
<div class="choice" role="group" aria-label="Whether ${name} works">${choice('shift', 'Available', 'On', shift === 'Available')}${choice('shift', 'Offline', 'Off', shift === 'Offline')}</div>
<div class="choice" role="group" aria-label="What ${name} does when the phone rings">${choice('way', 'takes', 'Takes', way === 'takes')}${choice('way', 'declines', 'Declines', way === 'declines')}${choice('way', 'no-answer', 'No answer', way === 'no-answer')}</div></form>`,
    );
  });

const BY: Readonly<Record<Extract<Step, { is: 'said' }>['by'], string>> = {
  caller: 'Caller',
  assistant: 'Assistant, to the caller',
  'to the caller': 'Twilio, to the caller',
  'to the agent': 'Twilio, to the agent alone',
};

/** What no simulator sees: that a rule of the product asked for the human. */
function askedByRule(handoff: Handoff | undefined): Step[] {
  if (handoff?.request.requestedBy !== 'rule') return [];
  const { requestedAt: at, context } = handoff.request;
  return [{ at, is: 'done', text: `A rule asks for a human: ${context.reason ?? ''}` }];
}

const stepsOf = (
  { steps, at: from }: PlacedCall,
  handoff: Handoff | undefined,
): { done: Safe; said: Safe } => {
  const time = (at: number) => html`<time>${clockOf(at - from)}</time>`;
  const all = [...askedByRule(handoff), ...steps].toSorted((one, other) => one.at - other.at);
  const done = all.flatMap((step) =>
    step.is === 'done'
      ? [html`<li>${time(step.at)}<span dir="auto">${inline(step.text, ROOM.said, SHOWN)}</span></li>`]
      : [],
  );
  const said = steps.flatMap((step) =>
    step.is === 'said'
      ? [
          html`<li class="${step.by.replaceAll(' ', '-')}"><p class="by">${BY[step.by]} ${time(step.at)}</p><p dir="auto">${inline(step.text, ROOM.said, SHOWN)}</p></li>`,
        ]
      : [],
  );
  return { done: joined(done), said: joined(said) };
};

/** Where a call is, which may have no handoff. */
function standingOfCall({ call, leg, over }: PlacedCall, handoff: Handoff | undefined): Standing {
  if (handoff !== undefined) return standingOf(handoff);
  if (over) return { words: 'Over, without a handoff', tone: 'over' };
  const isAnswered = leg === undefined || call !== undefined;
  return { words: isAnswered ? 'With the assistant' : 'Ringing', tone: 'now' };
}

const pageLink = (path: string | undefined): Safe =>
  path === undefined
    ? NOTHING
    : html`<a class="button" href="${path}" target="_blank" rel="noopener">Agent’s page</a>`;

function resultOf({ kind, over }: PlacedCall, handoff: Handoff | undefined): Safe {
  if (KINDS[kind].from === 'web') {
    return html`<p class="dim">A web call cannot be joined with an agent; the caller can have a callback.</p>`;
  }
  if (handoff === undefined) return html`<p class="dim">No agent was asked for${over ? '' : ' yet'}.</p>`;
  const { progress, strategy } = handoff;
  if (progress.state !== 'ended') return html`<p>Strategy <code>${strategy.is}</code></p>`;
  const { outcome, reason } = progress;
  return html`<p>Outcome <code>${outcome}</code> <span class="dim">${inline(reason, ROOM.reason, SHOWN)}</span></p>`;
}

const calls = ({ calls: placed, handoffs, pageOf }: StartState): Safe[] =>
  placed.slice(0, CALLS_SHOWN).map((call, index) => {
    const { no, kind, at, over } = call;
    const handoff = handoffs.find(({ callId }) => isAbout(call, callId));
    const { done, said } = stepsOf(call, handoff);
    const last = call.steps.at(-1)?.at ?? at;
    const clock = over ? html`<span class="clock">${clockOf(last - at)}</span>` : counting(at);
    const open = index === 0 || !over ? html` open` : NOTHING;
    return item(
      `call-${no}`,
      `call${over ? ' past' : ''}`,
      html`<details${open}><summary><span class="no">${no}</span><strong>${KINDS[kind].title}</strong>${pill(standingOfCall(call, handoff))}${clock}</summary>
<div class="result">${resultOf(call, handoff)}${pageLink(handoff && pageOf(handoff))}</div>
<div class="course"><div><h3>What happens</h3><ol class="steps">${done}</ol></div><div><h3>What is said</h3><ol class="said">${said}</ol></div></div></details>`,
    );
  });

const handoffs = ({ handoffs: all, pageOf }: StartState): Safe[] =>
  all.slice(0, HANDOFFS_SHOWN).map((handoff) => {
    const { request, handoffId, progress } = handoff;
    const { context, caller, requestedAt } = request;
    const wait = waitOf(handoff);
    const who = context.customerName ?? caller ?? 'Unknown caller';
    const agent = agentOf(handoff);
    const word = progress.state === 'ended' ? progress.outcome : progress.state;
    const cells = html`<td class="when">${timeOfDay(requestedAt)}</td><td class="caller">${inline(who, ROOM.name, SHOWN)}</td><td class="reason">${inline(context.reason ?? '', ROOM.reason, SHOWN)}</td><td class="state">${pill(standingOf(handoff))} <code>${word}</code></td><td class="wait" data-label="Wait">${'ms' in wait ? clockOf(wait.ms) : counting(wait.since)}</td><td class="by-whom" data-label="Agent">${agent === undefined ? '' : inline(agent, ROOM.name, SHOWN)}</td><td class="link">${pageLink(pageOf(handoff))}</td>`;
    return html`<tr id="${handoffId}" data-version="${versionOf(cells)}">${cells}</tr>`;
  });

/** Every section as markup. */
export function sectionsOf(state: StartState): Record<SectionId, string> {
  const of = (pieces: Safe[]) => joined(pieces).safe;
  return {
    kinds: canPlaceCalls(state) ? of(kinds(state)) : '',
    agents: state.twilio === 'simulated' ? of(agents(state)) : '',
    calls: of(calls(state)),
    handoffs: of(handoffs(state)),
  };
}
