/** The look of the search and of what it finds. */
export const PAST_STYLE = `#asking { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 9.5rem), 1fr)); gap: .625rem; align-items: start; }
#asking label { display: block; margin-bottom: .125rem; font-size: .8125rem; font-weight: 500; color: var(--dim); }
#asking input, #asking select, #asking button, #more { width: 100%; min-height: 2.75rem; padding: .375rem .75rem; border: 1px solid var(--field);
border-radius: .5rem; background: var(--card); color: var(--ink); font: inherit; }
#asking ::placeholder { color: var(--dim); opacity: 1; }
#asking button { margin-top: 1.3125rem; border-color: transparent; background: var(--ink); color: var(--card); font-weight: 650; cursor: pointer; }
#asking :focus-within:is(input, select, button) { outline: 2px solid var(--now); outline-offset: 2px; }
#asking [aria-invalid=true] { border: 2px solid var(--poor); }
.wrong, #found.poor { color: var(--poor); font-weight: 600; }
.wrong:not(:empty) { margin-top: .25rem; font-size: .875rem; line-height: 1.35; }
.wrong::first-letter { text-transform: uppercase; }
.told { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem 1rem; min-height: 2.75rem; margin: .75rem 0 .25rem; }
#csv { display: grid; place-items: center; min-height: 2.75rem; }
#more { width: auto; min-width: 9rem; margin-top: .75rem; cursor: pointer; }
[aria-busy=true] { opacity: .6; }
.past thead th { border-top: 0; white-space: nowrap; font-size: .8125rem; font-weight: 600; color: var(--dim); }
.past .row { cursor: pointer; }
.past .row button { display: inline-flex; align-items: baseline; min-height: 1.75rem; padding: 0; border: 0; background: none; color: var(--link); font: inherit;
text-align: left; cursor: pointer; font-variant-numeric: tabular-nums; }
.past .row button::before { content: ""; flex: none; width: .4em; height: .4em; margin: 0 .7em .1em .15em; border: solid var(--dim); border-width: 0 2px 2px 0; transform: rotate(-45deg); align-self: center; }
.past .row [aria-expanded=true]::before { transform: rotate(45deg); }
.past .number { color: var(--dim); white-space: normal; }
.past .all > td { padding: .25rem 0 .75rem 1.125rem; border: 0; }
.past dl div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: .75rem; padding: .125rem 0; }
.past dt { color: var(--dim); }
.past thead th:nth-child(n+6), .past td.t { text-align: right; }
.past td.t { font-weight: 400; }
@media (max-width: 59.99rem) {
#asking button { grid-column: 1 / -1; margin-top: .25rem; }
.past thead { display: none; }
.past, .past tbody { display: block; }
.past .row { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: .25rem .75rem; padding: .5rem 0; border-top: 1px solid var(--line); }
.past .row > *, .past .all > td { padding: 0; border: 0; }
.past .row th, .past .row td:nth-child(2) { grid-column: 1 / -1; }
.past .row button { min-height: 2.75rem; align-items: center; font-weight: 600; }
.past .row td:nth-child(n+3) { grid-column: span 2; }
.past .row td:nth-child(n+3):nth-child(-n+4) { grid-column: span 3; }
.past .row td { width: auto; text-align: left !important; white-space: normal; }
.past .row td:nth-child(n+3)::before { content: attr(data-head); display: block; font-size: .8125rem; font-weight: 400; color: var(--dim); }
.past .all:not([hidden]), .past .all > td { display: block; padding: 0 0 .75rem; } }
`;
