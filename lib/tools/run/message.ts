import * as z from 'zod/mini';
import { callIdSchema } from '../../base/call-facts.ts';
import { stored } from '../../base/stored.ts';
import { toolRunFrom } from './record.ts';

/**
 * A message of the tools queue: a tool call that owes something. `kept`: the tool call itself, where the table could
 * not keep it. `givenUpBy`: the invocation whose claims are void.
 */
export const toolMessageSchema = stored({
  callId: callIdSchema,
  toolCallId: z.string(),
  givenUpBy: z.exactOptional(z.string()),
  unkept: z.exactOptional(z.unknown()),
});
export type ToolMessage = z.infer<typeof toolMessageSchema>;

/** Returns the tool call that only its message holds. */
export const unkeptIn = ({ unkept }: ToolMessage) => (unkept === undefined ? undefined : toolRunFrom(unkept));
