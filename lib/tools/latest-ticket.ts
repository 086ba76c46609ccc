import { folded } from '../language/text/folded.ts';
import { listed } from '../language/text/listed.ts';
import { only } from './arguments.ts';

/** What names a caller's latest ticket, or their only one, instead of its number. */
const LATEST: ReadonlySet<string> = new Set([
  ...listed('latest last newest recent mine my our only current open'),
  ...listed(
    'letzte letzter letzten letztes neueste neuester neuesten neuestes neustes jungste jungster jungsten jungstes',
  ),
  ...listed(
    'mein meine meiner meinen meines meins unser unsere einzige einziges einziger offene offenes offener',
  ),
  ...listed(
    'aktuelle aktuelles aktueller ultimo ultima reciente mi mio mia nuestro nuestra unico unica abierto',
  ),
  ...listed(
    'abierta actual dernier derniere recent recente mon ma mien mienne notre seul seule ouvert ouverte',
  ),
]);

/** What may stand beside it. */
const BESIDE: ReadonlySet<string> = new Set([
  ...listed('the one ticket case request most please for of it is s'),
  ...listed('der die das den fall vorgang anfrage bitte es ist fur von'),
  ...listed('el la lo uno mas nuevo nueva caso incidencia consulta por favor es de del'),
  ...listed('le l plus demande dossier c est svp celui celle'),
]);

const MOST_LETTERS = 100;

/** Whether an argument names the caller's latest ticket: "the latest one", "mein letztes". One word more, and it may be another. */
export function meansLatest(given: unknown): boolean {
  const argument = only(given);
  if (typeof argument !== 'string' || argument.length > MOST_LETTERS) return false;
  const words = folded(argument).match(/[\p{L}\p{N}]+/gu) ?? [];
  return (
    words.some((word) => LATEST.has(word)) && words.every((word) => LATEST.has(word) || BESIDE.has(word))
  );
}
