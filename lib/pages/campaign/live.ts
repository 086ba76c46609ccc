import { CAMPAIGN_STATUSES } from '../../outbound/campaign/states.ts';
import { ASKING, BECOMING, BEGINNING, CLOCK, SAYING, TAKING_IN, withoutComments } from '../kit/live.ts';
import { CONTROL } from './control.ts';
import { STATUS_WORDS } from './words.ts';

/** What a campaign is, within a sentence. */
const IS = Object.fromEntries(
  CAMPAIGN_STATUSES.map((status) => [
    status,
    `${status === 'draft' ? 'a ' : ''}${STATUS_WORDS[status].toLowerCase()}`,
  ]),
);

/**
 * Keeps the open page up to date in the reader's browser. It asks `<the page's path>/data` every 2 seconds while the
 * page is seen, one question at a time, and changes only what has changed: focus, selection and the typed key stay
 * where they are. The markup that it puts in was escaped by the server.
 */
const SCRIPT = String.raw`'use strict';
(() => {
const PAUSE = 2000, LONGEST_PAUSE = 16000, TIMEOUT = 8000, POST_TIMEOUT = 20000, SECOND_CLICK = 1000;
const IS = ${JSON.stringify(IS)};
const [view, fresh, ended, form, key, act, answer] = ['view', 'fresh', 'ended', 'control', 'key', 'act', 'answer']
.map((id) => document.getElementById(id));
const path = location.pathname.replace(/\/+$/, '');
const url = path + '/data' + location.search;
const ahead = Date.now() - Number(view.dataset.now);
let { status, action } = view.dataset;
let stopped = view.dataset.live !== 'yes';
let busy = false, failures = 0, etag = null, timer;

${SAYING}

const sayFresh = () => {
const live = !stopped && status === 'running';
say(stopped ? '' : live ? 'Live' : 'Up to date', live ? 'live' : '');
};

${CLOCK}

const count = () => {
const now = Date.now() - ahead;
for (const each of view.querySelectorAll('[data-since]')) {
each.textContent = minutes(Math.max(0, Math.floor((now - Number(each.dataset.since)) / 1000)));
}
};

${CONTROL}

// The link is good no more, or leads to nothing now: what stands here was so when it was last asked for.
const stop = (words) => {
stopped = true;
action = undefined;
offer();
say('No longer up to date', 'stale');
ended.textContent = words + ' Below is what was last known.';
ended.hidden = false;
};

${BECOMING}

${TAKING_IN}

const show = (data) => {
takeIn(data, (body, html) => {
const template = document.createElement('template');
template.innerHTML = html;
become(body, template.content);
});
({ status, action } = data);
view.dataset.status = status;
count();
offer();
told();
};

${ASKING}

offer();
${BEGINNING}
})();
`;

export const LIVE = withoutComments(SCRIPT);
