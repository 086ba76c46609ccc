/**
 * The part of the page's script that pauses and resumes the campaign. The key is read from its field when it is sent, in a
 * header to the page's own host: it stands in no address, and nothing stores it. Needs `view`, `path`, `form`, `key`,
 * `act`, `answer`, `IS`, the variables `action`, `busy`, `timer`, and `ask`.
 */
export const CONTROL = String.raw`const campaign = path.split('/').slice(0, -2).join('/') + '/outbound/campaigns/' + encodeURIComponent(view.dataset.id);
let sending = false, calm = 0;

const tell = (words, look = '') => {
answer.textContent = words;
answer.className = look;
};

// What went well is seen on the page by now; what did not is still to be read.
const told = () => { if (!sending && !answer.className) tell(''); };

// The same button all the time: a focus stays on it.
const offer = () => {
act.textContent = action === 'pause' ? 'Pause' : 'Resume';
form.hidden = !action;
if (form.hidden) key.value = '';
};

const refuseKey = () => {
key.setAttribute('aria-invalid', 'true');
key.focus();
key.select();
tell('The key is not valid.', 'poor');
};

const hear = async (response, asked) => {
if (response.ok) {
tell(asked === 'pause' ? 'Paused.' : 'Resumed.');
return;
}
if (response.status === 401) { refuseKey(); return; }
if (response.status === 404) { tell('Nothing was changed: the campaign is no longer kept.', 'poor'); return; }
if (response.status === 429) { tell('Too many requests at this moment. Try again in a few seconds.', 'poor'); return; }
if (response.status !== 409) {
tell('It did not work (' + response.status + '). See whether anything has changed, then try again.', 'poor');
return;
}
const body = await response.json().catch(() => undefined);
const status = body?.campaign?.status;
const already = status === (asked === 'pause' ? 'paused' : 'running');
const is = IS[status] || 'in another state';
tell(already ? 'The campaign is ' + is + ' already.' : 'Nothing was changed: the campaign is ' + is + ' now.', 'poor');
};

// Not an answer to a question that was asked before the change.
const askAtOnce = () => {
if (busy) { setTimeout(askAtOnce, 100); return; }
clearTimeout(timer);
ask();
};

const change = async () => {
// The second click of a double click would undo the first.
if (sending || !action || Date.now() < calm) return;
const asked = action, given = key.value.trim();
key.removeAttribute('aria-invalid');
// No header can hold anything else.
if (!/^[\x21-\x7e]+$/.test(given)) { refuseKey(); return; }
sending = true;
act.setAttribute('aria-disabled', 'true');
tell(asked === 'pause' ? 'Pausing…' : 'Resuming…');
const abort = new AbortController();
const late = setTimeout(() => abort.abort(), POST_TIMEOUT);
try {
const response = await fetch(campaign + '/' + asked, { method: 'POST', headers: { 'x-api-key': given }, cache: 'no-store',
credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer', signal: abort.signal });
await hear(response, asked);
} catch {
tell('No answer came. See whether anything has changed, then try again.', 'poor');
} finally {
clearTimeout(late);
act.removeAttribute('aria-disabled');
sending = false;
calm = Date.now() + SECOND_CLICK;
askAtOnce();
}
};

form.addEventListener('submit', (event) => {
event.preventDefault();
change();
});
key.addEventListener('input', () => {
key.removeAttribute('aria-invalid');
tell('');
});`;
