import { STYLE } from '../../../lib/pages/kit/style.ts';

/** The look of the pages of the product, and what the start page has beside it. */
export const START_STYLE = `${STYLE}
main > section, .place, .floor > section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem;
padding: 1rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
main h2 { margin: 0 0 .625rem; font-size: 1.0625rem; line-height: 1.3; font-weight: 650; color: var(--ink); }
h3 { margin: 0 0 .25rem; font-size: .8125rem; line-height: 1.4; font-weight: 600; color: var(--dim); }
main ol, main ul { list-style: none; padding: 0; }
main code { font: .8125rem/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--dim); }
.intro { display: grid; gap: .125rem; }
.intro p { max-width: 62rem; color: var(--dim); }
button { font: inherit; color: inherit; cursor: pointer; }
fieldset { display: flex; flex-wrap: wrap; gap: .125rem 1.25rem; margin: 0 0 .25rem; padding: 0; border: 0; font-size: .9375rem; }
legend { float: left; padding: 0; font-weight: 600; }
.window { margin-bottom: .75rem; }
fieldset label { display: inline-flex; align-items: baseline; gap: .375rem; cursor: pointer; }
input[type=radio] { accent-color: var(--now); margin: 0; }
.kinds { display: grid; gap: .625rem; }
.kind { display: grid; }
.kind button { display: flex; flex-direction: column; align-items: flex-start; gap: .1875rem; width: 100%;
padding: .6875rem .8125rem; text-align: left; background: var(--soft); border: 1px solid var(--line); border-radius: .625rem; }
.kind button:hover { border-color: var(--now); }
.kind strong { font-weight: 650; }
.kind strong::after { content: ""; display: inline-block; margin-left: .4375rem; border: .3125rem solid transparent;
border-left: .5rem solid var(--now); border-right: 0; vertical-align: -.03em; }
.kind:hover strong, .kind:hover strong::after { color: var(--link); }
.kind span { font-size: .875rem; line-height: 1.4; }
.kind small { margin-top: auto; padding-top: .125rem; font-size: .8125rem; line-height: 1.35; color: var(--dim); }
.floor { display: grid; grid-template-columns: minmax(0, 1fr); gap: .75rem; }
.floor:empty { display: none; }
.pill { display: inline-block; padding: .0625rem .5625rem; border-radius: 999px; font-size: .8125rem; font-weight: 600;
background: var(--soft); color: var(--dim); }
.pill.good { color: var(--good); }
.pill.poor { color: var(--poor); }
.pill.now { background: var(--own); color: var(--link); }
.agents { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17.5rem), 1fr)); gap: 0 1.5rem;
clip-path: inset(1px -1.5rem -1.5rem); }
.agent { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .375rem .5rem; align-items: center;
padding: .625rem 0; border-top: 1px solid var(--line); }
.agent form { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: .375rem .625rem; }
.choice { display: inline-flex; border: 1px solid var(--line); border-radius: .5rem; overflow: clip; }
.choice button { padding: .25rem .5rem; border: 0; background: none; font-size: .8125rem; }
.choice button + button { border-left: 1px solid var(--line); }
.choice button:hover { background: var(--soft); }
.choice button[aria-pressed=true] { background: var(--own); color: var(--link); font-weight: 650; }
.choice button:focus-visible { outline-offset: -2px; }
.call { border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.call:first-child { border-top: 0; }
.call summary { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .625rem; width: auto; padding: .5625rem 0;
font-size: 1rem; color: var(--ink); list-style: none; }
.call summary::-webkit-details-marker { display: none; }
.call summary::before { content: ""; width: .4375rem; height: .4375rem; margin: 0 .125rem 0 .0625rem;
border-right: 2px solid var(--dim); border-bottom: 2px solid var(--dim); transform: rotate(-45deg); }
.call details[open] > summary::before { transform: rotate(45deg); }
.no { font-variant-numeric: tabular-nums; color: var(--dim); }
.clock { font-size: .875rem; color: var(--dim); font-variant-numeric: tabular-nums; }
.call summary .clock { margin-left: auto; }
.call details { padding-bottom: .25rem; }
.result { display: flex; flex-wrap: wrap; align-items: center; gap: .375rem .75rem; font-size: .875rem; }
.result .button, td .button { font-size: .8125rem; white-space: nowrap; }
.call .course { gap: .75rem 1.5rem; padding: .5rem 0 .75rem; }
.steps { font-size: .875rem; }
.steps li { display: grid; grid-template-columns: 2.5rem minmax(0, 1fr); padding: .125rem 0; }
.steps time { color: var(--dim); font-variant-numeric: tabular-nums; }
.call:not(.past) .steps li:last-child span { font-weight: 650; color: var(--link); }
.said { font-size: .875rem; }
.said li { padding: .1875rem 0 .1875rem .625rem; border-left: 3px solid var(--line); }
.said li + li { margin-top: .25rem; }
.said .caller { border-color: var(--now); }
.said .to-the-agent { border-color: var(--good); }
.empty { color: var(--dim); font-size: .9375rem; }
[data-section]:not(:empty) + .empty, .rows-of:has(tbody:not(:empty)) + .empty, .rows-of:not(:has(tbody:not(:empty))) { display: none; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; }
th { padding: 0 .75rem .25rem 0; text-align: left; font-size: .8125rem; font-weight: 600; color: var(--dim); white-space: nowrap; }
td { padding: .4375rem .75rem .4375rem 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
td:last-child, th:last-child { padding-right: 0; text-align: right; }
.when, .wait, .state { white-space: nowrap; font-variant-numeric: tabular-nums; }
.when { color: var(--dim); }
.caller { font-weight: 500; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 39.99rem) {
.call summary strong { flex: 1 1 0; min-width: 0; }
.call summary .clock { order: 1; }
.call summary::after { content: ""; order: 2; flex-basis: 100%; }
.call summary .pill { order: 3; margin-left: 1.75rem; } }
@media (max-width: 55.99rem) {
thead { display: none; }
tbody, table { display: block; }
tr { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: .125rem .75rem; padding: .625rem 0; border-top: 1px solid var(--line); }
tr:first-child { border-top: 0; }
td, td:last-child { padding: 0; border: 0; text-align: left; }
td.when, td.link, td.state { order: 0; }
td.caller { grid-row: 1; grid-column: 1; }
td.when { grid-row: 1; grid-column: 2; text-align: right; }
td.state, td.reason { grid-column: 1 / -1; white-space: normal; }
td.by-whom:empty { display: none; }
td[data-label]:not(:empty)::before { content: attr(data-label) " "; color: var(--dim); }
td.link { grid-column: 1 / -1; margin-top: .25rem; } }
@media (min-width: 44rem) {
.kinds { grid-template-columns: repeat(2, minmax(0, 1fr)); }
.kind:last-child:nth-child(odd) { grid-column: span 2; } }
@media (min-width: 78rem) {
.kinds { grid-template-columns: repeat(12, minmax(0, 1fr)); }
.kind, .kind:last-child:nth-child(odd) { grid-column: span 4; }
.kind:nth-child(-n + 8) { grid-column: span 3; } }
@media (min-width: 56rem) {
main { gap: 1rem; }
main > section, .place, .floor > section { padding: 1.125rem 1.25rem 1.25rem; }
td.caller, td.by-whom { min-width: 7rem; }
.floor { grid-template-columns: minmax(0, 1fr) 21rem; gap: 1rem; align-items: start; }
.floor > :only-child { grid-column: 1 / -1; }
.call .course { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
`;
