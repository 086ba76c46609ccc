import { describe, expect, it } from 'vitest';
import { answerOf, outcomeOfEnd } from '../../../../lib/handoff/machine/outcome-of-end.ts';
import { TRANSFER_STATUSES, type TransferStatus } from '../../../../lib/handoff/record/events.ts';
import type { Outcome } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';

type Before = 'connected' | 'begun' | 'asked' | 'not asked';
const agent = given.agent();
const FROM = {
  connected: { agent, connected: true, asked: true, begun: false },
  begun: { agent, connected: false, asked: true, begun: true },
  asked: { agent, connected: false, asked: true, begun: false },
  'not asked': { agent, connected: false, asked: false, begun: false },
} as const;

const rows: [endedReason: string, transfer: TransferStatus | undefined, before: Before, Outcome][] = [
  // The report's own list of transfers says most.
  ['assistant-forwarded-call', 'completed', 'asked', 'completed'],
  ['assistant-forwarded-call', 'connected', 'asked', 'completed'],
  ['customer-ended-call', 'completed', 'asked', 'completed'],
  ['customer-ended-call-during-transfer', 'connected', 'connected', 'completed'],
  ['call.in-progress.error-transfer-failed', 'completed', 'asked', 'completed'],
  ['assistant-forwarded-call', 'no-answer', 'asked', 'bridge_failed'],
  ['assistant-forwarded-call', 'busy', 'connected', 'bridge_failed'],
  ['assistant-forwarded-call', 'voicemail', 'connected', 'bridge_failed'],
  ['assistant-forwarded-call', 'failed', 'asked', 'bridge_failed'],
  ['assistant-forwarded-call', 'cancelled', 'asked', 'bridge_failed'],
  ['customer-ended-call', 'cancelled', 'asked', 'caller_left'],
  ['customer-ended-call', 'no-answer', 'connected', 'caller_left'],
  // The caller hung up before the agent was there.
  ['customer-ended-call-before-warm-transfer', undefined, 'asked', 'caller_left'],
  ['customer-ended-call-after-warm-transfer-attempt', undefined, 'connected', 'caller_left'],
  ['customer-ended-call-during-transfer', undefined, 'asked', 'caller_left'],
  // The transfer failed.
  ['call.forwarding.operator-busy', undefined, 'asked', 'bridge_failed'],
  ['call.forwarding.no-answer', undefined, 'connected', 'bridge_failed'],
  ['call.in-progress.error-transfer-failed', undefined, 'asked', 'bridge_failed'],
  ['call.in-progress.error-warm-transfer-max-duration', undefined, 'asked', 'bridge_failed'],
  ['call.in-progress.error-warm-transfer-assistant-cancelled', undefined, 'connected', 'bridge_failed'],
  ['call.in-progress.error-warm-transfer-silence-timeout', undefined, 'asked', 'bridge_failed'],
  ['call.in-progress.error-warm-transfer-microphone-timeout', undefined, 'asked', 'bridge_failed'],
  // Nothing is said of an answer.
  ['assistant-forwarded-call', undefined, 'asked', 'transferred'],
  ['assistant-forwarded-call', undefined, 'begun', 'transferred'],
  ['customer-ended-call', undefined, 'begun', 'transferred'],
  ['customer-ended-call-before-warm-transfer', undefined, 'begun', 'caller_left'],
  ['call.forwarding.no-answer', undefined, 'begun', 'bridge_failed'],
  ['assistant-forwarded-call', 'completed', 'begun', 'completed'],
  ['assistant-forwarded-call', 'no-answer', 'begun', 'bridge_failed'],
  ['assistant-forwarded-call', undefined, 'connected', 'completed'],
  ['assistant-forwarded-call', undefined, 'not asked', 'caller_left'],
  ['customer-ended-call', undefined, 'connected', 'completed'],
  ['customer-ended-call', undefined, 'asked', 'caller_left'],
  ['customer-ended-call', undefined, 'not asked', 'caller_left'],
  ['call.in-progress.twilio-completed-call', undefined, 'connected', 'completed'],
  ['call.in-progress.twilio-completed-call', undefined, 'asked', 'caller_left'],
  ['leg-completed', undefined, 'connected', 'completed'],
  ['leg-completed', undefined, 'asked', 'caller_left'],
  ['a reason that Vapi adds tomorrow', undefined, 'connected', 'completed'],
  ['a reason that Vapi adds tomorrow', undefined, 'asked', 'caller_left'],
];

describe('Of the transfers of a call our agent’s counts', () => {
  const ours = agent.number;
  const fallback = '+14155550999';
  type Transfers = NonNullable<Parameters<typeof answerOf>[0]['transfers']>;
  const lists: [what: string, transfers: Transfers, answer: TransferStatus | undefined][] = [
    [
      'whoever answered after them',
      [
        { to: ours, status: 'no-answer' },
        { to: fallback, status: 'connected' },
      ],
      'no-answer',
    ],
    [
      'whoever did not answer before',
      [
        { to: fallback, status: 'busy' },
        { to: ours, status: 'connected' },
      ],
      'connected',
    ],
    [
      'the last one where there are two',
      [
        { to: ours, status: 'busy' },
        { to: ours, status: 'completed' },
      ],
      'completed',
    ],
    ['and somebody else’s alone does not', [{ to: fallback, status: 'connected' }], undefined],
    ['and an assistant’s does not', [{ to: 'assistant', status: 'completed' }], undefined],
    ['and the only one, where it names nobody', [{ status: 'voicemail' }], 'voicemail'],
    ['and of two that name nobody neither', [{ status: 'no-answer' }, { status: 'connected' }], undefined],
    ['though beside it there is one that names nobody', [{ to: ours, status: 'failed' }, {}], 'failed'],
    ['and nothing where its status is not known', [{ to: ours }], undefined],
  ];
  it.each(lists)('%s', (_what, transfers, answer) => {
    expect(answerOf({ transfers, transfer: 'cancelled' }, agent)).toBe(answer);
  });

  it('and as it was told by a version that knew the last one only', () => {
    expect(answerOf({ transfer: 'busy' }, agent)).toBe('busy');
  });
});

describe('The end of a call whose agent had accepted', () => {
  for (const [endedReason, transfer, before, outcome] of rows) {
    const told = transfer === undefined ? '' : ` with the transfer ${transfer}`;
    it(`is ${outcome} when the transfer was ${before} and the call ended by ${endedReason}${told}`, () => {
      const over = { endedReason, ...(transfer === undefined ? {} : { transfer }) };
      expect(outcomeOfEnd(over, FROM[before])).toBe(outcome);
    });
  }

  it('has one of three outcomes for every transfer, whatever came before', () => {
    for (const transfer of TRANSFER_STATUSES) {
      for (const from of Object.values(FROM)) {
        const outcome = outcomeOfEnd({ endedReason: 'anything', transfer }, from);
        expect(outcome).toBe(['connected', 'completed'].includes(transfer) ? 'completed' : 'bridge_failed');
      }
    }
  });
});
