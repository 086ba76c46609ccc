import { BASE, BREATHING, GONE, UNSEEN } from '../kit/style.ts';

/**
 * The look of the page: cards in one column, two where there is room. The number that is done is read from across a room;
 * everything else is dense and calm.
 */
export const CAMPAIGN_STYLE = `${BASE}${UNSEEN}${GONE}
:root { --wait: #e4e8ee; --talk: #2563d9; --dial: #8fb2f5; --plain: #76808f; --off: #b3bac5; --stroke: #2563d9; }
@media (prefers-color-scheme: dark) { :root { --wait: #2b3038; --talk: #7aa7ff; --dial: #3d63b5; --plain: #8b95a4;
--off: #5b6472; --stroke: #7aa7ff; } }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.columns, .columns > div { display: contents; }
#outcomes { order: 1; }
#pace { order: 2; }
#waiting { order: 3; }
#live { order: 4; }
#how { order: 5; }
main section[id]:not(#status) { padding: 1rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--card); }
section > h2 { margin-bottom: .625rem; font-size: 1.0625rem; line-height: 1.3; font-weight: 650; color: var(--ink); }
b { font-weight: 650; }
dt { font-size: .8125rem; line-height: 1.4; color: var(--dim); }
code { font: .8125rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
time, .when, .from, .until { font-variant-numeric: tabular-nums; }
.figure { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.lead { margin-bottom: .625rem; color: var(--dim); }
.lead b, .lead code { color: var(--ink); }
.empty { color: var(--dim); }

#bar { display: grid; gap: .75rem 2rem; padding: .875rem 1rem 1rem; border-radius: .75rem; border-left: .375rem solid var(--dot);
background: var(--bar); color: var(--bar-ink); }
#bar > * { min-width: 0; }
#bar h1 { font-size: 1.0625rem; font-weight: 600; letter-spacing: 0; }
.says { font-size: 1.625rem; line-height: 1.2; font-weight: 700; letter-spacing: -.012em; }
.detail { max-width: 46rem; margin-top: .25rem; }
#ended { font-weight: 600; }
[data-status=running] { --bar: #def3e6; --bar-ink: #10502b; --dot: #1b9a52; }
[data-status=draft], [data-status=done], [data-status=canceled] { --bar: #e3e6ea; --bar-ink: #333a45; --dot: #6d7685; }
[data-status=done] { --bar: #e4edfd; --bar-ink: #173f8f; --dot: #2563d9; }
@media (prefers-color-scheme: dark) {
[data-status=running] { --bar: #12301f; --bar-ink: #aee6c4; --dot: #4cc580; }
[data-status=draft], [data-status=canceled] { --bar: #262b32; --bar-ink: #d0d5dd; --dot: #8b94a3; }
[data-status=done] { --bar: #18284a; --bar-ink: #c0d5ff; --dot: #7aa7ff; } }

#control { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .25rem .5rem; }
#control label { grid-column: 1 / -1; font-size: .8125rem; line-height: 1.3; font-weight: 500; }
#control input, #control button { min-height: 2.5rem; padding: .375rem .75rem; border-radius: .5rem; font: inherit; }
#control input { width: 100%; border: 1px solid var(--plain); background: var(--card); color: var(--ink); }
#control input[aria-invalid=true] { border: 2px solid var(--poor); }
#control button { min-width: 6.5rem; border: 0; background: var(--bar-ink); color: var(--bar); font-weight: 650; cursor: pointer; }
#control button:hover { filter: brightness(1.12); }
#control button[aria-disabled=true] { opacity: .65; cursor: progress; }
#answer { grid-column: 1 / -1; font-size: .875rem; line-height: 1.4; }
#answer:empty { display: none; }
#answer.poor { font-weight: 650; }

.main { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 .625rem; margin-bottom: .625rem; line-height: 1; }
.main b { font-size: 3.75rem; font-weight: 700; letter-spacing: -.035em; font-variant-numeric: tabular-nums; }
.main span { font-size: 1.0625rem; color: var(--dim); }
.main .percent { margin-left: auto; font-size: 1.625rem; font-weight: 650; color: var(--ink); font-variant-numeric: tabular-nums; }
svg { display: block; }
.bar { border-radius: .375rem; background: var(--wait); overflow: hidden; }
.bar .done { fill: var(--good); }
.bar .talking { fill: var(--talk); }
.bar .dialing { fill: var(--dial); }
.legend { display: flex; flex-wrap: wrap; gap: .125rem 1.25rem; margin-top: .5rem; padding: 0; list-style: none; font-size: .9375rem;
font-variant-numeric: tabular-nums; }
.legend li::before { content: ""; display: inline-block; width: .75em; height: .75em; margin-right: .4em; border-radius: .1875em;
background: var(--wait); box-shadow: inset 0 0 0 1px rgb(128 128 128 / .35); vertical-align: -.04em; }
.legend .done::before { background: var(--good); }
.legend .talking::before { background: var(--talk); }
.legend .dialing::before { background: var(--dial); }
.estimate { margin-top: .5rem; color: var(--dim); }
.estimate b { color: var(--ink); }

table { width: 100%; border-collapse: collapse; font-size: .9375rem; line-height: 1.4; }
thead th { padding: 0 .75rem .25rem 0; text-align: left; font-size: .8125rem; font-weight: 600; color: var(--dim); white-space: nowrap; }
thead th.figure { text-align: right; }
td, tbody th { padding: .3125rem .75rem .3125rem 0; border-top: 1px solid var(--line); text-align: left; font-weight: 400;
vertical-align: baseline; overflow-wrap: anywhere; }
.figure, td.figure { text-align: right; }
td:last-child, th:last-child { padding-right: 0; }
.outcomes tbody tr:first-child > * { border-top: 0; }
.outcomes th { width: 1%; min-width: 8rem; white-space: nowrap; }
.outcomes td.figure { width: 1%; }
.outcomes td.of { vertical-align: middle; }
.outcomes .count { font-weight: 600; }
.outcomes .none > * { color: var(--dim); font-weight: 400; }
.good rect { fill: var(--good); }
.plain rect { fill: var(--plain); }
.poor rect { fill: var(--poor); }
.off rect { fill: var(--off); }

.tiles { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .75rem 1.5rem; }
.tiles dd { display: grid; gap: .25rem; }
.tiles dd > b { font-size: 1.5rem; line-height: 1.2; letter-spacing: -.012em; font-variant-numeric: tabular-nums; }
.tiles small { font-size: .9375rem; font-weight: 400; letter-spacing: 0; color: var(--dim); }
.tiles .dim { line-height: 1.35; }
.tiles + .tiles { margin-top: .875rem; }
figure { margin: .625rem 0 .875rem; }
figcaption { display: flex; justify-content: space-between; margin-top: .25rem; font-size: .75rem; color: var(--dim); }
.begun { border-bottom: 1px solid var(--rail); overflow: visible; }
.begun path { fill: none; stroke: var(--stroke); stroke-width: 2; }
.meter { border-radius: .25rem; background: var(--wait); overflow: hidden; }
.meter .now { fill: var(--now); }
.meter .poor { fill: var(--poor); }
.meter line { stroke: var(--ink); stroke-width: 2; }

.where { color: var(--dim); }
.waits .until { text-align: right; white-space: nowrap; }
.waits thead th:last-child { text-align: right; }
.waits td.figure { font-weight: 600; }
.waits .due td { font-weight: 600; }
.waits .from, .failed .when { white-space: nowrap; }
.failed .ago { margin-left: .25rem; color: var(--dim); }
.scrolled { position: relative; max-height: 18.875rem; overflow-y: auto; overscroll-behavior: contain; border-block: 1px solid var(--line); }
.scrolled:focus-visible { outline-offset: -2px; }
.scrolled thead th { position: sticky; top: 0; padding-block: .3125rem; background: var(--card); box-shadow: 0 1px var(--line); }
.scrolled tbody tr:first-child > * { border-top: 0; }

.calls { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); gap: 0 1.5rem; padding: 0;
list-style: none; font-size: .9375rem; clip-path: inset(1px 0 0); }
.calls li { display: grid; grid-template-columns: 5.5rem 4rem 1fr auto; gap: .5rem; padding: .3125rem 0; border-top: 1px solid var(--line); }
.calls .row, .calls .number { font-variant-numeric: tabular-nums; }
.calls .number { color: var(--dim); }
.calls .is::before { content: ""; display: inline-block; width: .5em; height: .5em; margin-right: .45em; border-radius: 50%;
background: var(--talk); vertical-align: .08em; }
.calls .dialing .is::before { background: none; box-shadow: inset 0 0 0 2px var(--talk); }

.how { font-size: .9375rem; }
.how div { display: grid; grid-template-columns: minmax(6.5rem, 3fr) 8fr; gap: .75rem; padding: .3125rem 0; border-top: 1px solid var(--line); }
.how div:first-child { border-top: 0; }
.how dt { line-height: 1.5rem; }
.how dd { overflow-wrap: anywhere; }

@media (max-width: 39.99rem) {
.waits thead, .failed thead { display: none; }
.waits, .waits tbody, .failed, .failed tbody { display: block; }
.waits tr { display: block; position: relative; padding: .375rem 0 .375rem 3.25rem; border-top: 1px solid var(--line); }
.waits td, .failed td, .outcomes td, .outcomes th { padding: 0; border: 0; }
.waits td.figure { position: absolute; left: 0; width: 2.625rem; }
.waits .until { position: absolute; right: 0; top: .375rem; }
.waits .for { display: block; padding-right: 6.75rem; }
.waits .where, .waits .from { display: inline; color: var(--dim); font-size: .875rem; }
.waits .where:not(:empty)::after { content: ", "; }
.outcomes, .outcomes tbody { display: block; }
.outcomes tr { display: grid; grid-template-columns: minmax(0, 1fr) auto 4rem; gap: .125rem .5rem; padding: .25rem 0; }
.outcomes th, .outcomes td.figure { width: auto; white-space: normal; }
.outcomes .of { grid-column: 1 / -1; }
.outcomes .none .of { display: none; }
.scrolled { max-height: 60vh; }
.failed tr { display: grid; grid-template-columns: auto 1fr; gap: 0 .75rem; padding: .4375rem 0; border-top: 1px solid var(--line); }
.failed td.figure::before { content: "Row "; }
.failed .when { text-align: right; color: var(--dim); font-size: .875rem; }
.failed .reason { grid-column: 1 / -1; }
.waits tr:first-child, .failed tr:first-child { border-top: 0; } }
@media (min-width: 40rem) { .failed .figure, .failed .when { width: 1%; padding-right: 1.25rem; } }
@media (min-width: 56rem) {
main { gap: 1rem; }
.columns { display: grid; grid-template-columns: minmax(0, 6fr) minmax(0, 5fr); gap: 1rem; align-items: start; }
.columns > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1rem; }
main section[id]:not(#status) { padding: 1.125rem 1.25rem 1.25rem; }
#bar { grid-template-columns: minmax(0, 1fr) minmax(18rem, 24rem); align-items: start; padding: 1.125rem 1.25rem; }
#bar:has(> #control[hidden]) { grid-template-columns: minmax(0, 1fr); }
.says { font-size: 2rem; }
.main b { font-size: 6.5rem; }
.main span { font-size: 1.75rem; }
.main .percent { font-size: 2.5rem; } }
@media (prefers-reduced-motion: no-preference) { .bar rect, .meter rect, .outcomes rect { transition: width .4s, x .4s; } }
${BREATHING}@media (forced-colors: active) { rect, .begun path { forced-color-adjust: none; } #bar, .bar, .meter { border: 1px solid CanvasText; } }
`;
