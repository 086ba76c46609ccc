import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { callFrom } from '../../../../lib/conversation/call.ts';
import { callMessageSchema } from '../../../../lib/conversation/events.ts';
import { postableSchema } from '../../../../lib/crm/summary.ts';
import { reviewMessageSchema } from '../../../../lib/followup/review-task.ts';
import { callbackMessageSchema } from '../../../../lib/handoff/record/callback-request.ts';
import { handoffMessageSchema } from '../../../../lib/handoff/record/events.ts';
import { handoffFrom } from '../../../../lib/handoff/record/handoff.ts';

/**
 * What the first version wrote, of every kind. Never changed: a field that is required from now on, without a default
 * for what was written before it, is seen here.
 */
const first: Record<string, unknown[]> = z
  .record(z.string(), z.array(z.unknown()))
  .parse(JSON.parse(readFileSync('test/fixtures/stored/first-version.json', 'utf8')));

const numbered = (name: string): [number, unknown][] => [...(first[name] ?? []).entries()];

describe('What the first version wrote is understood whole:', () => {
  it.each(numbered('handoffs'))('the handoff %i', (_, stored) => {
    const handoff = handoffFrom(stored);
    expect(handoff?.unknownEffects).toBeUndefined();
    expect(handoff).toMatchObject(stored as object);
  });

  it.each(numbered('calls'))('the call %i', (_, stored) => {
    const call = callFrom(stored);
    expect(call?.unknownEffects).toBeUndefined();
    expect(call).toMatchObject(stored as object);
  });

  it.each([
    ['handoffMessages', handoffMessageSchema],
    ['callMessages', callMessageSchema],
    ['followups', z.union([callbackMessageSchema, reviewMessageSchema])],
    ['summaries', postableSchema],
  ] as const)('its %s', (name, schema) => {
    expect(numbered(name).length).toBeGreaterThan(0);
    for (const [, message] of numbered(name)) expect(schema.parse(message)).toMatchObject(message as object);
  });
});
