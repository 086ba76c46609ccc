import { describe, expect, it } from 'vitest';
import { type EscalationOptions, requestHandoff } from '../../../../lib/handoff/ask/request.ts';
import type { HandoffContext, HandoffRequest } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';

const { T0, CALL_ID } = given;

const OPTIONS: EscalationOptions = {
  windowSeconds: 30,
  language: 'en',
  bridging: { bridge: 'auto', accountSid: 'AC1', flexWorkflow: false },
  teamWords: { departments: ['Sales', 'Billing'], skills: ['Refunds'] },
};

const asked = async (
  values: Record<string, unknown>,
  requestedBy: HandoffRequest['requestedBy'] = 'tool-call',
) => {
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const store = new given.MemoryStore();
  const call = { callId: CALL_ID, messages: [] };
  await requestHandoff(call, 'call_1', requestedBy, values, OPTIONS, {
    ...{ store, queue, clock: () => T0 },
    ...watched,
  });
  const contexts = queue.sent.flatMap(({ message: { event } }): HandoffContext[] =>
    'request' in event && event.request !== undefined ? [event.request.context] : [],
  );
  return { contexts, ...watched };
};

describe('A request for a human', () => {
  it.each([
    'tool-call',
    'rule',
    'transfer-destination-request',
  ] as const)('goes out with the routing words of the team alone, asked for by a %s', async (requestedBy) => {
    const values = { department: 'BILLING team', skills: ['refunds', 'root'], urgency: 'Extreme' };
    const { contexts, counts } = await asked(values, requestedBy);
    // With the request itself and with its window.
    expect(contexts).toHaveLength(2);
    for (const context of contexts) {
      expect(context).toEqual({
        department: 'Billing',
        skills: ['Refunds'],
        captured: { wanted_skills: 'root', wanted_urgency: 'Extreme' },
        messages: [],
      });
    }
    expect(counts.filter((one) => one === 'routing_word_unknown')).toHaveLength(2);
  });

  it('counts nothing where the team has all that is named', async () => {
    const { counts } = await asked({ department: 'sales', language: 'es', urgency: 'low' });
    expect(counts).not.toContain('routing_word_unknown');
  });

  it('tells in its log which field it was, and never the word', async () => {
    const { lines } = await asked({ department: 'the account of Jane Victim' });
    expect(JSON.stringify(lines)).toContain('routing word unknown');
    expect(JSON.stringify(lines)).not.toContain('Victim');
  });
});
