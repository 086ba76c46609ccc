import { describe, expect, it } from 'vitest';
import { type CallEnded, outcomeOf } from '../../../lib/outbound/outcome.ts';
import type { OutboundOutcome } from '../../../lib/outbound/outcomes.ts';
import type { EndedClass } from '../../../lib/vapi/ended-classes.ts';

const ended = (endedReason: string, more: Partial<CallEnded> = {}): CallEnded => ({
  endedReason,
  hasSpoken: false,
  handedOver: false,
  rang: true,
  ...more,
});
const CONCURRENCY = 'call.start.error-subscription-concurrency-limit-reached';

type Row = [string, OutboundOutcome, EndedClass | 'unknown'];

describe('What became of an outbound call', () => {
  it.each<Row>([
    ['customer-ended-call', 'answered', 'answered'],
    ['exceeded-max-duration', 'answered', 'answered'],
    ['customer-did-not-answer', 'no_answer', 'not-answered'],
    ['customer-busy', 'busy', 'busy'],
    ['voicemail', 'voicemail', 'voicemail'],
    ['twilio-reported-customer-misdialed', 'bad_number', 'bad-number'],
    ['twilio-failed-to-connect-call', 'failed', 'carrier'],
    ['call.in-progress.error-providerfault-openai-llm-failed', 'failed', 'provider'],
    ['pipeline-error-eleven-labs-quota-exceeded', 'failed', 'own-provider'],
    ['call.in-progress.error-vapifault-worker-died', 'failed', 'platform'],
    ['assistant-not-found', 'failed', 'ours'],
    ['call.start.error-get-org', 'failed', 'platform'],
    ['call.start.error-subscription-insufficient-credits', 'failed', 'account'],
    ['manually-canceled', 'canceled', 'cancelled'],
    ['scheduled-call-deleted', 'canceled', 'cancelled'],
  ])('is told by how it ended: %s', (reason, outcome, kind) => {
    expect(outcomeOf(ended(reason))).toEqual({ outcome, kind });
  });

  it.each([
    'silence-timed-out',
    'call.in-progress.twilio-completed-call',
    'call.in-progress.sip-completed-call',
    'phone-call-provider-closed-websocket',
    'vonage-completed',
  ])('is decided by the words of the callee where the end may mean either: %s', (reason) => {
    expect(outcomeOf(ended(reason))).toEqual({ outcome: 'no_answer', kind: 'ambiguous' });
    expect(outcomeOf(ended(reason, { hasSpoken: true }))).toEqual({ outcome: 'answered', kind: 'ambiguous' });
  });

  it('is decided by them, too, where the end has a word that is new', () => {
    expect(outcomeOf(ended('customer-sneezed'))).toEqual({ outcome: 'no_answer', kind: 'unknown' });
    expect(outcomeOf(ended('customer-sneezed', { hasSpoken: true }))).toEqual({
      outcome: 'answered',
      kind: 'unknown',
    });
  });

  it('is unknown where the end is one of calls that come in, so that nobody is dialled again for it', () => {
    expect(outcomeOf(ended('assistant-request-failed'))).toEqual({ outcome: 'unknown', kind: 'inbound' });
  });

  it.each([
    ['assistant-forwarded-call', 'answered'],
    ['call.in-progress.twilio-completed-call', 'ambiguous'],
    ['call.in-progress.error-vapifault-worker-died', 'platform'],
    ['customer-sneezed', 'unknown'],
  ])('is a handover once an agent had the callee, however it ended: %s', (reason, kind) => {
    expect(outcomeOf(ended(reason, { handedOver: true }))).toEqual({ outcome: 'handed_over', kind });
  });

  it('is a talk where a call in progress was stopped at Vapi', () => {
    expect(outcomeOf(ended('manually-canceled', { hasSpoken: true })).outcome).toBe('answered');
  });

  it('is a failure where somebody picked up and Vapi failed, and its kind says whose', () => {
    const died = ended('call.in-progress.error-vapifault-worker-died', { hasSpoken: true });
    expect(outcomeOf(died)).toEqual({ outcome: 'failed', kind: 'platform' });
  });

  it('is no attempt where the account had no room', () => {
    expect(outcomeOf(ended(CONCURRENCY, { rang: false }))).toEqual({
      outcome: 'failed',
      kind: 'concurrency',
    });
  });

  it.each([
    ['a telephone rang', { rang: true }],
    ['somebody spoke', { rang: false, hasSpoken: true }],
    ['an agent had the callee', { rang: false, handedOver: true }],
  ])('is an attempt all the same where %s', (_, more) => {
    expect(outcomeOf(ended(CONCURRENCY, more)).kind).toBe('platform');
  });
});
