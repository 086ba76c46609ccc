import * as z from 'zod/mini';
import type { PlatformApi } from '../http/platform-api.ts';
import type { Check } from './check.ts';
import { skipped } from './finding.ts';

/** What was read of a platform, or why it was not. */
export type Seen<T> =
  | { is: 'seen'; value: T }
  /** 404 */
  | { is: 'gone' }
  /** These credentials may not see it. */
  | { is: 'denied'; status: number; code: number | undefined }
  /** No answer, or one that cannot be read. */
  | { is: 'unanswered'; reason: string }
  /** Nothing to ask with, or for. */
  | { is: 'not-asked'; why: string };

type Unseen = Exclude<Seen<never>, { is: 'seen' }>;

/** A platform's API, or which setting is missing to ask it. */
export type Source = { platform: 'Twilio' | 'Vapi'; api: PlatformApi | { missing: string } };

/** Where it is read, or why there is no such place. */
export type Place = string | { missing: string };

export function seen<T>(value: T): Seen<T> {
  return { is: 'seen', value };
}

export function notAsked(why: string): Unseen {
  return { is: 'not-asked', why };
}

/** A setting, or the words that it is missing. */
export function given<T>(value: T | undefined, name: string): T | { missing: string } {
  return value ?? { missing: `${name} is not set` };
}

export function isMissing(value: unknown): value is { missing: string } {
  return typeof value === 'object' && value !== null && 'missing' in value;
}

const problem = z.object({ code: z.optional(z.int()) });

/** Reads one thing. Only what the schema names is kept. */
export async function see<S extends z.ZodMiniType>(
  { platform, api }: Source,
  place: Place,
  schema: S,
): Promise<Seen<z.output<S>>> {
  if (isMissing(api)) return notAsked(api.missing);
  if (isMissing(place)) return notAsked(place.missing);
  const answer = await api({ method: 'GET', url: place });
  if (answer.is === 'lost') return { is: 'unanswered', reason: answer.reason };
  const { status, body } = answer;
  if (answer.is === 'ok') {
    const read = schema.safeParse(body);
    return read.success
      ? seen(read.data)
      : { is: 'unanswered', reason: `${platform.toLowerCase()}-unreadable` };
  }
  if (status === 404) return { is: 'gone' };
  const code = problem.safeParse(body).data?.code;
  if (status === 401 || status === 403) return { is: 'denied', status, code };
  const reason = `${platform.toLowerCase()}-${status}${code === undefined ? '' : `-${code}`}`;
  return { is: 'unanswered', reason };
}

/** Returns what was made of it, where it was seen. */
export function mapped<T, O>(one: Seen<T>, make: (value: T) => O): Seen<O> {
  return one.is === 'seen' ? seen(make(one.value)) : one;
}

export function ifSeen<T>(one: Seen<T> | undefined): T | undefined {
  return one?.is === 'seen' ? one.value : undefined;
}

/** Why it was not seen, as a sentence; `thing` as it begins one. */
export function whyUnseen(one: Unseen, thing: string): string {
  switch (one.is) {
    case 'gone':
      return `${thing} is not there (404).`;
    case 'denied': {
      const code = one.code === undefined ? '' : `, ${one.code}`;
      return `These credentials may not see ${thing.charAt(0).toLowerCase()}${thing.slice(1)} (${one.status}${code}).`;
    }
    case 'unanswered':
      return `${thing} could not be read (${one.reason}).`;
    case 'not-asked':
      return `${one.why}.`;
  }
}

/** Judges what was seen; what was not is skipped, with the reason. */
export function whenSeen<T>(id: string, thing: string, one: Seen<T>, judge: (value: T) => Check): Check {
  return one.is === 'seen' ? judge(one.value) : skipped(id, whyUnseen(one, thing));
}
