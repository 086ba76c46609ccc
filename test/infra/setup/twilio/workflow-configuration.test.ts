import { describe, expect, it } from 'vitest';
import {
  callbacksConfiguration,
  handoffsConfiguration,
  isSameConfiguration,
  offerSeconds,
  shownConfiguration,
} from '../../../../infra/setup/twilio/workflow-configuration.ts';

const QUEUES = [
  { department: 'billing', quotedName: "'billing'", queue: 'WQ1' },
  { department: "men's shoes", quotedName: '"men\'s shoes"', queue: 'WQ2' },
];

describe('A caller who waits', () => {
  it.each([
    [900, 20],
    [60, 20],
    [40, 20],
    [30, 15],
    [20, 10],
    [15, 10],
    [11, 10],
    [10, 9],
    [2, 1],
    [1, 1],
  ])('for %i seconds is offered to one agent for %i', (window, seconds) => {
    expect(offerSeconds(window)).toBe(seconds);
  });

  it.each([
    2, 10, 11, 15, 20, 30, 31, 60, 900,
  ])('is given up by us and never by TaskRouter before, in a window of %i seconds', (window) => {
    const { filters } = handoffsConfiguration(QUEUES, 'WQ9', window).task_routing;
    for (const { targets } of filters) {
      const all = targets.reduce((sum, { timeout = 0 }) => sum + timeout, 0);
      expect(all).toBeGreaterThan(window);
      for (const { timeout = 0 } of targets) expect(timeout).toBeGreaterThanOrEqual(offerSeconds(window));
    }
    expect(offerSeconds(window)).toBeLessThan(window);
  });

  it('goes by the department, and to everybody where there is none', () => {
    expect(handoffsConfiguration(QUEUES, 'WQ9', 30).task_routing).toMatchObject({
      filters: [
        { expression: "department == 'billing'", targets: [{ queue: 'WQ1' }, { queue: 'WQ9' }] },
        { expression: 'department == "men\'s shoes"', targets: [{ queue: 'WQ2' }, { queue: 'WQ9' }] },
      ],
      default_filter: { queue: 'WQ9' },
    });
  });
});

describe('A configuration', () => {
  const wanted = handoffsConfiguration(QUEUES, 'WQ9', 30);

  it.each([
    ['as it was sent', JSON.stringify(wanted), true],
    ['with other white space', JSON.stringify(wanted, null, 4), true],
    ['with numbers as text', JSON.stringify(wanted).replace(/"timeout":(\d+)/g, '"timeout":"$1"'), true],
    ['with other numbers', JSON.stringify(wanted).replace('"timeout":15', '"timeout":16'), false],
    ['with another queue', JSON.stringify(wanted).replace('WQ2', 'WQ3'), false],
    [
      'with its filters in another order',
      JSON.stringify(handoffsConfiguration(QUEUES.toReversed(), 'WQ9', 30)),
      false,
    ],
    ['of callbacks', JSON.stringify(callbacksConfiguration('WQ9')), false],
    ['in YAML, as old ones are', 'task_routing:\n  filters: []', false],
    ['that is empty', '', false],
    ['that is missing', null, false],
  ])('is compared by what it says: %s', (_, text, isSame) => {
    expect(isSameConfiguration(text, wanted)).toBe(isSame);
  });

  it('is shown with the names of queues, whatever it holds', () => {
    const names = new Map([['WQ9', 'voice-handoff:dev:all']]);
    expect(shownConfiguration('{ "default_filter": {"queue": "WQ9"} }', names)).toBe(
      '{"default_filter":{"queue":"voice-handoff:dev:all"}}',
    );
    expect(shownConfiguration('task_routing:', names)).toBe('task_routing:');
  });
});
