/**
 * Keeps the open page up to date, in the reader's browser. It asks `<the page's path>/data` every 1.5 seconds while
 * the page is seen, one question at a time, and changes only what has changed: so a summary that is being selected,
 * a focus, a place in the talk stay where they are. The markup that it puts in was escaped by the server.
 */
export const LIVE = String.raw`'use strict';
(() => {
const PAUSE = 1500, LONGEST_PAUSE = 10000, TIMEOUT = 8000, NEAR_END = 24;
const view = document.getElementById('view');
const fresh = document.getElementById('fresh');
const clock = document.getElementById('clock');
const talk = view.querySelector('[data-section=talk]');
const url = location.pathname.replace(/\/+$/, '') + '/data' + location.search;
const ahead = Date.now() - Number(view.dataset.now);
let counted = view.dataset.says && { says: view.dataset.says, since: Number(view.dataset.since) };
let stopped = view.dataset.live !== 'yes';
let busy = false, failures = 0, etag = null, timer;

const say = (words, look) => {
if (fresh.textContent !== words) fresh.textContent = words;
fresh.className = look;
};

const count = () => {
if (!counted) { clock.textContent = ''; return; }
const seconds = Math.max(0, Math.floor((Date.now() - ahead - counted.since) / 1000));
const two = (n) => String(n).padStart(2, '0');
const minutes = Math.floor(seconds / 60);
const shown = minutes < 60 ? minutes : Math.floor(minutes / 60) + ':' + two(minutes % 60);
clock.dataset.says = counted.says;
clock.textContent = shown + ':' + two(seconds % 60);
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

const show = (data) => {
for (const body of view.querySelectorAll('[data-section]')) {
const id = body.dataset.section, html = data.sections[id];
if (typeof html !== 'string' || body.dataset.version === data.versions[id]) continue;
body.dataset.version = data.versions[id];
if (body === talk) keepingPlace(() => renew(body, html)); else renew(body, html);
body.closest('section').hidden = html === '';
}
view.dataset.state = data.state;
counted = data.clock;
count();
if (document.title !== data.title) document.title = data.title;
if (!data.live) stopped = true;
};

const plan = (pause) => {
clearTimeout(timer);
if (!stopped && !document.hidden) timer = setTimeout(ask, pause);
};

const ask = async () => {
if (busy || stopped || document.hidden) return;
busy = true;
const abort = new AbortController();
const late = setTimeout(() => abort.abort(), TIMEOUT);
try {
const response = await fetch(url, { cache: 'no-store', credentials: 'omit', redirect: 'error',
referrerPolicy: 'no-referrer', signal: abort.signal, headers: etag ? { 'if-none-match': etag } : {} });
if (response.status === 403) {
stopped = true;
counted = undefined;
count();
say('This link has expired', 'stale');
return;
}
if (response.status !== 304) {
if (!response.ok) throw new Error();
show(await response.json());
etag = response.headers.get('etag');
}
failures = 0;
say(stopped ? '' : 'Live', 'live');
} catch {
failures += 1;
say('Not up to date, trying again', 'stale');
} finally {
clearTimeout(late);
busy = false;
plan(Math.min(LONGEST_PAUSE, PAUSE * 2 ** failures));
}
};

document.addEventListener('visibilitychange', () => {
clearTimeout(timer);
if (!document.hidden) { count(); ask(); }
});
setInterval(() => { if (!document.hidden) count(); }, 1000);
count();
if (!stopped) say('Live', 'live');
plan(PAUSE);
})();
`;
