import { describe, expect, it } from 'vitest';
import { CAMPAIGN_NOT_SHOWN, campaignNotShown } from '../../../../lib/pages/campaign/not-shown.ts';

describe('A link that shows no campaign', () => {
  it.each([
    ['invalid', 'This page is not available', 'The link is not valid.'],
    ['expired', 'This link has expired', 'good for 12 hours'],
    ['not-there', 'Nothing to show', 'its campaign is no longer kept'],
  ] as const)('says why, where it is %s', (why, title, words) => {
    const page = campaignNotShown(why);
    expect(page).toContain(`<h1>${title}</h1>`);
    expect(page).toContain(words);
    expect(page).not.toMatch(/<script|http-equiv|<form/);
    expect(CAMPAIGN_NOT_SHOWN[why]).toMatch(/^(?:The|This) .*\.$/);
  });
});
