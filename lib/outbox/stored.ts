import * as z from 'zod/mini';
import { dueOf } from './due.ts';
import type { Owing, UnknownEffect } from './effect.ts';

const owing = z.looseObject({ effects: z.array(z.unknown()) });
const time = z.number();
const envelope = z.looseObject({
  id: z.string(),
  notBefore: time,
  claim: z.optional(z.looseObject({ until: time })),
});

/**
 * Returns the record that stored JSON holds, with the effects that this version does not know put aside; undefined
 * where the record itself says something that it does not know.
 */
export function readOwing<R extends Owing<unknown>>(
  record: z.ZodMiniType<R>,
  effect: z.ZodMiniType<R['effects'][number]>,
  json: unknown,
): R | undefined {
  const read = owing.safeParse(json).data;
  if (read === undefined) return undefined;
  const isKnown = (owed: unknown) => effect.safeParse(owed).success;
  const unknown = read.effects.filter((owed) => !isKnown(owed)).map(unknownEffect);
  const known = { ...read, effects: read.effects.filter(isKnown) };
  return record.safeParse(unknown.length === 0 ? known : { ...known, unknownEffects: unknown }).data;
}

const unknownEffect = (owed: unknown): UnknownEffect => {
  const read = envelope.safeParse(owed).data;
  if (read === undefined) return { as: owed };
  return { id: read.id, dueAt: dueOf(read), as: owed };
};

/** The record as it is stored: what was put aside stands with the rest again, as it was read. */
export const writtenOwing = <R extends Owing<unknown>>({ unknownEffects = [], ...record }: R): object => ({
  ...record,
  effects: [...record.effects, ...unknownEffects.map((owed) => owed.as)],
});
