import { readFileSync } from 'node:fs';
import { Vapi } from '@vapi-ai/server-sdk';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { classOf, type EndedClass } from '../../../lib/vapi/ended-classes.ts';
import { wasCutOff } from '../../../lib/vapi/ended-reason.ts';

/** Every reason that Vapi publishes, by its class. */
const { groups } = z
  .object({ groups: z.record(z.string(), z.object({ reasons: z.array(z.string()) })) })
  .parse(
    JSON.parse(
      readFileSync(new URL('../../fixtures/vapi-2/ended-reasons.classed.json', import.meta.url), 'utf8'),
    ),
  );

/** How the classes are called there, where that is otherwise. */
const CALLED: Record<string, EndedClass> = {
  'our-config': 'ours',
  'our-or-provider-config': 'own-provider',
  'carrier-failure': 'carrier',
  'inbound-or-web-only': 'inbound',
};

describe('The end of a call', () => {
  it.each(Object.entries(groups))('is known for what it was: %s', (group, { reasons }) => {
    expect(reasons.length).toBeGreaterThan(0);
    const wanted = CALLED[group] ?? group;
    expect(reasons.filter((reason) => classOf(reason) !== wanted)).toEqual([]);
  });

  it('is known by every word that the client of Vapi has for it', () => {
    const published = Object.values(Vapi.CallEndedReason);
    expect(published.length).toBeGreaterThan(590);
    expect(published.filter((reason) => classOf(reason) === 'unknown')).toEqual([]);
  });

  it('was a fault of platform, carrier or providers exactly where the desk counts it as cut off', () => {
    const faults: (EndedClass | 'unknown')[] = ['platform', 'provider', 'own-provider', 'carrier'];
    const all = Object.values(groups).flatMap(({ reasons }) => reasons);
    expect(all).toHaveLength(595);
    expect(all.filter((reason) => faults.includes(classOf(reason)) !== wasCutOff(reason))).toEqual([]);
  });

  it.each<[string, string, EndedClass]>([
    ['a model that is new and fails', 'call.in-progress.error-providerfault-new-llm-failed', 'provider'],
    [
      'a model that is new and has too much to do',
      'pipeline-error-new-503-server-overloaded-error',
      'provider',
    ],
    ['a voice that is new and is set up wrong', 'pipeline-error-new-voice-not-found', 'own-provider'],
    ['a fault of Vapi itself that is new', 'call.in-progress.error-vapifault-new', 'platform'],
    ['an account that Vapi cannot look up', 'call.start.error-get-org', 'platform'],
    ['a plan that Vapi cannot look up', 'call.start.error-get-subscription', 'platform'],
    [
      'a number that does not exist',
      'call.in-progress.error-providerfault-outbound-sip-404-not-found',
      'bad-number',
    ],
    ['the same in words', 'call.in-progress.error-sip-outbound-unallocated-number', 'bad-number'],
    ['somebody who talks', 'call.in-progress.error-providerfault-outbound-sip-486-busy-here', 'busy'],
    [
      'an answer of SIP that is new',
      'call.in-progress.error-providerfault-outbound-sip-502-bad-gateway',
      'carrier',
    ],
    ['an account that may do less', 'call.start.error-subscription-past-due', 'account'],
    [
      'an assistant that cannot be in a squad',
      'call.in-progress.error-configfault-model-unsupported-in-squad',
      'ours',
    ],
  ])('is known by the parts of its name: %s', (_, reason, wanted) => {
    expect(classOf(reason)).toBe(wanted);
  });

  it.each([
    'no-answer',
    'busy',
    'customer-sneezed',
    '',
    'constructor',
  ])('is unknown where Vapi has no such word: %j', (reason) => {
    expect(classOf(reason)).toBe('unknown');
  });
});
