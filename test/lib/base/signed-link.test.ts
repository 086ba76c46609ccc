import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agentPages,
  campaignPage,
  campaignToken,
  linkToken,
  readCampaignToken,
  readLinkToken,
} from '../../../lib/base/signed-link.ts';

const NOON = 1_795_262_400_000;
const LINK = { callId: 'call-1', handoffId: 'ho_1', expiresAt: 1_795_262_460 };

describe('A link to the agent page', () => {
  it('names its handoff until it expires', () => {
    const token = linkToken(LINK, 'key');
    expect(readLinkToken(token, ['key'], NOON)).toEqual({ is: 'good', link: LINK });
    expect(readLinkToken(token, ['key'], NOON + 59_999)).toEqual({ is: 'good', link: LINK });
    expect(readLinkToken(token, ['key'], NOON + 60_000)).toEqual({ is: 'expired' });
  });

  it.each(['a\nb', '\n', 'a#b/c d', 'ü💥', 'x'.repeat(128)])('names a call of any id: %j', (callId) => {
    const link = { ...LINK, callId };
    expect(readLinkToken(linkToken(link, 'key'), ['key'], NOON)).toEqual({ is: 'good', link });
  });

  it('is good with any of two keys while they rotate, and with no other', () => {
    const token = linkToken(LINK, 'old');
    expect(readLinkToken(token, ['new', 'old'], NOON)).toEqual({ is: 'good', link: LINK });
    expect(readLinkToken(token, ['new'], NOON)).toEqual({ is: 'invalid' });
    expect(readLinkToken(token, [], NOON)).toEqual({ is: 'invalid' });
  });

  it('does not tell who made one up whether it would have expired', () => {
    const token = linkToken(LINK, 'other');
    expect(readLinkToken(token, ['key'], NOON + 60_000)).toEqual({ is: 'invalid' });
  });

  it('cannot be changed by a single character, nor made up', () => {
    const token = linkToken(LINK, 'key');
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom(...'AZaz09-_.'), (at, character) => {
        const other = token.slice(0, at) + character + token.slice(at + 1);
        fc.pre(other !== token);
        const read = readLinkToken(other, ['key'], NOON);
        // The last character of base64 carries bits that no byte has: it may spell the same signature.
        expect(read.is === 'invalid' || at === token.length - 1).toBe(true);
      }),
      { numRuns: 500, seed: 7 },
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readLinkToken(text, ['key'], NOON)).toEqual({ is: 'invalid' });
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('is made only where there is a key, and lasts twelve hours', () => {
    expect(agentPages('https://handoff.example.com', undefined)).toEqual({});
    const { agentPage } = agentPages('https://handoff.example.com/prod/', 'key');
    const url = agentPage?.({ callId: 'call-1', handoffId: 'ho_1', now: NOON }) ?? '';
    expect(url).toMatch(/^https:\/\/handoff\.example\.com\/prod\/agent\/[\w-]+\.[\w-]+$/);
    const token = url.split('/').at(-1) ?? '';
    expect(readLinkToken(token, ['key'], NOON + 12 * 3_600_000 - 1)).toMatchObject({
      link: { handoffId: 'ho_1' },
    });
    expect(readLinkToken(token, ['key'], NOON + 12 * 3_600_000)).toEqual({ is: 'expired' });
  });
});

describe('A link to a campaign', () => {
  const KEY = 'a key for links';
  const token = (expiresAt = 2_000) => campaignToken({ id: 'cm_1', expiresAt }, KEY);

  it('names its campaign until it expires', () => {
    expect(readCampaignToken(token(), [KEY], 1_999_999)).toEqual({ is: 'good', id: 'cm_1' });
    expect(readCampaignToken(token(), ['new', KEY], 1_999_999)).toEqual({ is: 'good', id: 'cm_1' });
    expect(readCampaignToken(token(), [KEY], 2_000_000)).toEqual({ is: 'expired' });
  });

  it('is made for twelve hours', () => {
    const url = campaignPage('https://voice.example.com/', KEY)('cm_1', 0);
    expect(url).toMatch(/^https:\/\/voice\.example\.com\/campaign\/[\w-]+\.[\w-]+$/);
    const made = url.split('/').at(-1) ?? '';
    expect(readCampaignToken(made, [KEY], 12 * 3_600_000 - 1).is).toBe('good');
    expect(readCampaignToken(made, [KEY], 12 * 3_600_000).is).toBe('expired');
  });

  it('opens no handoff, and a link to a handoff opens no campaign', () => {
    const agent = linkToken({ callId: 'cm_1', handoffId: 'h', expiresAt: 2_000 }, KEY);
    expect(readLinkToken(token(), [KEY], 0)).toEqual({ is: 'invalid' });
    expect(readCampaignToken(agent, [KEY], 0)).toEqual({ is: 'invalid' });
  });

  it('cannot be made up, and any text is none', () => {
    for (const bad of [
      '',
      'x',
      'x.y',
      `${token()}.z`,
      token().replace(/^./, 'X'),
      `${token().slice(0, -2)}AA`,
    ]) {
      expect(readCampaignToken(bad, [KEY], 0)).toEqual({ is: 'invalid' });
    }
    expect(readCampaignToken(token(), ['another'], 0)).toEqual({ is: 'invalid' });
    expect(readCampaignToken(token(), [], 0)).toEqual({ is: 'invalid' });
  });
});
