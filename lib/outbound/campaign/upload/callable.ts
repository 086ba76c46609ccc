import { problem } from '../../problem.ts';
import { type ReadRow, refusedRow, type UploadPorts } from './upload.ts';

/** Of rows with the same number the first stays. */
function eachNumberOnce(rows: readonly ReadRow[]): ReadRow[] {
  const firstWith = new Map<string, number>();
  return rows.map((read) => {
    if (read.is === 'refused') return read;
    const { row, number } = read.person;
    const first = firstWith.get(number);
    if (first === undefined) firstWith.set(number, row);
    return first === undefined
      ? read
      : refusedRow(row, 'duplicate', problem('number', `stands in row ${first} already`));
  });
}

/**
 * Refuses who is in the list twice, and who cannot or must not be called. The do-not-call list is asked once for all.
 * Throws what the ports throw.
 */
export async function onlyCallable(
  rows: readonly ReadRow[],
  { notCallable, listedAmong }: Pick<UploadPorts, 'notCallable' | 'listedAmong'>,
): Promise<ReadRow[]> {
  const possible = await Promise.all(
    eachNumberOnce(rows).map(async (read) => {
      if (read.is === 'refused') return read;
      const why = await notCallable(read.person);
      return why === undefined
        ? read
        : refusedRow(read.person.row, 'number_not_callable', problem('number', why));
    }),
  );
  const numbers = possible.flatMap((read) => (read.is === 'person' ? [read.person.number] : []));
  if (numbers.length === 0) return possible;
  const listed = await listedAmong(numbers);
  return possible.map((read) =>
    read.is === 'person' && listed.has(read.person.number)
      ? refusedRow(read.person.row, 'do_not_call', problem('number', 'is on the do-not-call list'))
      : read,
  );
}
