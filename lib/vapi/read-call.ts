import * as z from 'zod/mini';
import { parsedJson } from '../base/json.ts';
import type { CallSeen } from '../handoff/ports/calls.ts';
import { destinationOf } from './destination.ts';

const nullish = <S extends z.ZodMiniType>(schema: S) => z.catch(z.optional(schema), undefined);
const callSchema = z.object({
  status: z.string(),
  endedReason: nullish(z.string()),
  assistantId: nullish(z.string()),
  monitor: nullish(z.object({ controlUrl: nullish(z.string()) })),
  destination: z.optional(z.unknown()),
  artifact: nullish(
    z.object({
      messages: nullish(
        z.array(
          z.object({
            role: nullish(z.string()),
            message: nullish(z.string()),
            assistantId: nullish(z.string()),
          }),
        ),
      ),
    }),
  ),
});

/** Of a caller's talk that is over, the end is enough. */
const MOST_HEARD = 5;

/** Returns a call as Vapi's API shows it; undefined for what is no call. */
export function readCall(body: string): CallSeen | undefined {
  const read = callSchema.safeParse(parsedJson(body));
  if (!read.success) return undefined;
  const { status, endedReason, monitor, artifact } = read.data;
  const destination = destinationOf(read.data.destination);
  const saidBy = (...roles: string[]) =>
    artifact?.messages?.flatMap(({ role, message }) =>
      role !== undefined && roles.includes(role) ? (message ?? []) : [],
    );
  if (status === 'ended') {
    const heard = saidBy('user')?.slice(-MOST_HEARD);
    const last = artifact?.messages?.findLast((one) => one.assistantId !== undefined);
    const had = last?.assistantId ?? read.data.assistantId;
    return {
      is: 'over',
      endedReason: (endedReason ?? 'unknown').slice(0, 200),
      ...(heard !== undefined && heard.length > 0 && { heard }),
      ...(had !== undefined && { assistantId: had }),
    };
  }
  const said = saidBy('bot', 'assistant');
  return {
    is: 'live',
    status,
    forwarding: status === 'forwarding',
    ...(destination !== undefined && { destination }),
    ...(monitor?.controlUrl !== undefined && { controlUrl: monitor.controlUrl }),
    ...(said !== undefined && { said }),
  };
}
