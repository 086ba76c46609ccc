import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';

/** One row of a spreadsheet. `row` as it counts them: a line break in quotes begins none. */
export type Line =
  | { is: 'cells'; row: number; cells: readonly string[] }
  /** It was not written as CSV is; the next ones are read. */
  | { is: 'faulty'; row: number; why: string }
  /** So full of faults that nothing behind it is read. */
  | { is: 'hopeless'; row: number };

/** In a tie the comma loses: it stands in texts too. */
const DELIMITERS = ['\t', ';', ','] as const;

/** Returns what parts the cells of the header, the first line that is not blank. */
function delimiterOf(text: string): string {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let isQuoted = false;
  let isBegun = false;
  for (const char of text) {
    const count = counts.get(char);
    if (char === '"') isQuoted = !isQuoted;
    if (isQuoted) continue;
    if (count !== undefined) counts.set(char, count + 1);
    else if (char !== '\n' && char !== '\r') isBegun ||= char.trim() !== '';
    else if (isBegun) break;
  }
  return DELIMITERS.reduce((best, one) => ((counts.get(one) ?? 0) > (counts.get(best) ?? 0) ? one : best));
}

/**
 * Some programs write `="+1..."` into a cell without quoting it, lest a spreadsheet makes a number of it: the text is
 * meant. Inside of a quoted cell such a quote would be doubled, or end it.
 */
const withoutFormulas = (text: string, delimiter: string): string =>
  text.replace(
    new RegExp(`(?<=^|[\\r\\n${delimiter}])="([^"\\r\\n${delimiter}]+)"(?=[\\r\\n${delimiter}]|$)`, 'g'),
    '$1',
  );

/** Spreadsheets save a million rows where somebody has coloured a column. */
function withoutBlankEnd(text: string, delimiter: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === delimiter || text[end - 1]?.trim() === '')) end -= 1;
  const next = text.slice(end).search(/[\r\n]/);
  return next < 0 ? text : text.slice(0, end + next);
}

const PIECE_BYTES = 65_536;

function* inPieces(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += PIECE_BYTES) {
    yield bytes.subarray(from, from + PIECE_BYTES);
  }
}

const UNCLOSED = 'has a quote that is not closed: nothing behind it was read';
const STRAY_QUOTE = 'has a quote in the middle of a cell';

/** For each stray quote the parser copies the cell so far, and makes an error: a file full of them would take minutes. */
const MOST_COPIED = 30_000_000;
const COPIED_FOR_ERROR = 1_000;

/** Reads CSV line by line, from the header on; it tells what parts the cells. Throws nothing. */
export async function* linesOf(text: string): AsyncGenerator<Line> {
  const faults = new Map<number, string>();
  let begun = 0;
  let copied = 0;
  const delimiter = delimiterOf(text);
  const bytes = Buffer.from(withoutFormulas(withoutBlankEnd(text, delimiter), delimiter));
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    skip_records_with_error: true,
    // Called for every cell, also of records that are skipped: the only one to tell where each begins.
    cast: (cell, { index }) => {
      if (index === 0) begun += 1;
      return cell;
    },
    on_skip: (error: CsvError | undefined) => {
      faults.set(
        error?.index === 0 ? begun + 1 : begun,
        error?.code === 'CSV_QUOTE_NOT_CLOSED' ? UNCLOSED : STRAY_QUOTE,
      );
      copied += COPIED_FOR_ERROR + String(error?.field ?? '').length;
      if (copied > MOST_COPIED) throw error;
      return undefined;
    },
  });
  // What goes wrong is told by the iterator.
  pipeline(Readable.from(inPieces(bytes)), parser, () => undefined);
  const records: AsyncIterable<string[]> = parser;
  let row = 1;
  function* faultsHere(): Generator<Line> {
    for (let why = faults.get(row); why !== undefined; why = faults.get(row)) {
      yield { is: 'faulty', row, why };
      row += 1;
    }
  }
  try {
    for await (const cells of records) {
      // The parser is ahead: what it skipped before this record is known.
      yield* faultsHere();
      yield { is: 'cells', row, cells };
      row += 1;
    }
    yield* faultsHere();
  } catch {
    yield { is: 'hopeless', row: begun };
  }
}
