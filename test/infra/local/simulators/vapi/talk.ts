import * as z from 'zod';
import type { Bench } from './receiver.ts';

export const WISH = 'Hi, I was charged twice on invoice 4471. Can I talk to a person?';

const eventSchema = z.object({
  type: z.string(),
  timestamp: z.number(),
  status: z.string().optional(),
  role: z.string().optional(),
  turn: z.number().optional(),
  turnId: z.string().optional(),
  transcriptType: z.string().optional(),
  transcript: z.string().optional(),
  confidence: z.number().optional(),
});
/** What the bench received of a talk. */
export const eventsOf = (bench: Bench) =>
  bench.receiver.received.map(({ message }) => eventSchema.parse(message));
/** The same in short: `user started 0`, `user partial Hi,`. */
export const toldBy = (bench: Bench): string[] =>
  eventsOf(bench).map(({ type, status, role, turn, turnId, transcriptType, transcript }) =>
    [type === 'speech-update' ? '' : type, role, status, turn, turnId, transcriptType, transcript]
      .filter((part) => part !== undefined && part !== '')
      .join(' '),
  );
