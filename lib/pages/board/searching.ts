import { STRATEGIES } from '../../handoff/record/handoff.ts';
import { OUTCOME_WORDS, STATE_WORDS, strategyWords } from './words.ts';

/**
 * The part of the page's script that searches past handoffs. What comes is put in as text, never as markup. Needs `path`,
 * `view`, `minutes` and `SEARCH_TIMEOUT`.
 */
export const SEARCHING = String.raw`const OUTCOMES = ${JSON.stringify(OUTCOME_WORDS)};
const STATES = ${JSON.stringify(STATE_WORDS)};
const STRATEGIES = ${JSON.stringify(Object.fromEntries(STRATEGIES.map((name) => [name, strategyWords(name)])))};
const HEADS = [...document.querySelectorAll('.past thead th')].map((head) => head.textContent);
const [form, found, csv, results, rows, more] = ['asking', 'found', 'csv', 'results', 'rows', 'more']
.map((id) => document.getElementById(id));
const fields = [...form.querySelectorAll('[name]')];
let searched = '', cursor, turn = 0, rowCount = 0;

const zoned = (options) => {
try { return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: view.dataset.zone }); }
catch { return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }); }
};
const DAY = zoned({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const TIME = zoned({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short' });
const SHORT = zoned({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const momentOf = (iso, time = TIME) => {
const at = new Date(iso);
return isNaN(at) ? '–' : DAY.format(at) + ', ' + time.format(at);
};

const made = (tag, text, look) => {
const element = document.createElement(tag);
if (text) element.textContent = text;
if (look) element.className = look;
return element;
};

const number = (caller) => {
const element = made('bdi', caller, 'number');
const [last] = /\d{1,4}$/.exec(caller) || [];
if (last) {
element.setAttribute('role', 'img');
element.setAttribute('aria-label', 'number ending in ' + last);
}
return element;
};

const lasted = (seconds) => seconds === null || seconds === undefined ? '–' : minutes(Math.max(0, Math.round(seconds)));

const cellsOf = (each) => {
const who = made('td');
if (each.name) who.append(made('bdi', each.name), ' ');
if (each.caller) who.append(number(each.caller));
if (!each.name && !each.caller) who.textContent = 'Not known';
const cells = [who, made('td'), made('td'), made('td'), made('td', lasted(each.waitSeconds), 't'),
made('td', lasted(each.talkSeconds), 't')];
cells[1].append(made('bdi', each.department || '–'));
cells[2].append(made('bdi', each.agent || '–'));
cells[3].textContent = OUTCOMES[each.outcome] || STATES[each.state] || 'Not known';
cells.forEach((cell, index) => { cell.dataset.head = HEADS[index + 1]; });
return cells;
};

const allOf = (each) => {
const list = made('dl');
const tell = (name, text) => {
if (!text) return;
const line = made('div'), value = made('dd');
value.append(text.nodeType ? text : made('bdi', text));
line.append(made('dt', name), value);
list.append(line);
};
tell('Why', each.reason);
tell('Asked for', momentOf(each.at));
tell('Ended', each.endedAt && momentOf(each.endedAt));
tell('State', STATES[each.state]);
tell('Joined by', STRATEGIES[each.strategy]);
tell('Handoff', each.id);
tell('Call', each.callId);
// Nothing but a page: another kind of address could run something.
if (/^https?:\/\//i.test(each.pageUrl || '')) {
const link = made('a', 'Open its page');
link.href = each.pageUrl;
link.target = '_blank';
link.rel = 'noreferrer';
link.append(made('span', ' (in a new tab)', 'unseen'));
tell('Page', link);
} else tell('Page', 'No longer kept');
return list;
};

const addRow = (each) => {
const row = made('tr', '', 'row'), head = made('th'), open = made('button', momentOf(each.at, SHORT));
const all = made('tr', '', 'all'), cell = made('td');
rowCount += 1;
all.id = 'all-' + rowCount;
all.hidden = true;
open.type = 'button';
open.setAttribute('aria-expanded', 'false');
open.setAttribute('aria-controls', all.id);
head.scope = 'row';
head.append(open);
row.append(head, ...cellsOf(each));
cell.colSpan = HEADS.length;
cell.append(allOf(each));
all.append(cell);
rows.append(row, all);
return open;
};

const tellFound = (words, look) => {
found.textContent = words;
found.className = look || '';
};

const forget = () => {
for (const field of fields) {
field.removeAttribute('aria-invalid');
document.getElementById(field.id + '-wrong').textContent = '';
}
};

const refuse = async (response) => {
const { error } = await response.json().catch(() => ({}));
const field = fields.find(({ name }) => name === error?.field);
if (response.status === 422 && field) {
field.setAttribute('aria-invalid', 'true');
document.getElementById(field.id + '-wrong').textContent = error.message;
field.focus();
tellFound('');
return;
}
const known = response.status === 403 || response.status === 422;
tellFound((known && error?.message) || 'The search did not work. Try again.', 'poor');
};

const showFound = ({ handoffs, cursor: next }, goesOn) => {
const opens = handoffs.map(addRow);
cursor = next;
const shown = rows.querySelectorAll('.row').length;
results.hidden = shown === 0;
csv.hidden = shown === 0;
csv.href = path + '/handoffs.csv?' + searched;
if (goesOn && !cursor) (opens[0] || form.elements.from).focus();
more.hidden = !cursor;
const words = shown === 0 ? 'Nothing found' : shown === 1 ? '1 handoff' : shown.toLocaleString('en-US') + ' handoffs';
// A page may be empty, and another one follow: so much is looked through at a time.
tellFound(words + (!cursor ? '.' : shown === 0 ? ' so far.' : ', and there are more.'));
};

// A later search goes before an earlier one that is still on its way.
const search = async (goesOn) => {
turn += 1;
const mine = turn, abort = new AbortController();
const late = setTimeout(() => abort.abort(), SEARCH_TIMEOUT);
const query = new URLSearchParams(searched);
if (goesOn) query.set('cursor', cursor);
forget();
tellFound('Searching…');
results.setAttribute('aria-busy', 'true');
if (!goesOn) { csv.hidden = results.hidden = more.hidden = true; rows.replaceChildren(); }
try {
const response = await fetch(path + '/handoffs?' + query, { cache: 'no-store', credentials: 'omit', redirect: 'error',
referrerPolicy: 'no-referrer', signal: abort.signal });
const answer = response.ok ? await response.json() : undefined;
if (mine !== turn) return;
if (answer) showFound(answer, goesOn); else await refuse(response);
} catch {
if (mine === turn) tellFound('No answer came. Try again.', 'poor');
} finally {
clearTimeout(late);
if (mine === turn) results.removeAttribute('aria-busy');
}
};

const begin = () => {
const query = new URLSearchParams();
for (const { name, value } of fields) if (value.trim()) query.set(name, value.trim());
searched = query.toString();
cursor = undefined;
search(false);
};

form.addEventListener('submit', (event) => {
event.preventDefault();
begin();
});
more.addEventListener('click', () => { if (!results.hasAttribute('aria-busy')) search(true); });
rows.addEventListener('click', ({ target }) => {
const row = target.closest('.row');
if (!row || String(getSelection())) return;
const open = row.querySelector('button'), all = row.nextElementSibling;
all.hidden = !all.hidden;
open.setAttribute('aria-expanded', String(!all.hidden));
});

// What is known of today is offered in the fields.
const offerNames = (id, names) => {
const list = document.getElementById(id);
if (list.dataset.of === names.join()) return;
list.dataset.of = names.join();
list.replaceChildren(...names.slice(0, 100).map((name) => { const option = made('option'); option.value = name; return option; }));
};

document.getElementById('search').hidden = false;
// Only who comes down to it costs a search.
new IntersectionObserver((seen, observer) => {
if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
observer.disconnect();
if (turn === 0) begin();
}).observe(form);`;
