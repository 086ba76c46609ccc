import { type Problem, problem } from '../../problem.ts';
import { campaignSettingsSchema } from '../settings.ts';
import { type Column, contactOf, readHeader } from './columns.ts';
import { linesOf } from './lines.ts';
import { numberCells } from './number-cell.ts';
import { readQuery, type UploadQuery } from './query.ts';
import { readRow } from './row.ts';
import {
  invalid,
  type List,
  MOST_CONTACTS,
  type ReadRow,
  type RefusedUpload,
  refusedRow,
  tooMany,
} from './upload.ts';

/** Without the mark that Windows puts before it. */
function utf8(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return undefined;
  }
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

async function rowsOf(text: string, { consent, country }: UploadQuery): Promise<ReadRow[] | RefusedUpload> {
  const readNumber = numberCells(country);
  const rows: ReadRow[] = [];
  let columns: readonly Column[] | undefined;
  for await (const line of linesOf(text)) {
    if (line.is === 'hopeless') {
      return invalid(problem('body', `has too many quotes in the middle of cells, up to row ${line.row}`));
    }
    if (line.is === 'cells' && isBlank(line.cells)) continue;
    if (columns === undefined) {
      const header: readonly Column[] | Problem =
        line.is === 'cells' ? readHeader(line.cells) : problem('header', line.why);
      if ('field' in header) return invalid(header);
      columns = header;
      continue;
    }
    if (rows.length === MOST_CONTACTS) return tooMany();
    const { row } = line;
    if (line.is === 'faulty') {
      rows.push(refusedRow(row, 'invalid', problem('row', line.why)));
    } else if (line.cells.length !== columns.length) {
      const [has, needs] = [line.cells.length, columns.length];
      const why = `has ${has > needs ? 'more' : 'fewer'} cells than the header: ${has}, not ${needs}`;
      rows.push(refusedRow(row, 'invalid', problem('row', why)));
    } else {
      const read = contactOf(columns, line.cells, consent);
      if (read.is === 'nameless') {
        return invalid(problem(read.column, `has no name, but a value in row ${row}`));
      }
      rows.push(readRow(row, read.contact, { readNumber }));
    }
  }
  return rows.length > 0 ? rows : invalid(problem('contacts', 'is empty'));
}

/** Reads a campaign that was sent as CSV. It starts at once, with the settings by default. Throws nothing. */
export async function readCsvList(body: Uint8Array, query: URLSearchParams): Promise<List | RefusedUpload> {
  const asked = readQuery(query);
  if ('is' in asked) return asked;
  const text = utf8(body);
  if (text === undefined) return invalid(problem('body', 'is not UTF-8'));
  const rows = await rowsOf(text, asked);
  if ('is' in rows) return rows;
  const { name, assistant } = asked;
  return {
    ...{ is: 'list', name, settings: campaignSettingsSchema.parse({}), start: true, rows },
    ...(assistant !== undefined && { assistant }),
  };
}
