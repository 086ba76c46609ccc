import * as z from 'zod/mini';
import { parsedJson } from '../base/json.ts';
import type { CallSeen } from '../handoff/ports/calls.ts';
import { destinationOf } from './destination.ts';

const nullish = <S extends z.ZodMiniType>(schema: S) => z.catch(z.optional(schema), undefined);
const callSchema = z.object({
  status: z.string(),
  endedReason: nullish(z.string()),
  monitor: nullish(z.object({ controlUrl: nullish(z.string()) })),
  destination: z.optional(z.unknown()),
  artifact: nullish(
    z.object({
      messages: nullish(z.array(z.object({ role: nullish(z.string()), message: nullish(z.string()) }))),
    }),
  ),
});

/** Returns a call as Vapi's API shows it; undefined for what is no call. */
export function readCall(body: string): CallSeen | undefined {
  const read = callSchema.safeParse(parsedJson(body));
  if (!read.success) return undefined;
  const { status, endedReason, monitor, artifact } = read.data;
  const destination = destinationOf(read.data.destination);
  if (status === 'ended') return { is: 'over', endedReason: (endedReason ?? 'unknown').slice(0, 200) };
  const said = artifact?.messages
    ?.filter(({ role }) => role === 'bot' || role === 'assistant')
    .flatMap(({ message }) => message ?? []);
  return {
    is: 'live',
    status,
    forwarding: status === 'forwarding',
    ...(destination !== undefined && { destination }),
    ...(monitor?.controlUrl !== undefined && { controlUrl: monitor.controlUrl }),
    ...(said !== undefined && { said }),
  };
}
