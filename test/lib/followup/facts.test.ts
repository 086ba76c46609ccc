import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOfCallback, factsOfReview, followupFactsSchema } from '../../../lib/followup/facts.ts';
import type { ReviewMessage } from '../../../lib/followup/review-task.ts';
import type { CallbackRequest } from '../../../lib/handoff/record/callback-request.ts';
import { ANY_UNIT } from '../any-text.ts';
import { CALL_ID, T0 } from '../handoff/given.ts';

const CALLBACK: CallbackRequest = { number: '+14155550123', requestedAt: T0, requestedBy: 'tool-call' };
const review = (changed: Partial<ReviewMessage['review']> = {}): ReviewMessage => ({
  callId: CALL_ID,
  review: { missing: ['email'], why: 'required fields are missing', requestedAt: T0, ...changed },
});

describe('What the board knows of a callback', () => {
  it('is whom to call, since when they wait, and what they said', () => {
    const said = { customerName: 'Jordan', why: 'a refund', department: 'billing', when: 'at nine' };
    expect(factsOfCallback({ ...CALLBACK, ...said, caller: '+14155550199', customerId: 'C-1' })).toEqual({
      requestedAt: T0,
      name: 'Jordan',
      caller: '+14155550123',
      reason: 'a refund',
      department: 'billing',
      when: 'at nine',
    });
  });

  it('leaves out what is not known', () => {
    expect(factsOfCallback({ ...CALLBACK, why: ' ', when: '' })).toEqual({
      requestedAt: T0,
      caller: '+14155550123',
    });
  });
});

describe('What the board knows of a review', () => {
  it('is whose call it was, since when it waits, and what is missing', () => {
    const known = { customerName: 'Jordan', from: '+14155550123', missing: ['email', 'customer.order_id'] };
    expect(factsOfReview(review(known))).toEqual({
      requestedAt: T0,
      name: 'Jordan',
      caller: '+14155550123',
      reason: 'required fields are missing: email, customer.order_id',
    });
  });

  it.each([
    [{ missing: [] }, { reason: 'required fields are missing' }],
    [{ why: '' }, { reason: 'email' }],
    [{ why: '', missing: [] }, {}],
  ])('leaves out what is not known: %o', (changed, facts) => {
    expect(factsOfReview(review(changed))).toEqual({ requestedAt: T0, ...facts });
  });
});

describe('The facts of either', () => {
  it('are small, and read as they were written, whatever was said', () => {
    const said = fc.string({ unit: ANY_UNIT, maxLength: 600 });
    fc.assert(
      fc.property(said, fc.array(said, { maxLength: 8 }), (words, missing) => {
        const all = { customerName: words, why: words };
        for (const facts of [
          factsOfCallback({ ...CALLBACK, ...all, department: words, when: words }),
          factsOfReview(review({ ...all, from: words, missing })),
        ]) {
          const json = JSON.stringify(facts);
          expect(Buffer.byteLength(json)).toBeLessThan(700);
          expect(followupFactsSchema.parse(JSON.parse(json))).toEqual(facts);
        }
      }),
      { numRuns: 300, seed: 5 },
    );
  });

  it('keep what a newer version says besides', () => {
    const newer = { requestedAt: T0, mood: 'patient' };
    expect(followupFactsSchema.parse(newer)).toEqual(newer);
  });
});
