import * as z from 'zod/mini';
import type { FormParams } from './signature.ts';

/** A parameter that Twilio always sends is absent or has another form; `field` is its name at Twilio. */
export type Invalid = { is: 'invalid'; field: string; problem: 'missing' | 'malformed' };

/** The parameters that a schema names. The last value of a repeated one counts; an empty one is as good as none. */
export function readFields<T extends z.ZodMiniObject>(
  schema: T,
  params: FormParams,
): { is: 'read'; fields: z.output<T> } | Invalid {
  const values = lastValues(params);
  const read = z.safeParse(schema, values);
  if (read.success) return { is: 'read', fields: read.data };
  const field = String(read.error.issues[0]?.path[0]);
  return { is: 'invalid', field, problem: values[field] === undefined ? 'missing' : 'malformed' };
}

export function wholeNumber(digits: string | undefined): number | undefined {
  return digits !== undefined && /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}

function lastValues(params: FormParams): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const last = typeof value === 'string' ? value : value.at(-1);
      return last ? [[name, last]] : [];
    }),
  );
}
