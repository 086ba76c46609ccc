import type { MenuWords } from '../language.ts';

/** What machines say that answer a call, and the keys of a telephone. */
export const MENU: MenuWords = {
  own: 'ich mich mir mein meine meinen meinem meiner',
  press: ['drücken|drücke|drück|wählen|wähle|tippen|tippe|betätigen|tasten|eingeben', 'geben sie'],
  key: 'null eins zwei drei vier funf sechs sieben acht neun stern sterntaste raute rautetaste taste ziffer nummer durchwahl',
  say: ['sagen|sprechen sie', 'nennen sie'],
  notSaid: 'mir das es nichts was mit einem einer ihm ihr',
  stay: [
    'bleiben sie bitte? in der leitung',
    'bleiben sie bitte? am apparat|telefon',
    'bleiben sie bitte? dran',
    'in der leitung zu? bleiben',
    'warten sie',
    'legen sie nicht auf',
    'hinterlassen sie',
    'nach dem signalton|ton|piepton|piep|signal',
  ],
};
