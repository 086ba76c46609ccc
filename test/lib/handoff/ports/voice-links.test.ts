import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isVoiceRefTooLong,
  readVoiceRef,
  type VoiceRef,
  voiceLinks,
} from '../../../../lib/handoff/ports/voice-links.ts';
import { ANY_UNIT } from '../../any-text.ts';

const links = voiceLinks('https://handoff.example.com/prod/');
const REF: VoiceRef = { callId: 'call-1', handoffId: 'ho_1', reservationSid: 'WR1' };
const queryOf = (url: string) => new URL(url).search.slice(1);
const encoded = (text: string) => `at=${Buffer.from(text).toString('base64url')}`;

describe('An address that Twilio asks', () => {
  it.each([
    ['agent', '/prod/twiml/agent'],
    ['decision', '/prod/twiml/agent/decision'],
    ['caller', '/prod/twiml/caller'],
    ['wait', '/prod/twiml/wait'],
    ['status', '/prod/webhook/twilio/status'],
  ] as const)('%s is at %s', (name, path) => {
    expect(new URL(links[name](REF)).pathname).toBe(path);
  });

  it('names the offer, or the caller’s leg where there is none', () => {
    expect(readVoiceRef(queryOf(links.agent(REF)))).toEqual(REF);
    const { reservationSid: _none, ...caller } = REF;
    expect(readVoiceRef(queryOf(links.caller(caller)))).toEqual(caller);
  });

  it('names the language of the handoff, where that is known', () => {
    for (const ref of [REF, { callId: 'call-1', handoffId: 'ho_1' }]) {
      const spoken = { ...ref, language: 'es' };
      expect(readVoiceRef(queryOf(links.wait(spoken)))).toEqual(spoken);
      expect(links.wait(ref)).not.toBe(links.wait(spoken));
    }
  });

  it.each([
    ['a language that is too long', ['call-1', 'ho_1', 'WR1', 'x'.repeat(17)]],
    ['a language that is no text', ['call-1', 'ho_1', 'WR1', 7]],
    ['one part too many', ['call-1', 'ho_1', 'WR1', 'es', '']],
  ])('is none of ours with %s', (_what, named) => {
    const at = Buffer.from(JSON.stringify(named)).toString('base64url');
    expect(readVoiceRef(`at=${at}`)).toBeUndefined();
  });

  it('keeps any call id of Vapi’s, and nothing in it needs percent-encoding', () => {
    // Vapi's ids are texts of up to 128 characters; the webhook takes no other.
    const callId = fc
      .string({ unit: ANY_UNIT, minLength: 1, maxLength: 128 })
      .filter((text) => text.length <= 128 && text.isWellFormed() && !text.includes('\n'));
    fc.assert(
      fc.property(
        callId,
        fc.stringMatching(/^ho_[0-9A-Z]{26}$/),
        fc.option(fc.stringMatching(/^WR[0-9a-f]{32}$/)),
        (id, handoffId, sid) => {
          const ref = { callId: id, handoffId, ...(sid === null ? {} : { reservationSid: sid }) };
          for (const link of Object.values(links)) {
            const url: string = link(ref);
            expect(url).toMatch(/^https:\/\/handoff\.example\.com\/prod\/[a-z/]+\?at=[A-Za-z0-9_-]+$/);
            expect(readVoiceRef(queryOf(url))).toEqual(ref);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('names no longer id than the table takes as a key', () => {
    const long = (changed: Partial<VoiceRef>) => queryOf(links.agent({ ...REF, ...changed }));
    for (const changed of [
      { callId: 'x'.repeat(129) },
      { handoffId: 'x'.repeat(65) },
      { reservationSid: 'x'.repeat(65) },
    ]) {
      expect(readVoiceRef(long(changed))).toBeUndefined();
      expect(isVoiceRefTooLong(long(changed))).toBe(false);
    }
    const longest = long({ callId: '\u0000'.repeat(128) });
    expect(readVoiceRef(longest)).toMatchObject({ handoffId: 'ho_1' });
    expect(isVoiceRefTooLong(longest)).toBe(false);
    expect(isVoiceRefTooLong(long({ callId: 'x'.repeat(2_100) }))).toBe(true);
    // Of no more parts or signs than ours, and of blanks.
    const padded = encoded(`["call-1","ho_1","WR1"${' '.repeat(2_100)}]`);
    expect(readVoiceRef(padded)).toBeUndefined();
    expect(isVoiceRefTooLong(padded)).toBe(true);
  });

  // A call id may hold any character, as far as Vapi's contract goes.
  it('keeps a call id with a line break', () => {
    const ref = { callId: 'call\n1', handoffId: 'ho_1' };
    expect(readVoiceRef(queryOf(links.caller(ref)))).toEqual(ref);
  });

  it.each([
    '',
    'at=',
    'other=1',
    'at=%%%',
    encoded('call-1'),
    encoded('\nho_1\n'),
    encoded('a\nb\nc\nd'),
  ])('is none of ours: %j', (query) => {
    expect(readVoiceRef(query)).toBeUndefined();
    expect(isVoiceRefTooLong(query)).toBe(false);
  });
});
