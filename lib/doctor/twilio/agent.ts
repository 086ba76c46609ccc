import { isObject, parsedJson } from '../../base/json.ts';
import { ifSeen } from '../seen.ts';
import { type Agent, contactOf } from './twilio-seen.ts';

/** The attributes of an agent; undefined where they are not an object, or were not seen. */
export function attributesOf({ worker }: Agent): Record<string, unknown> | undefined {
  const read = parsedJson(ifSeen(worker)?.attributes ?? '');
  return isObject(read) ? read : undefined;
}

/** Returns the names of everybody who is rung at each address. */
export function sharersOf(agents: readonly Agent[]): ReadonlyMap<string, readonly string[]> {
  const sharers = new Map<string, string[]>();
  for (const agent of agents) {
    const contact = contactOf(agent);
    if (contact !== undefined) sharers.set(contact, [...(sharers.get(contact) ?? []), agent.name]);
  }
  return sharers;
}

export function channelOf({ channels }: Agent, name: string) {
  return ifSeen(channels)?.find((one) => one.task_channel_unique_name === name);
}

/** How long ago it was, in ms; undefined for what is no date. */
export function since(date: string | null | undefined, now: number): number | undefined {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? undefined : now - at;
}

/** `2 h 5 min`, `40 min`. */
export function inWords(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}
