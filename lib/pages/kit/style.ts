/**
 * What every page begins with: colours in light and dark, text, the line at the top. Every pair of colours has a contrast
 * of at least 4.5 to 1.
 */
export const BASE = `
:root { color-scheme: light dark; --page: #f3f4f6; --card: #fff; --ink: #1b1f26; --dim: #58606d; --line: #e0e3e8;
--soft: #f1f3f6; --own: #e6eefc; --link: #1d55c4; --rail: #c3c9d2; --good: #1b7a43; --poor: #a8480c;
--now: #2563d9; --hot: #fde4d8; --hot-ink: #8a2c06; --bar: #fdf3dc; --bar-ink: #6a4700; --dot: #c98a12; }
@media (prefers-color-scheme: dark) { :root { --page: #101215; --card: #191c21; --ink: #e8eaee; --dim: #a2abb8;
--line: #2b3037; --soft: #23272e; --own: #1c2d4d; --link: #92b8ff; --rail: #4a525e; --good: #62c98d; --poor: #f0a46c;
--now: #7aa7ff; --hot: #4a2413; --hot-ink: #ffc9ab; --bar: #322914; --bar-ink: #f4d999; --dot: #e0a93a; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 6rem; }
body { margin: 0 auto; padding: .75rem 1rem 2rem; max-width: 84rem; background: var(--page); color: var(--ink);
font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
p, ul, ol, dl, dd, blockquote { margin: 0; padding: 0; }
p, dt, dd, li, h1 { overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.625rem; line-height: 1.2; font-weight: 650; letter-spacing: -.012em; }
h2 { margin: 0 0 .375rem; font-size: .8125rem; line-height: 1.4; font-weight: 600; color: var(--dim); }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--now); outline-offset: 2px; border-radius: 4px; }
.dim { color: var(--dim); font-size: .875rem; }
.number { white-space: nowrap; font-variant-numeric: tabular-nums; }
header { display: flex; align-items: center; gap: .25rem .75rem; flex-wrap: wrap; min-height: 2.25rem;
margin-bottom: .625rem; font-size: .8125rem; color: var(--dim); }
.brand { font-weight: 600; }
#fresh { flex: 1; }
#fresh.live::before { content: ""; display: inline-block; width: .5em; height: .5em; margin-right: .45em;
border-radius: 50%; background: var(--good); vertical-align: .08em; }
#fresh:empty::before { display: none; }
#fresh.stale { color: var(--poor); font-weight: 600; }
.button { padding: .3rem .75rem; border: 1px solid var(--line); border-radius: 999px; background: var(--card);
font-weight: 500; text-decoration: none; }
.button:hover { border-color: currentColor; }
`;

/** What only a screen reader says. */
export const UNSEEN = `.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** A page without its subject; and what readers without a script are told. */
export const GONE = `noscript > .dim { margin-top: .75rem; text-align: center; }
.gone main { max-width: 30rem; margin: 18vh auto 0; text-align: center; }
.gone p { margin-top: .5rem; color: var(--dim); }
.gone .button { display: inline-block; margin-top: .25rem; }
`;

/** The mark of what is live. */
export const BREATHING = `@media (prefers-reduced-motion: no-preference) {
#fresh.live::before { animation: breathe 2.4s ease-in-out infinite; }
@keyframes breathe { 50% { opacity: .35; } } }
`;

/**
 * The look of the page: one column beside a phone client, two where there is room. The talk begins at its end without a
 * script, for its flow is reversed.
 */
export const STYLE = `${BASE}#bar { position: sticky; top: .5rem; z-index: 1; display: grid; grid-template-columns: 1fr auto; align-items: center;
gap: .5rem 1rem; padding: .75rem 1rem; border-radius: .75rem; border-left: .375rem solid var(--dot);
background: var(--bar); color: var(--bar-ink); box-shadow: 0 0 0 .5rem var(--page); }
#bar > * { min-width: 0; }
.says { font-size: 1.1875rem; line-height: 1.3; font-weight: 650; }
.detail, #went-on { font-size: .875rem; line-height: 1.4; }
#keys, #went-on { grid-column: 1 / -1; }
#went-on { font-weight: 600; }
.keys { display: flex; flex-wrap: wrap; gap: .375rem 1.5rem; padding: 0; list-style: none; font-size: 1.125rem; font-weight: 600; }
.keys li { display: flex; align-items: center; gap: .5rem; }
kbd { min-width: 2.5rem; padding: .0625rem .5rem; border: 2px solid currentColor; border-bottom-width: 4px; border-radius: .5rem;
background: var(--card); color: var(--ink); font-family: inherit; font-size: 1.75rem; line-height: 1.15; font-weight: 700;
text-align: center; }
.todo { font-weight: 600; }
#times { text-align: right; font-variant-numeric: tabular-nums; }
#left { line-height: 1.1; }
#left b { font-size: 1.75rem; font-weight: 700; white-space: nowrap; }
#left.few { color: var(--poor); font-weight: 600; }
#clock { font-size: .875rem; font-weight: 600; white-space: nowrap; }
#clock::before { content: attr(data-says) ' '; font-weight: 500; }
#left:empty, #clock:empty { display: none; }
[data-state=connected] #clock { font-size: 1.5rem; line-height: 1.1; }
[data-state=connected] #clock::before { display: block; font-size: .875rem; }
.still { font-size: .8125rem; }
[data-state=offered], [data-state=bridging] { --bar: #e4edfd; --bar-ink: #173f8f; --dot: #2563d9; }
[data-state=connected] { --bar: #def3e6; --bar-ink: #10502b; --dot: #1b9a52; }
[data-state=ended] { --bar: #e3e6ea; --bar-ink: #333a45; --dot: #6d7685; }
@media (prefers-color-scheme: dark) {
[data-state=offered], [data-state=bridging] { --bar: #18284a; --bar-ink: #c0d5ff; --dot: #7aa7ff; }
[data-state=connected] { --bar: #12301f; --bar-ink: #aee6c4; --dot: #4cc580; }
[data-state=ended] { --bar: #262b32; --bar-ink: #d0d5dd; --dot: #8b94a3; } }
.columns { display: grid; gap: .75rem; margin-top: .75rem; }
.known, .course > section { background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem; }
.course { display: grid; gap: .75rem; align-content: start; }
.columns > *, .course > * { min-width: 0; }
.known section + section { margin-top: 1rem; }
.known #why { margin-top: 1rem; padding-top: .875rem; border-top: 1px solid var(--line); }
.number-line { margin-top: .125rem; font-size: 1.0625rem; color: var(--dim); }
.about { margin-top: .375rem; }
.about::first-letter { text-transform: uppercase; }
.record { display: flex; flex-wrap: wrap; align-items: center; gap: .25rem .625rem; margin-top: .5rem; }
.record .button { display: inline-block; font-size: .875rem; }
.marks { display: flex; flex-wrap: wrap; gap: .375rem; margin-top: .5rem; padding: 0; list-style: none; }
.mark { max-width: 100%; padding: .1875rem .625rem; border-radius: .5rem; background: var(--soft); font-weight: 550; }
.mark .label { margin-right: .125rem; font-size: .8125rem; font-weight: 400; color: var(--dim); }
.mark.hot { background: var(--hot); color: var(--hot-ink); font-weight: 700; }
.mark.hot .label { color: inherit; }
.source { margin-left: .25rem; }
.marks { display: flex; flex-wrap: wrap; gap: .375rem; margin-top: .5rem; padding: 0; list-style: none; }
.mark { max-width: 100%; padding: .1875rem .625rem; border-radius: .5rem; background: var(--soft); font-weight: 550; }
.mark .label { margin-right: .125rem; font-size: .8125rem; font-weight: 400; color: var(--dim); }
.mark.hot { background: var(--hot); color: var(--hot-ink); font-weight: 700; }
.mark.hot .label { color: inherit; }
.facts { display: flex; flex-wrap: wrap; gap: .375rem 1.5rem; margin-top: .625rem; }
.facts div { min-width: 0; }
.facts dd { font-weight: 500; }
.source { font-size: .8125rem; font-weight: 400; font-style: italic; color: var(--dim); }
${UNSEEN}.word bdi, .rows dt bdi { display: inline-block; }
dt { font-size: .8125rem; line-height: 1.4; color: var(--dim); }
#why p[dir] { font-size: 1.125rem; line-height: 1.4; font-weight: 550; }
ol.last { list-style: none; }
.last li { display: grid; grid-template-columns: 4rem 1fr; gap: .5rem; padding: .125rem 0; line-height: 1.4; }
.last b { font-size: .8125rem; line-height: 1.4rem; font-weight: 600; color: var(--dim); }
.last .caller p { font-weight: 550; }
.last .note { display: block; font-size: .875rem; color: var(--dim); }
#why p + p, #summary p + blockquote { margin-top: .5rem; }
blockquote { padding-left: .75rem; border-left: 3px solid var(--line); }
.rows dt bdi::first-letter { text-transform: uppercase; }
ul { padding-left: 1.125rem; }
li::marker { color: var(--dim); }
.rows div { display: grid; grid-template-columns: minmax(6rem, 2fr) 3fr; gap: .75rem; padding: .3125rem 0; }
.rows div + div { border-top: 1px solid var(--line); }
.rows dt { font-size: .875rem; line-height: 1.5rem; }
[data-section=talk] { display: flex; flex-direction: column-reverse; max-height: 60vh; overflow-y: auto;
overscroll-behavior: contain; overflow-anchor: none; margin: 0 -.5rem -.5rem; padding: .25rem .5rem .5rem;
mask-image: linear-gradient(transparent, #000 .75rem); }
[data-section=talk]:focus-visible { outline-offset: -2px; }
.talk { list-style: none; margin-bottom: auto; }
.talk li { width: fit-content; max-width: min(88%, 34rem); margin-top: .625rem; padding: .4375rem .75rem .5rem;
border-radius: .875rem; overflow: hidden; line-height: 1.45; }
.talk .caller { background: var(--own); border-bottom-left-radius: .25rem; }
.talk .assistant { margin-left: auto; background: var(--soft); border-bottom-right-radius: .25rem; }
.talk .earlier, .talk .note { margin: 0 auto; padding: 0; border-radius: 0; color: var(--dim); font-size: .8125rem; }
.talk .note { margin-top: .75rem; text-align: center; }
.by { font-size: .75rem; color: var(--dim); }
.by b { font-weight: 600; }
.by time { margin-left: .25rem; font-variant-numeric: tabular-nums; }
.picture { display: block; overflow: visible; margin: .25rem 0 .375rem; font-size: .75rem; }
.picture line { stroke: var(--rail); stroke-width: 4; }
.picture circle { fill: var(--rail); }
.picture text { fill: var(--dim); }
.picture .connected line, .picture .connected circle { stroke: var(--good); fill: var(--good); }
.picture .now line { stroke: var(--now); stroke-dasharray: 2 6; stroke-linecap: round; }
.picture .now circle { fill: var(--now); stroke: var(--card); stroke-width: 3; }
.picture .now text, .picture .here { fill: var(--now); font-weight: 650; }
.picture .end text { text-anchor: end; font-weight: 650; fill: var(--ink); }
.picture .end circle { fill: var(--dim); stroke: var(--card); stroke-width: 3; }
.picture .good circle { fill: var(--good); }
.picture .poor circle { fill: var(--poor); }
.picture .poor text { fill: var(--poor); }
summary { width: fit-content; font-size: .875rem; color: var(--link); cursor: pointer; }
details[open] summary { margin-bottom: .375rem; }
.moments { list-style: none; font-size: .875rem; }
.moments li { display: grid; grid-template-columns: 4rem 1fr; gap: .5rem; padding: .1875rem 0; }
.moments time { text-align: right; color: var(--dim); font-variant-numeric: tabular-nums; }
@media (max-height: 32rem) { #bar { position: static; } }
${GONE}@media (min-width: 56rem) {
body { padding: 1rem 1.5rem 2rem; }
.columns { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); gap: 1rem; margin-top: 1rem; align-items: start; }
.known, .course > section { padding: 1.25rem 1.375rem; }
.course { gap: 1rem; }
[data-section=talk] { max-height: max(20rem, calc(100vh - 22rem)); }
h1 { font-size: 1.875rem; }
.says { font-size: 1.375rem; }
#bar { grid-template-columns: auto 1fr auto; column-gap: 2.5rem; }
#keys { grid-column: 2; grid-row: 1; }
#times { grid-column: 3; grid-row: 1; } }
@media (min-width: 56rem) and (min-height: 40rem) { #last { display: none; } }
${BREATHING}@media (forced-colors: active) { .picture line, .picture circle { stroke: CanvasText; } #bar, .mark { border: 1px solid CanvasText; } }
`;
