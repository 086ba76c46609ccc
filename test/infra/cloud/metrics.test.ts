import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHED } from '../../../lib/lambda/metrics.ts';
import { GIVEN, synthesize } from './synthesized.ts';

let stacks: Awaited<ReturnType<typeof synthesize>>;
beforeAll(async () => {
  stacks = await synthesize(GIVEN);
});
afterAll(() => stacks.remove());

/** Our own metrics in the widgets of the dashboard and in the alarms, those of an expression included. */
const read = (): Set<string> => {
  const template = JSON.stringify(stacks.service.toJSON());
  const ofWidgets = template.matchAll(/VoiceHandoff\\+",\\+"([\w-]+)/g);
  const ofAlarms = template.matchAll(/"MetricName":"([\w-]+)","Namespace":"VoiceHandoff"/g);
  return new Set([...ofWidgets, ...ofAlarms].map(([, name = '']) => name));
};

describe('The metrics that are paid for', () => {
  it('are those that a graph or an alarm reads, and no other', () => {
    expect([...PUBLISHED].toSorted()).toEqual([...read()].toSorted());
  });

  it('are at most 45', () => {
    expect(PUBLISHED.size).toBeLessThanOrEqual(45);
  });
});
