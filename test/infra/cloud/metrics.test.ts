import { beforeAll, describe, expect, it } from 'vitest';
import { PUBLISHED } from '../../../lib/lambda/metrics.ts';
import { GIVEN, synthesize, type Templates } from './synthesized.ts';

let stacks: Templates;
beforeAll(async () => {
  stacks = await synthesize(GIVEN);
});

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

  it('are at most 48: each costs $0.30 a month', () => {
    expect(PUBLISHED.size).toBeLessThanOrEqual(48);
  });
});
