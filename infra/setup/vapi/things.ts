import * as z from 'zod';
import type { Body } from './body.ts';

export const KINDS = ['credential', 'assistant', 'squad', 'phone-number'] as const;
export type Kind = (typeof KINDS)[number];

/** Something that Vapi holds. */
export type Thing = { id: string; name?: string; createdAt?: string; body: Body };

const thingSchema = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  createdAt: z.string().nullish(),
});

/** Returns what an answer holds; undefined for one that cannot be read. */
export function thingOf(answer: unknown): Thing | undefined {
  const read = thingSchema.safeParse(answer);
  if (!read.success) return undefined;
  const { id, name, createdAt } = read.data;
  return { id, ...(name != null && { name }), ...(createdAt != null && { createdAt }), body: read.data };
}

/** Returns what a list holds; undefined where it is none, or has an entry that cannot be read. */
export function thingsOf(answer: unknown): Thing[] | undefined {
  if (!Array.isArray(answer)) return undefined;
  const things = answer.flatMap((one: unknown) => thingOf(one) ?? []);
  return things.length === answer.length ? things : undefined;
}
