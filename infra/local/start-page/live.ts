/**
 * Keeps the open page up to date, in the browser. It asks `/local/state` every second while the page is seen, and
 * puts in only the pieces that have changed, so that a focus, an opened call and a selection stay where they are.
 * Buttons work without it; with it they do not load the page again.
 */
export const START_LIVE = `'use strict';
(() => {
const PAUSE = 1000, LONGEST_PAUSE = 10000, TIMEOUT = 8000;
const fresh = document.getElementById('fresh');
const news = document.getElementById('news');
const ahead = Date.now() - Number(document.body.dataset.now);
let busy = false, again = false, failures = 0, etag = null, timer, told = news.textContent;

const say = (words, look) => {
if (fresh.textContent !== words) fresh.textContent = words;
fresh.className = look;
};

const count = () => {
const two = (n) => String(n).padStart(2, '0');
for (const clock of document.querySelectorAll('[data-since]')) {
const seconds = Math.max(0, Math.floor((Date.now() - ahead - Number(clock.dataset.since)) / 1000));
const shown = Math.floor(seconds / 60) + ':' + two(seconds % 60);
if (clock.textContent !== shown) clock.textContent = shown;
}
};

// What somebody has opened, closed or is at stays so in the piece that takes the place of another.
const takeOver = (old, next) => {
const from = [...old.querySelectorAll('details')];
next.querySelectorAll('details').forEach((each, index) => { if (from[index]) each.open = from[index].open; });
const places = 'summary, button, a';
const at = [...old.querySelectorAll(places)].indexOf(document.activeElement);
old.replaceWith(next);
if (at >= 0) next.querySelectorAll(places)[at]?.focus({ preventScroll: true });
};

const renew = (list, html) => {
const template = document.createElement('template');
template.innerHTML = html;
const next = [...template.content.children];
for (const old of [...list.children]) if (!next.some(({ id }) => id === old.id)) old.remove();
next.forEach((piece, index) => {
const old = document.getElementById(piece.id);
if (!old) list.insertBefore(piece, list.children[index] || null);
else if (old.dataset.version !== piece.dataset.version) takeOver(old, piece);
});
};

const show = (data) => {
for (const list of document.querySelectorAll('[data-section]')) renew(list, data.sections[list.dataset.section]);
count();
if (data.news !== told) { told = data.news; news.textContent = told; }
};

const plan = (pause) => {
clearTimeout(timer);
if (!document.hidden) timer = setTimeout(ask, pause);
};

const ask = async () => {
if (busy) { again = true; return; }
busy = true;
again = false;
const abort = new AbortController();
const late = setTimeout(() => abort.abort(), TIMEOUT);
try {
const response = await fetch('/local/state', { cache: 'no-store', redirect: 'error', signal: abort.signal,
headers: etag ? { 'if-none-match': etag } : {} });
if (response.status !== 304) {
if (!response.ok) throw new Error();
show(await response.json());
etag = response.headers.get('etag');
}
failures = 0;
say('Live', 'live');
} catch {
failures += 1;
say('The local system does not answer; trying again', 'stale');
} finally {
clearTimeout(late);
busy = false;
plan(again ? 0 : Math.min(LONGEST_PAUSE, PAUSE * 2 ** failures));
}
};

document.addEventListener('submit', async (event) => {
const { target: form, submitter } = event;
event.preventDefault();
const body = new URLSearchParams(new FormData(form));
if (submitter && submitter.name) body.append(submitter.name, submitter.value);
const before = document.querySelector('.calls').firstElementChild;
try {
const response = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
if (response.type !== 'opaqueredirect') throw new Error((await response.json()).error.message);
await ask();
const first = document.querySelector('.calls').firstElementChild;
if (form.className === 'place' && first && first !== before) {
const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
const isSeen = first.getBoundingClientRect().top < innerHeight * .75;
if (!isSeen) first.scrollIntoView({ block: 'start', behavior: calm ? 'auto' : 'smooth' });
}
} catch (error) {
say(error.message, 'stale');
}
});

document.addEventListener('visibilitychange', () => {
clearTimeout(timer);
if (!document.hidden) { count(); ask(); }
});
setInterval(() => { if (!document.hidden) count(); }, 500);
count();
say('Live', 'live');
plan(PAUSE);
})();
`;
