import type { Source } from '../../base/call-facts.ts';
import type { CustomerField } from '../../base/customer.ts';
import type { HandoffRequest } from '../../handoff/record/handoff.ts';

/** Returns who says it, for what is not the team's own word about the caller; undefined for what is. */
export function saidBy(
  { context, direction }: Pick<HandoffRequest, 'context' | 'direction'>,
  field: CustomerField,
): string | undefined {
  const source: Source | undefined = context.sources?.[field];
  if (source === 'assistant') return 'said by the assistant';
  if (source !== 'caller') return undefined;
  return direction === 'web' ? 'from the web call' : 'said by the caller';
}
