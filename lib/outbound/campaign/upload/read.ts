import { problem } from '../../problem.ts';
import { onlyCallable } from './callable.ts';
import { readJsonList } from './json-list.ts';
import { invalid, type List, type RefusedUpload, type Upload, type UploadPorts } from './upload.ts';

export type { RefusedRow, Upload, UploadPorts } from './upload.ts';

async function uploadOf(list: List | RefusedUpload, ports: UploadPorts): Promise<Upload> {
  if (list.is === 'refused') return list;
  const { rows, ...campaign } = list;
  if (!ports.knowsAssistant(campaign.assistant)) {
    return invalid(problem('assistant', 'names none that is set up to make calls'));
  }
  const looked = await onlyCallable(rows, ports);
  return {
    ...campaign,
    is: 'upload',
    people: looked.flatMap((read) => (read.is === 'person' ? [read.person] : [])),
    refused: looked.flatMap((read) => (read.is === 'refused' ? [read.refused] : [])),
  };
}

/** Reads a campaign that was sent as JSON: whom to call, and whom not and why. Throws what the ports throw. */
export async function readJsonUpload(body: unknown, ports: UploadPorts): Promise<Upload> {
  return uploadOf(await readJsonList(body), ports);
}

/** Reads a campaign that was sent as a spreadsheet (`text/csv`). Throws what the ports throw. */
export async function readCsvUpload(
  body: Uint8Array,
  query: URLSearchParams,
  ports: UploadPorts,
): Promise<Upload> {
  // With the parser of CSV, which nothing else needs.
  const { readCsvList } = await import('./csv-list.ts');
  return uploadOf(await readCsvList(body, query), ports);
}
