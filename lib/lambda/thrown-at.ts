import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { LogFields } from '../base/telemetry.ts';

const FRAME = /\(?(\S+?):(\d+):(\d+)\)?$/;
const OURS = /(?:^|\/)(?<!(?:^|\/)test\/)((?:lib|functions)\/[\w./-]+\.ts)$/;
const PLACES = 3;

/** The map beside a bundle, once it is needed: Node's own way (`--enable-source-maps`) reads each at the function's start. */
const maps = new Map<string, SourceMap | undefined>();
function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file);
}

function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** A line of a stack as a place in a file of ours; nothing for one in a package or in Node. */
function placeIn(frame: string): string[] {
  const [, where = '', line = '', column = ''] = FRAME.exec(frame) ?? [];
  if (where === '') return [];
  const file = where.startsWith('file:') ? fileURLToPath(where) : where;
  if (!file.endsWith('.mjs')) return placed(file, line);
  const found = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
  return found !== undefined && 'originalSource' in found
    ? placed(found.originalSource, found.originalLine + 1)
    : [];
}

function placed(source: string, line: string | number): string[] {
  const ours = OURS.exec(source)?.[1];
  return ours === undefined ? [] : [`${ours}:${line}`];
}

/**
 * Where something went wrong, for a log line: the innermost places in our own files, as in
 * `lib/inbound/call-over.ts:12 < lib/inbound/vapi-messages.ts:98`. Nothing of the error's message, which may quote a
 * caller. Empty for what has no stack, or none through our files.
 */
export function thrownAt(error: unknown): Pick<LogFields, 'at'> {
  if (!(error instanceof Error)) return {};
  const { message, stack = '' } = error;
  const frames = stack.slice(stack.indexOf(message) + message.length).split('\n');
  const places = frames.flatMap(placeIn).slice(0, PLACES);
  return places.length === 0 ? {} : { at: places.join(' < ') };
}
