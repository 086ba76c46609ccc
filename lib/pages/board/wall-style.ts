/** Where there is room beside each other, and on a wall: there the text grows with the screen, and is read at three metres. */
export const WALL_STYLE = `@media (min-width: 48rem) {
.hero { grid-template-columns: minmax(0, 2.6fr) repeat(4, minmax(0, 1fr)); }
.hero .first { grid-column: auto; }
.hero .first dd { font-size: 4.5rem; }
.figures { grid-template-columns: repeat(5, minmax(0, 1fr)); } }
@media (min-width: 64rem) {
body { padding: .75rem 1.5rem 2rem; }
.lists { grid-template-columns: minmax(0, 10fr) minmax(0, 9fr) minmax(0, 8fr); }
.lists { align-items: start; }
.lists > div { align-content: start; }
.lists .scrolled { max-height: 15rem; }
#waiting .scrolled { max-height: 34rem; }
.hero dd { font-size: 3.5rem; } }
@media (min-width: 100rem) and (min-height: 50rem) {
html { font-size: max(100%, min(1.04vw, 1.85vh)); }
body { max-width: none; padding-top: .5rem; }
header { margin-bottom: .5rem; font-size: 1rem; }
header nav a { min-height: 2rem; }
#fresh.stale { flex: none; order: 0; padding: .1875rem .875rem; }
#ended { flex: 1; order: 0; padding: .1875rem .875rem; }
header nav { margin-left: auto; }
.screen { display: flex; flex-direction: column; min-height: calc(100vh - 3.5rem); }
#now { display: flex; flex: 1; flex-direction: column; }
.lists { flex: 1 1 0; min-height: 15rem; grid-template: minmax(0, 1fr) / minmax(0, 10fr) minmax(0, 9fr) minmax(0, 13fr); align-items: stretch; }
.lists > div { align-content: stretch; }
.lists > div:nth-child(2) { display: flex; flex-direction: column; }
#ringing { flex: none; max-height: 55%; }
#talking { flex: 1; }
h4 { font-size: 1rem; }
.lists > div:nth-child(3) { grid-template-columns: repeat(2, minmax(0, 1fr)); grid-template-rows: minmax(0, 1fr); }
.lists .card { display: flex; flex-direction: column; min-height: 0; }
.lists .scrolled, #waiting .scrolled { flex: 1; max-height: none; margin-bottom: -.75rem; }
.lists table { font-size: 1.1875rem; }
.lists h3 { font-size: 1.0625rem; }
.hero dt { font-size: 1.25rem; }
.hero dd { font-size: 5rem; }
.hero .first dd { font-size: 7.5rem; }
.hero .note { font-size: 1.125rem; }
#today h2 { margin: 0 0 .25rem; }
.both { grid-template-columns: minmax(0, 11fr) minmax(0, 8fr); }
.figures { grid-auto-rows: 1fr; }
.figures dd { font-size: 2.75rem; }
.drawn { display: flex; flex-direction: column; }
.drawn [data-section] { flex: 1; }
.day { min-height: 5rem; height: 5rem; } }
`;
