import { ASKING, BEGINNING, CLOCK, SAYING, TAKING_IN, withoutComments } from '../kit/live.ts';

/**
 * Keeps the open page up to date, in the reader's browser. It asks `<the page's path>/data` every 1.5 seconds while
 * the page is seen, one question at a time, and changes only what has changed: so a summary that is being selected,
 * a focus, a place in the talk stay where they are. The markup that it puts in was escaped by the server.
 */
const SCRIPT = String.raw`'use strict';
(() => {
const PAUSE = 1500, LONGEST_PAUSE = 10000, TIMEOUT = 8000, NEAR_END = 24, FEW_SECONDS = 10;
const [view, fresh, clock, left, wentOn] = ['view', 'fresh', 'clock', 'left', 'went-on']
.map((id) => document.getElementById(id));
const talk = view.querySelector('[data-section=talk]');
const url = location.pathname.replace(/\/+$/, '') + '/data' + location.search;
const ahead = Date.now() - Number(view.dataset.now);
let counted = view.dataset.says && { says: view.dataset.says, since: Number(view.dataset.since) };
let deadline = Number(view.dataset.deadline) || undefined;
let hears = view.dataset.transcript === 'live';
const { offer } = view.dataset;
const agent = view.querySelector('.says bdi')?.textContent || 'the agent of this page';
let stopped = view.dataset.live !== 'yes';
let busy = false, failures = 0, etag = null, timer;

${SAYING}

// What is said comes no more once the caller was moved; what becomes of the call still does.
const sayFresh = () => say(stopped ? '' : hears ? 'Live' : 'Up to date', hears ? 'live' : '');

${CLOCK}

const count = () => {
const now = Date.now() - ahead;
clock.dataset.says = counted ? counted.says : '';
clock.textContent = counted ? minutes(Math.max(0, Math.floor((now - counted.since) / 1000))) : '';
const rest = deadline ? Math.ceil((deadline - now) / 1000) : undefined;
left.classList.toggle('few', rest <= FEW_SECONDS);
left.textContent = rest <= 0 ? 'Time is up' : '';
if (!(rest > 0)) return;
const bold = document.createElement('b');
bold.textContent = rest < 120 ? rest + ' s' : minutes(rest);
left.replaceChildren(bold, ' left');
};

// The link is good no more, or leads to nothing now: what stands here was so when it was last asked for.
const stop = (words) => {
stopped = true;
counted = deadline = undefined;
count();
say('No longer up to date', 'stale');
view.dataset.state = 'ended';
document.getElementById('keys').hidden = true;
wentOn.textContent = words;
wentOn.hidden = false;
view.querySelector('.says').prepend('Last known: ');
};

// Whoever was offered the call reads here, too, what is now between others.
const follow = (data) => {
const over = offer && data.state !== 'ended' && data.offer !== offer;
const next = data.offer ? ': the call went on to ' + (data.agent || 'another agent') : '';
const words = over ? 'The offer to ' + agent + ' is over' + next : '';
if (wentOn.textContent !== words) wentOn.textContent = words;
wentOn.hidden = !over;
};

// Utterances that stay keep their elements; new ones come after them, and the oldest may go.
const renewTalk = (list, next) => {
const old = [...list.children];
let from = 0;
const kept = [...next.children].map((item) => {
const at = old.findIndex((each, index) => index >= from && each.isEqualNode(item));
if (at < 0) return item;
from = at + 1;
return old[at];
});
for (const item of old) if (!kept.includes(item)) item.remove();
kept.forEach((item, index) => {
if (list.children[index] !== item) list.insertBefore(item, list.children[index] || null);
});
};

const renew = (body, html) => {
const template = document.createElement('template');
template.innerHTML = html;
const list = body.querySelector('ol.talk'), next = template.content.querySelector('ol.talk');
if (list && next && list.lang === next.lang) { renewTalk(list, next); return; }
const open = [...body.querySelectorAll('details')].map((each) => each.open);
const focused = [...body.querySelectorAll('summary')].indexOf(document.activeElement);
body.replaceChildren(template.content);
body.querySelectorAll('details').forEach((each, index) => { each.open = open[index] || false; });
if (focused >= 0) body.querySelectorAll('summary')[focused]?.focus({ preventScroll: true });
};

// Who reads further up keeps that place; who is at the end, where scrollTop is 0 (column-reverse), sees the newest.
const keepingPlace = (change) => {
const top = talk.getBoundingClientRect().top;
const atEnd = Math.abs(talk.scrollTop) < NEAR_END;
const first = [...talk.querySelectorAll('li')].find((item) => item.getBoundingClientRect().bottom > top);
const before = first?.getBoundingClientRect().top;
change();
if (atEnd) talk.scrollTop = 0;
else if (first?.isConnected) talk.scrollTop += first.getBoundingClientRect().top - before;
};

${TAKING_IN}

const show = (data) => {
takeIn(data, (body, html) => {
if (body === talk) keepingPlace(() => renew(body, html)); else renew(body, html);
});
view.dataset.state = data.state;
counted = data.clock;
deadline = data.deadline;
hears = data.transcript === 'live';
count();
follow(data);
};

${ASKING}

${BEGINNING}
})();
`;

export const LIVE = withoutComments(SCRIPT);
