import * as z from 'zod/mini';
import { parsedJson } from '../base/json.ts';
import { weaknessOf } from './weakness.ts';

const listed = (given: string): string[] =>
  given
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Any text that is not empty. */
export function text() {
  return z.string().check(z.minLength(1));
}

/** Texts separated by commas, at least one. */
export function list() {
  return z.pipe(
    text(),
    z.pipe(z.transform(listed), z.array(z.string()).check(z.minLength(1, 'holds no value'))),
  );
}

/** Texts separated by commas, or none. */
export function listOrNone() {
  return z.pipe(z.string(), z.transform(listed));
}

/** So long is any key that a platform makes; what is shorter was pasted in part. */
const LEAST_KEY = 8;

/** A key that a platform has made for us: nobody is believed here by it. */
export function key() {
  return z.pipe(
    text(),
    sound((given) => weaknessOf(given, LEAST_KEY)),
  );
}

/** Texts by which somebody is believed here, separated by commas, at least one: old and new while one is replaced. */
export function secrets() {
  return z.pipe(
    list(),
    z.array(z.string()).check(({ value: input, issues }) => {
      const message = weakest(input);
      if (message !== undefined) issues.push({ code: 'custom', input, message });
    }),
  );
}

/** What is wrong with the first of these secrets that is no good; undefined where all are. */
export function weakest(given: readonly string[]): string | undefined {
  return given.map((one) => weaknessOf(one)).find((problem) => problem !== undefined);
}

export function httpUrl() {
  return z.url({ protocol: /^https?$/, error: 'is not a http(s) URL' });
}

/** An id of Twilio's: a prefix, and 32 hex digits in a real account. */
export function sid(prefix: string) {
  return z
    .string()
    .check(
      z.regex(new RegExp(`^${prefix}[0-9A-Za-z]+$`), `does not look like ${prefix}...`),
      z.regex(/^(?!.*x{6})/i, 'is a placeholder'),
    );
}

/** What CloudFormation lets pass as a SID. */
export function sidPattern(prefix: string): string {
  return `${prefix}[0-9a-f]{32}`;
}

export function e164() {
  return z.string().check(z.regex(/^\+[1-9]\d{6,14}$/, 'is not a phone number in E.164 form'));
}

export function oneOf<const V extends readonly string[]>(values: V) {
  return z.enum(values, `is none of ${values.join(', ')}`);
}

/** `true` or `false`. */
export function flag() {
  return z.pipe(
    z.enum(['true', 'false'], 'is neither true nor false'),
    z.transform((word) => word === 'true'),
  );
}

/** A whole number from `least` to `most`. */
export function wholeNumber(most: number, least = 1) {
  return z.pipe(
    z.string().check(z.regex(/^\d+$/, 'is not a whole number')),
    z.pipe(
      z.transform(Number),
      z.int().check(z.minimum(least, `is less than ${least}`), z.maximum(most, `is more than ${most}`)),
    ),
  );
}

/** JSON of something; what is no JSON is left to the schema to refuse. */
export function json<S extends z.ZodMiniType>(schema: S) {
  return z.pipe(z.string(), z.pipe(z.transform(parsedJson), schema));
}

/** Text with which nothing is wrong, in the words of `problemOf`; they never quote it. */
export function sound(problemOf: (given: string) => string | undefined) {
  return z.string().check(({ value: input, issues }) => {
    const message = problemOf(input);
    if (message !== undefined) issues.push({ code: 'custom', input, message });
  });
}
