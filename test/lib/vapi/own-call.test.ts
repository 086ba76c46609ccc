import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  ATTESTATION_NOTE,
  attemptIdOf,
  attestationOf,
  earlierHandoffsOf,
  notesOf,
  overridesOf,
} from '../../../lib/vapi/own-call.ts';

const fixture = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../../fixtures/vapi-2/${name}.json`, import.meta.url), 'utf8'));

const noted = (metadata: unknown, type = 'outboundPhoneCall') => ({ type, assistantOverrides: { metadata } });

describe('Which of our own outbound calls it is', () => {
  it('stands in the metadata that we sent with the request, as Vapi tells it again', () => {
    const created = fixture('call.outbound.create.response-201');
    expect(attemptIdOf(created)).toBe('att_01J8ZK3V5Q9M_1');
    expect(attemptIdOf(fixture('call.outbound.create.response-201.concurrency-blocked'))).toEqual(
      expect.stringMatching(/^att_/),
    );
    // The request has the same, and is no call yet.
    const { assistantOverrides } = fixture('call.outbound.create.request');
    expect(assistantOverrides).toEqual(created.assistantOverrides);
    expect(attemptIdOf({ assistantOverrides })).toBeUndefined();
  });

  it('may stand with a squad as well', () => {
    const squadOverrides = { metadata: { attemptId: 'oc_1' } };
    expect(attemptIdOf({ type: 'outboundPhoneCall', squadOverrides })).toBe('oc_1');
  });

  it.each([
    'inboundPhoneCall',
    'webCall',
    'vapi.websocketCall',
    'OutboundPhoneCall',
    '',
  ])('is not believed of a call that we cannot have asked for: %j', (type) => {
    expect(attemptIdOf(noted({ attemptId: 'oc_1' }, type))).toBeUndefined();
  });

  it.each([
    ['no metadata', undefined],
    ['metadata that are none', 'oc_1'],
    ['a list', ['oc_1']],
    ['no id', { campaignId: 'cmp_7' }],
    ['an empty id', { attemptId: '' }],
    ['an id that is no text', { attemptId: { id: 'oc_1' } }],
    ['an id that is too long', { attemptId: 'x'.repeat(201) }],
  ])('is unknown where there are %s', (_what, metadata) => {
    expect(attemptIdOf(noted(metadata))).toBeUndefined();
  });

  it.each([
    ['in metadata of the call itself', { metadata: { attemptId: 'oc_1' } }],
    ['in its name', { name: 'oc_1', customer: { externalId: 'oc_1' } }],
    ['among the words for its assistant', { assistantOverrides: { variableValues: { attemptId: 'oc_1' } } }],
    ['with the assistant', { assistant: { metadata: { attemptId: 'oc_1' } } }],
  ])('is not read %s, which others write', (_where, call) => {
    expect(attemptIdOf({ type: 'outboundPhoneCall', ...call })).toBeUndefined();
  });
});

describe('The notes of a call that we opened', () => {
  const both = {
    type: 'inboundPhoneCall',
    squadOverrides: { metadata: { handoffsSoFar: '1', [ATTESTATION_NOTE]: 'A' } },
    assistantOverrides: { metadata: { handoffsSoFar: '2' } },
    squad: { membersOverrides: { metadata: { handoffsSoFar: '3' } } },
  };

  it('are those for its assistant before those for its squad, and none for its members', () => {
    expect(notesOf(both)).toEqual({ handoffsSoFar: '2', [ATTESTATION_NOTE]: 'A' });
    expect(earlierHandoffsOf(both)).toBe(2);
    expect(attestationOf(both)).toBe('A');
    expect(notesOf({ type: 'inboundPhoneCall', squad: both.squad })).toEqual({});
  });

  it('are none where anybody may have started it', () => {
    expect(notesOf({ ...both, type: 'webCall' })).toEqual({});
  });

  it('say how often a human was asked for only in so many digits', () => {
    for (const handoffsSoFar of ['', '-1', '1.5', '1000', ' 1', 2, null]) {
      expect(earlierHandoffsOf(noted({ handoffsSoFar }))).toBeUndefined();
    }
    expect(earlierHandoffsOf(noted({ handoffsSoFar: '999' }))).toBe(999);
  });

  it('are what was set for one call in Vapi’s order', () => {
    expect(overridesOf(both)).toEqual([
      both.squadOverrides,
      both.assistantOverrides,
      both.squad.membersOverrides,
    ]);
    expect(overridesOf({ assistantOverrides: 7 })).toEqual([{}, {}, {}]);
  });
});
