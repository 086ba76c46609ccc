import { ASKING, BECOMING, BEGINNING, CLOCK, SAYING, TAKING_IN, withoutComments } from '../kit/live.ts';
import { SEARCHING } from './searching.ts';

/**
 * Keeps the open page up to date in the reader's browser. It asks `<the page's path>/data` every 1.5 seconds while the
 * page is seen, one question at a time, and changes only what has changed: focus, selection and what was opened stay as
 * they are. The markup that it puts in was escaped by the server. The search asks `<the page's path>/handoffs`.
 */
const SCRIPT = String.raw`'use strict';
(() => {
const PAUSE = 1500, LONGEST_PAUSE = 12000, TIMEOUT = 8000, SEARCH_TIMEOUT = 15000, DRIFT = 1500;
const [view, fresh, ended] = ['view', 'fresh', 'ended'].map((id) => document.getElementById(id));
const path = location.pathname.replace(/\/+$/, '');
const url = path + '/data' + location.search;
let ahead = Date.now() - Number(view.dataset.now);
let stopped = false, busy = false, failures = 0, etag = null, timer;

${SAYING}

const sayFresh = () => say(stopped ? '' : 'Live', stopped ? '' : 'live');

${CLOCK}

const count = () => {
if (stopped) return;
const now = Date.now() - ahead;
for (const each of view.querySelectorAll('[data-since]')) {
const words = minutes(Math.max(0, Math.floor((now - Number(each.dataset.since)) / 1000)));
if (each.textContent !== words) each.textContent = words;
}
};

${SEARCHING}

// The link is good no more: what stands here was so when it was last asked for.
const stop = (words) => {
stopped = true;
say('No longer up to date', 'stale');
ended.textContent = words + ' Below is what was last known.';
ended.hidden = false;
};

${BECOMING}

${TAKING_IN}

const show = (data) => {
// The clock of a screen that has run for hours may have been put right since.
const drifted = Date.now() - Date.parse(data.at);
if (Math.abs(drifted - ahead) > DRIFT) ahead = drifted;
takeIn(data, (body, html) => {
const template = document.createElement('template');
template.innerHTML = html;
become(body, template.content);
});
count();
offerNames('known-departments', Object.keys(data.today.byDepartment));
offerNames('known-agents', Object.keys(data.today.byAgent));
};

${ASKING}

// One meaning is read at a time, and Escape closes it.
document.addEventListener('keydown', (event) => {
const open = event.key === 'Escape' && view.querySelector('.figures details[open]');
if (!open) return;
open.open = false;
open.querySelector('summary').focus();
});

${BEGINNING}
})();
`;

export const LIVE = withoutComments(SCRIPT);
