import { globSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type LanguageCode } from '../../../lib/speech/index.ts';

/** What one file says, in each language. */
export type Table = Readonly<Record<LanguageCode, unknown>>;

/** Where a tool's own sentences stand: with it, so that a new tool is one file. */
export const WITH_TOOLS = globSync('lib/tools/*.ts').sort();

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const isTable = (value: unknown): value is Table =>
  isRecord(value) && Object.keys(value).toSorted().join() === LANGUAGES.toSorted().join();

/** Returns the tables that a file exports, also those that its tool carries as `says`. */
export async function tablesOf(file: string): Promise<Table[]> {
  const exported: unknown = await import(join(process.cwd(), file));
  const values = isRecord(exported) ? Object.values(exported) : [];
  return values.flatMap((value) => [value, isRecord(value) ? value.says : undefined].filter(isTable));
}

/** Returns every table of the tools by its file. */
export async function tablesOfTools(): Promise<ReadonlyMap<string, Table>> {
  const found = new Map<string, Table>();
  for (const file of WITH_TOOLS) {
    for (const [index, table] of (await tablesOf(file)).entries()) {
      found.set(index === 0 ? file : `${file} ${index + 1}`, table);
    }
  }
  return found;
}
