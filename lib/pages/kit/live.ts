// Pieces of the scripts that keep an open page up to date, in the reader's browser.

/** How fresh the page is. Needs the element `fresh`. */
export const SAYING = `const say = (words, look) => {
if (fresh.textContent !== words) fresh.textContent = words;
fresh.className = look;
};`;

/** A length of time as a clock shows it. */
export const CLOCK = `const two = (n) => String(n).padStart(2, '0');
const minutes = (seconds) => {
const whole = Math.floor(seconds / 60);
return (whole < 60 ? whole : Math.floor(whole / 60) + ':' + two(whole % 60)) + ':' + two(seconds % 60);
};`;

/**
 * Asks `url` while the page is seen, one question at a time, more slowly after failures. Needs `PAUSE`, `LONGEST_PAUSE`,
 * `TIMEOUT`, the variables `stopped`, `busy`, `failures`, `etag`, `timer`, and `show`, `stop`, `sayFresh`.
 */
export const ASKING = `const plan = (pause) => {
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
if (response.status === 403 || response.status === 404) {
const { error } = await response.json();
stop(error.message);
return;
}
if (response.status !== 304) {
if (!response.ok) throw new Error();
show(await response.json());
etag = response.headers.get('etag');
}
failures = 0;
sayFresh();
} catch {
failures += 1;
say('Not up to date, trying again', 'stale');
} finally {
clearTimeout(late);
busy = false;
plan(Math.min(LONGEST_PAUSE, PAUSE * 2 ** failures));
}
};`;

/** Takes in an answer: its title, whether more comes, and each changed section, which `renew` is given with its markup. */
export const TAKING_IN = `const takeIn = (data, renew) => {
for (const body of view.querySelectorAll('[data-section]')) {
const id = body.dataset.section, html = data.sections[id];
if (typeof html !== 'string' || body.dataset.version === data.versions[id]) continue;
body.dataset.version = data.versions[id];
renew(body, html);
body.closest('section').hidden = html === '';
}
if (document.title !== data.title) document.title = data.title;
if (!data.live) stopped = true;
};`;

/**
 * Changes one tree into the other only where they differ: what stays is the same element, selected or in motion. What a
 * reader has opened stays open. Elements with a `data-key` are the same where the key is, wherever they stand.
 */
export const BECOMING = `const takeAttributes = (old, next) => {
for (const { name } of [...old.attributes]) if (name !== 'open' && !next.hasAttribute(name)) old.removeAttribute(name);
for (const { name, value } of next.attributes) if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
};

const keyOf = (node) => node?.dataset?.key;

const become = (old, next) => {
const children = [...next.childNodes], keys = children.map(keyOf);
for (const gone of [...old.children].filter((each) => keyOf(each) && !keys.includes(keyOf(each)))) gone.remove();
children.forEach((child, index) => {
let own = old.childNodes[index];
if (keyOf(own) !== keys[index]) {
own = [...old.children].find((each) => keys[index] && keyOf(each) === keys[index]);
old.insertBefore(own || child, old.childNodes[index] || null);
if (!own) return;
}
if (!own) old.append(child);
else if (own.nodeName !== child.nodeName) own.replaceWith(child);
else if (own.nodeType === Node.TEXT_NODE) { if (own.data !== child.data) own.data = child.data; }
else { takeAttributes(own, child); become(own, child); }
});
while (old.childNodes.length > children.length) old.lastChild.remove();
};`;

/** Begins, and goes on when the page is seen again. Needs what `ASKING` and `CLOCK` are for, and `count`. */
export const BEGINNING = `document.addEventListener('visibilitychange', () => {
clearTimeout(timer);
if (!document.hidden) { count(); ask(); }
});
setInterval(() => { if (!document.hidden) count(); }, 1000);
count();
sayFresh();
plan(PAUSE);`;

/** A script without the lines that are comments, for which a page has no room. */
export function withoutComments(script: string): string {
  return script.replace(/^\/\/.*\n/gm, '');
}
