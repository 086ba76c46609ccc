import type { Colors } from 'picocolors/types.js';
import * as z from 'zod/mini';

/** A line of the product's log, as `lib/lambda/telemetry.ts` writes it. */
const lineSchema = z.looseObject({
  time: z.string(),
  level: z.string(),
  service: z.optional(z.string()),
  message: z.string(),
});

/** What a person at a terminal wants to know; ids stand there shortened, and last. */
const FIELDS = [
  'event',
  'effect',
  'state',
  'outcome',
  'reason',
  'messageType',
  'status',
  'count',
  'durationMs',
] as const;
const SERVICE_WIDTH = 20;
const MESSAGE_WIDTH = 12;
const ID_END = 5;

/** One line of JSON as a person reads it; whatever else is written stays as it is. */
export function prettyLine(line: string, colors: Colors): string {
  const read = lineSchema.safeParse(parsed(line));
  if (!read.success) return line;
  const { time, level, service = '', message, ...rest } = read.data;
  const paint = { error: colors.red, warn: colors.yellow }[level] ?? ((text: string) => text);
  const fields = FIELDS.flatMap((name) => (rest[name] === undefined ? [] : [`${name}=${rest[name]}`]));
  const { callId, attempt } = rest;
  if (typeof attempt === 'number' && attempt > 1) fields.push(`attempt=${attempt}`);
  if (typeof callId === 'string') fields.push(`call …${callId.slice(-ID_END)}`);
  const words = paint(message.padEnd(fields.length > 0 ? MESSAGE_WIDTH : 0));
  const told = level === 'error' ? colors.red(fields.join(' ')) : colors.dim(fields.join(' '));
  return `${colors.dim(clockTime(time))} ${colors.cyan(service.padEnd(SERVICE_WIDTH))} ${words} ${told}`.trimEnd();
}

type Output = Pick<NodeJS.WriteStream, 'write'>;

/** Makes what the functions of this process log readable on its way to the terminal. */
export function prettify(output: Output, colors: Colors): void {
  const write = output.write.bind(output);
  output.write = (chunk: string | Uint8Array, ...rest: never[]) =>
    write(typeof chunk === 'string' && chunk.startsWith('{') ? prettyChunk(chunk, colors) : chunk, ...rest);
}

const prettyChunk = (chunk: string, colors: Colors): string =>
  chunk
    .split('\n')
    .map((line) => prettyLine(line, colors))
    .join('\n');

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** By this machine's clock; the line itself has UTC. */
function clockTime(time: string): string {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  return `${at.toLocaleTimeString('en-GB')}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}
