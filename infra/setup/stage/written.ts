import { isDeepStrictEqual, parseEnv } from 'node:util';
import { about, isSettingName } from '../../settings.ts';
import { type Line, linesOf, textOf, withoutMark } from './lines.ts';

/** Above what is written for the first time. */
export const HEADING = '# Written by `npm run setup`';

/** The value cannot stand in a file of settings, or not in this one; its name, never the value. */
export class CannotBeWritten extends Error {
  override name = 'CannotBeWritten';
  constructor(name: string) {
    super(`${name} cannot be written so that it would be read back as it is`);
  }
}

type Values = Readonly<Record<string, string>>;

const read = (text: string): Record<string, string | undefined> => ({ ...parseEnv(text) });

/** What neither a shell nor Node reads in another way. */
const PLAIN = /^[\w./:+@%,-]+$/;
const QUOTES = ["'", '"', '`'];

/** The ways in which the value can be written, the one before it first. */
function formsOf(name: string, value: string, before = ''): string[] {
  const quoted = QUOTES.map((quote) => `${quote}${value}${quote}`);
  const own = QUOTES.indexOf(before.at(0) ?? '');
  const forms = [...(own === -1 ? [] : quoted.slice(own, own + 1)), ...(PLAIN.test(value) ? [value] : [])];
  return [...forms, ...quoted, value].filter((form) => read(`${name}=${form}\n`)[name] === value);
}

const PARTS = /^([ \t]*(?:export )?[ \t]*[\w.-]+[ \t]*=[ \t]*)((?:(["'`]).*?\3)?)(.*)$/s;

/** The line with another value; its beginning, its kind of quotes and the comment behind it stay. */
function rewritten({ text, end, isCommented }: Line, name: string, value: string): string[] {
  if (isCommented) return formsOf(name, value).map((form) => `${name}=${form}${end}`);
  const [, beginning = `${name}=`, quoted = '', , rest = ''] = PARTS.exec(text) ?? [];
  const [comment = ''] = /[ \t]*#.*$/.exec(rest) ?? [];
  return formsOf(name, value, quoted).map((form) => `${beginning}${form}${comment}${end}`);
}

/**
 * Whether a line that is commented out has what `.env.example` has in place of a value. Anything else there is somebody's
 * note, and a default tells what holds without a value.
 */
function isStandIn({ text, isCommented }: Line, name: string): boolean {
  if (!isCommented || !isSettingName(name)) return false;
  const { fallback, example = '' } = about(name);
  return fallback === undefined && text.slice(text.indexOf('=') + 1).trim() === example;
}

/** The line whose value counts; -1 without one. */
function activeAt(lines: readonly Line[], name: string): number {
  return lines.findLastIndex((line) => line.defines === name && !line.isCommented);
}

/** The texts with the value in the line that has one already, else in the one that holds its place. */
function inPlace(lines: readonly Line[], name: string, value: string): string[] {
  const active = activeAt(lines, name);
  const at =
    active === -1 ? lines.findIndex((line) => line.defines === name && isStandIn(line, name)) : active;
  const line = lines[at];
  if (line === undefined) return [];
  const [before, behind] = [textOf(lines.slice(0, at)), textOf(lines.slice(at + 1))];
  return rewritten(line, name, value).map((text) => `${before}${text}${behind}`);
}

/** The texts with a line of its own under our heading, which comes last where there is none yet. */
function appended(lines: readonly Line[], name: string, value: string): string[] {
  const end = lines.find((line) => line.end !== '')?.end ?? '\n';
  const { heading, end: at } = ourBlock(lines);
  const before = textOf(lines.slice(0, at));
  const begun = before === '' || before.endsWith('\n') ? before : `${before}${end}`;
  const headed = heading === -1 ? `${begun}${begun === '' ? '' : end}${HEADING}${end}` : begun;
  const behind = textOf(lines.slice(at));
  return formsOf(name, value).map((form) => `${headed}${name}=${form}${end}${behind}`);
}

/** Where what set-up has written begins and ends. */
function ourBlock(lines: readonly Line[]): { heading: number; end: number } {
  const heading = lines.findIndex(({ text }) => text === HEADING);
  const known = heading === -1 ? -1 : lines.slice(heading + 1).findIndex((line) => !isValue(line));
  return { heading, end: known === -1 ? lines.length : heading + 1 + known };
}

const isValue = ({ defines, isCommented }: Line): boolean => defines !== undefined && !isCommented;

/**
 * Returns the text of a file of settings with these values in it, every other line as it was. Node reads them back the
 * same, and everything else as before. Throws `CannotBeWritten`.
 */
export function settingsWritten(text: string, values: Values): string {
  const body = withoutMark(text);
  return `${text.slice(0, text.length - body.length)}${bodyWritten(body, values)}`;
}

/** Returns the names that have a value in the text of a file of settings. */
export function givenIn(text: string): string[] {
  return Object.entries(read(withoutMark(text))).flatMap(([name, value]) => (value?.trim() ? [name] : []));
}

/** Returns the names whose values there were written by set-up, under its heading. */
export function namesWritten(text: string): string[] {
  const lines = linesOf(withoutMark(text));
  const { heading, end } = ourBlock(lines);
  const ours = heading === -1 ? [] : lines.slice(heading + 1, end).flatMap(({ defines }) => defines ?? []);
  return ours.filter((name) => activeAt(lines, name) < end);
}

function bodyWritten(text: string, values: Values): string {
  return Object.entries(values).reduce((before, [name, value]) => {
    const wanted = { ...read(before), [name]: value };
    if (isDeepStrictEqual(read(before), wanted)) return before;
    const lines = linesOf(before);
    const ways = [...inPlace(lines, name, value), ...appended(lines, name, value)];
    const good = ways.find((way) => isDeepStrictEqual(read(way), wanted));
    if (good === undefined) throw new CannotBeWritten(name);
    return good;
  }, text);
}
