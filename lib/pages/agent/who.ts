import { html, joined, NOTHING, type Safe } from '../kit/html.ts';
import type { Shown } from '../kit/shown.ts';
import { inline, isText } from '../kit/text.ts';
import { nameOfLanguage } from './conversation.ts';
import { customerHref, needsId } from './customer-url.ts';
import { saidBy } from './said-by.ts';
import type { AgentView } from './view.ts';

/** Bytes of the page for each piece of foreign text. */
const NAME = 120;
const WORD = 120;

const NORTH_AMERICAN = /^\+1(\d{3})(\d{3})(\d{4})$/;
const grouped = (number: string): string => number.replace(NORTH_AMERICAN, '+1 $1 $2 $3');

/** Words at the beginning of an urgency, in the languages of the calls, that stand out. */
const URGENT =
  /^(?:very |extremely |sehr |muy |très )?(?:urgen|high|critical|emergenc|immediate|severe|asap|dringend|hoch|eilig|alta|élevée|haute)/i;

/** Moods that stand out, unless the words say that it is not so. */
const SORE =
  /(?<!\b(?:not|no longer|never|nicht|kein|no|pas) (?:very |so |really |sehr |muy |très )?)(?<!\p{L})(?:ang(?:ry|er)|furious|irate|upset|annoyed|irritat|frustrat|hostile|abusive|aggressive|threat|distress|desperate|despair|crying|in tears|panic|wütend|verärgert|sauer|aufgebracht|enojad|enfadad|furios|molest|frustrad|en colère|énerv|fâch|furieu)/iu;

const withSource = (value: Safe, said: string | undefined): Safe =>
  said === undefined ? value : html`${value} <span class="source">${said}</span>`;

const word = (text: string | undefined, shown: Shown): Safe | undefined =>
  isText(text) ? inline(text, WORD, shown) : undefined;

/** A line of several short things; nothing where there are none. */
const line = (look: string, parts: readonly (Safe | undefined)[]): Safe => {
  const [first, ...rest] = parts.filter((part) => part !== undefined);
  return first === undefined
    ? NOTHING
    : html`<p class="${look}">${first}${joined(rest.map((part) => html` · ${part}`))}</p>`;
};

const languageOf = ({ handoff, call }: AgentView): string | undefined => {
  const tag = handoff.request.context.language ?? call.language;
  const name = tag === undefined ? undefined : nameOfLanguage(tag);
  return name ?? tag;
};

/** How the caller is: an agent should know it before the first word. */
const marks = ({ handoff }: AgentView, shown: Shown): Safe => {
  const { urgency = '', sentiment = '' } = handoff.request.context;
  const urgent = URGENT.test(urgency.trim()) ? 'hot' : '';
  const sore = SORE.test(sentiment) ? 'hot' : '';
  const all = [
    ...(isText(urgency)
      ? [
          html`<li class="mark ${urgent}"><span class="label">Urgency</span> ${inline(urgency, WORD, shown)}</li>`,
        ]
      : []),
    ...(isText(sentiment)
      ? [
          html`<li class="mark ${sore}"><span class="unseen">Mood:</span> ${inline(sentiment, WORD, shown)}</li>`,
        ]
      : []),
  ];
  return all.length === 0 ? NOTHING : html`<ul class="marks">${joined(all)}</ul>`;
};

/**
 * To the team's own record, which checks for itself who may see it; opens beside the page, and is told nothing. An id
 * that is not the team's own may be another customer's.
 */
const recordLink = ({ handoff, team }: AgentView): Safe => {
  const { request } = handoff;
  const { caller, context } = request;
  if (team.customerUrl === undefined) return NOTHING;
  const href = customerHref(team.customerUrl, { customerId: context.customerId, number: caller });
  if (href === undefined) return NOTHING;
  const by = needsId(team.customerUrl) ? saidBy(request, 'customerId') : undefined;
  const whose = by === undefined ? NOTHING : html` <span class="source">by an id ${by}</span>`;
  return html`<p class="record"><a class="button" href="${href}" target="_blank" rel="noopener noreferrer">Open customer record<span class="unseen"> in a new tab</span></a>${whose}</p>`;
};

/** Who is calling, and what an agent should know of them before the first word. */
export const whoOf = (view: AgentView, shown: Shown): Safe => {
  const { request } = view.handoff;
  const { context, caller = request.callerSip, direction } = request;
  const number = isText(caller) ? inline(grouped(caller), NAME, shown) : undefined;
  const name = isText(context.customerName) ? inline(context.customerName, NAME, shown) : undefined;
  const language = word(languageOf(view), shown);
  const department = word(context.department, shown);
  const by = name && saidBy(request, 'customerName');
  return joined([
    html`<h1>${name ?? number ?? 'Unknown caller'}</h1>`,
    by === undefined ? NOTHING : html`<p class="dim">${by}</p>`,
    line('number-line', [name && number, direction === 'web' ? html`Web call` : undefined]),
    marks(view, shown),
    line('about', [language && html`speaks ${language}`, department && html`for ${department}`]),
  ]);
};

/** As which customer the caller is known, by whom, and where the team's own record of them is. */
export const customerOf = (view: AgentView, shown: Shown): Safe => {
  const { request } = view.handoff;
  const { customerId, accountStatus } = request.context;
  const id = word(customerId, shown);
  const account = word(accountStatus, shown);
  return joined([
    line('', [
      id && withSource(id, saidBy(request, 'customerId')),
      account && withSource(html`account ${account}`, saidBy(request, 'accountStatus')),
    ]),
    recordLink(view),
  ]);
};
