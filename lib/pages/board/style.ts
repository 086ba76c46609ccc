import { BASE, BREATHING, GONE, UNSEEN } from '../kit/style.ts';
import { DEFINITIONS, FIGURES } from './definitions.ts';
import { PAST_STYLE } from './past-style.ts';
import { WALL_STYLE } from './wall-style.ts';

/** On a narrow screen each figure says what it is. */
const HEADS = FIGURES.map(
  (key, index) => `.sums td:nth-child(${index + 2})::before { content: "${DEFINITIONS[key].name}"; }`,
).join('\n');

/**
 * The look of the page. One colour, that of `.needs`, is for what needs somebody now; everything else is calm. On a
 * narrow screen one column, on a wide one the lists side by side, on a wall all of now and of the day's figures at once.
 */
export const BOARD_STYLE = `${BASE}${UNSEEN}${GONE}
:root { --alarm: #b93a09; --on-alarm: #fff; --won: #3e6fc9; --open: #b7bfcb; --lost: #1b1f26; --band: #e9edf3; --field: #76808f; }
@media (prefers-color-scheme: dark) { :root { --alarm: #c2410c; --won: #5f8fe6; --open: #4d5663; --lost: #e8eaee; --band: #22272f; --field: #8b95a4; } }
body { max-width: 100rem; }
header { margin-bottom: .75rem; font-size: .875rem; }
header h1 { font-size: 1.0625rem; letter-spacing: 0; color: var(--ink); }
header b { font-weight: 600; color: var(--ink); font-variant-numeric: tabular-nums; }
header nav { display: flex; }
header nav a { display: grid; place-items: center; min-width: 2.75rem; min-height: 2.75rem; padding: 0 .5rem; text-decoration: none; }
header nav a:hover { text-decoration: underline; }
#fresh { flex: 1; white-space: nowrap; }
#fresh.stale, #ended { flex: 1 1 100%; order: 9; padding: .5rem .875rem; border-radius: .5rem; background: var(--hot); color: var(--hot-ink);
font-size: 1.125rem; line-height: 1.3; font-weight: 600; white-space: normal; }
main, .screen, .lists, .lists > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
section { min-width: 0; }
b { font-weight: 650; }
h2 { font-size: 1.0625rem; font-weight: 650; color: var(--ink); }
h3, h4 { margin: 0; font-size: .9375rem; line-height: 1.4; font-weight: 650; }
h4 { font-size: .8125rem; color: var(--dim); }
.n { font-variant-numeric: tabular-nums; }
.card, .hero > div, .figures > div { border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
.card { padding: .75rem 1rem; }
.card > h3 { margin-bottom: .25rem; }
.empty, .more { color: var(--dim); font-size: .9375rem; }
.more { padding-top: .375rem; }

.hero { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem; margin-bottom: .75rem; font-variant-numeric: tabular-nums; }
.hero > div { display: grid; align-content: start; padding: .625rem 1rem .75rem; }
.hero dt { font-size: .9375rem; color: var(--dim); }
.hero dd { font-size: 2.75rem; line-height: 1; font-weight: 650; letter-spacing: -.03em; white-space: nowrap; }
.hero .note { margin-top: .25rem; font-size: .875rem; line-height: 1.3; font-weight: 400; letter-spacing: 0; color: var(--dim); white-space: normal; }
.hero .first { grid-column: 1 / -1; grid-template-columns: minmax(28%, auto) minmax(0, 1fr); column-gap: 1.25rem; }
.hero .first dt { grid-row: 1; }
.hero .first dd { grid-row: 2; font-size: clamp(3.25rem, 17vw, 5rem); }
.hero .first .hours span { font-size: .6em; }
.hero .calm { font-weight: 400; color: var(--dim); }
.hero .needs { border-color: transparent; background: var(--alarm); color: var(--on-alarm); }
.hero .needs * { color: inherit; }

.scrolled { max-height: 60vh; overflow-y: auto; overscroll-behavior: contain; margin: 0 -.5rem -.75rem; padding: 0 .5rem 1rem;
mask-image: linear-gradient(#000 calc(100% - 1rem), transparent); }
.scrolled:focus-visible { mask-image: none; }
.scrolled:focus-visible { outline-offset: -2px; }
table { width: 100%; border-collapse: collapse; font-size: 1rem; line-height: 1.35; }
td, th { padding: .3125rem .75rem .3125rem 0; border-top: 1px solid var(--line); text-align: left; font-weight: 400; vertical-align: baseline; overflow-wrap: anywhere; }
tr > :last-child { padding-right: 0; }
.lists tbody tr:first-child > * { border-top: 0; }
.t { width: 1%; font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
.late .t { color: var(--poor); font-weight: 700; }
.lists .number, .lists .for, .ago { color: var(--dim); }
.lists .for .dim { font-size: inherit; }
.lists th b .number { color: inherit; }
#ringing th, #talking th { font-weight: 650; }
.lists .of b { font-weight: 400; }
#waiting .of { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.ago { text-align: right; white-space: nowrap; }
.lists table { display: block; }
.lists tbody { display: block; }
.lists tr { display: grid; grid-template-columns: minmax(4rem, auto) minmax(0, 1fr) auto; gap: 0 .5rem; padding: .375rem 0; border-top: 1px solid var(--line); }
.lists tbody tr:first-child { border-top: 0; }
.lists tr > * { padding: 0; border: 0; }
.lists .t { width: auto; }
.lists .for { max-width: 7.5rem; text-align: right; }
.lists .of { grid-column: 2 / -1; }
#ringing .of, #talking .of { grid-row: 2; }
#followups tr { grid-template-columns: minmax(0, 1fr) auto; }
#followups .of { grid-column: 1; grid-row: 2; color: var(--dim); }
#followups .ago { grid-column: 2; grid-row: 2; }
.activities, .names { margin: 0; padding: 0; list-style: none; }
.activities > li + li, #followups h4:not(:first-child) { margin-top: .75rem; }
.names { display: flex; flex-wrap: wrap; gap: .125rem .875rem; }
.names li::before { content: ""; display: inline-block; width: .5em; height: .5em; margin-right: .4em; border-radius: 50%; background: var(--rail); vertical-align: .08em; }
.names li { max-width: 100%; overflow-wrap: anywhere; }
.ready .names li::before { background: var(--good); }
.names li.on::before { background: none; box-shadow: inset 0 0 0 2px var(--rail); }
summary { cursor: pointer; }
.activities summary { width: fit-content; min-height: 2rem; color: var(--link); line-height: 2rem; }

.figures { position: relative; display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; font-variant-numeric: tabular-nums; }
.figures > div { padding: .25rem .875rem .625rem; }
.figures dd { font-size: 1.875rem; line-height: 1.1; font-weight: 650; letter-spacing: -.02em; }
.figures summary { display: block; min-height: 2.75rem; padding-top: .625rem; line-height: 1.3; font-size: .9375rem; color: var(--dim);
text-decoration: underline dotted var(--rail); text-underline-offset: .25em; }
.figures summary::-webkit-details-marker { display: none; }
.figures summary:hover, .figures [open] summary { color: var(--link); }
.figures details p { position: absolute; z-index: 2; left: 0; right: 0; max-width: 36rem; margin: .125rem .5rem; padding: .75rem 1rem;
border: 1px solid var(--rail); border-radius: .5rem; background: var(--card); box-shadow: 0 .25rem 1rem rgb(0 0 0 / .2); line-height: 1.4; }
.both { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.both > [data-section] { display: grid; }
.drawn [data-section] { display: flex; flex-direction: column; }
.day { display: block; flex: 1; min-height: 9rem; height: 9rem; margin: 1.375rem 0 1.875rem; overflow: visible; border-bottom: 1px solid var(--rail); }
.day text { font-size: .8125rem; text-anchor: middle; fill: var(--dim); font-variant-numeric: tabular-nums; }
.day .c { fill: var(--ink); font-weight: 600; }
.day .now text { fill: var(--ink); font-weight: 700; }
.day .band { fill: var(--band); }
.won { --is: var(--won); } .lost { --is: var(--lost); } .open { --is: var(--open); }
.day .won, .day .lost, .day .open { fill: var(--is); }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0; padding: 0; list-style: none; font-size: .875rem; color: var(--dim); }
.legend li::before { content: ""; display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: .1875em; background: var(--is); vertical-align: -.04em; }

#more-today details { border-top: 1px solid var(--line); }
#more-today summary { min-height: 2.75rem; padding-top: .625rem; }
#more-today summary h3 { display: inline; }
.sums { margin-bottom: .75rem; font-variant-numeric: tabular-nums; }
.sums th[scope=row] { font-weight: 600; }
@media (max-width: 59.99rem) {
.many g:not(.third) text { display: none; }
.many .now text { display: block; }
.sums thead { display: none; }
.sums, .sums tbody { display: block; }
.sums tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); gap: .125rem 1rem; padding: .5rem 0; border-top: 1px solid var(--line); }
.sums tr > * { padding: 0; border: 0; }
.sums th { grid-column: 1 / -1; }
.sums td { display: flex; overflow-wrap: normal; justify-content: space-between; gap: .5rem; }
.sums td::before { color: var(--dim); }
${HEADS} }
@media (min-width: 60rem) {
.sums thead th { font-size: .8125rem; font-weight: 600; color: var(--dim); border-top: 0; }
.sums td, .sums thead th:not(:first-child) { text-align: right; } }
${PAST_STYLE}${WALL_STYLE}${BREATHING}@media (forced-colors: active) { .hero dd, .figures dd { forced-color-adjust: none; color: CanvasText !important; }
.scrolled { mask-image: none; } .day rect { forced-color-adjust: none; } .day text { fill: CanvasText !important; }
.hero .needs { border: 4px solid Highlight; } .legend li::before, .names li::before { forced-color-adjust: none; } #fresh.stale, #ended { border: 2px solid; } }
`;
