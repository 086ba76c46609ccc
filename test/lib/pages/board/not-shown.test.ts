import { describe, expect, it } from 'vitest';
import { BOARD_NOT_SHOWN, boardNotShown } from '../../../../lib/pages/board/not-shown.ts';

describe('A link that shows no board', () => {
  it.each([
    ['invalid', 'This page is not available', 'The link is not valid.'],
    ['expired', 'This link has expired', 'good for 12 hours'],
  ] as const)('says why, where it is %s', (why, title, words) => {
    const page = boardNotShown(why);
    expect(page).toContain(`<h1>${title}</h1>`);
    expect(page).toContain(words);
    expect(page).not.toMatch(/<script|http-equiv|<form/);
    expect(BOARD_NOT_SHOWN[why]).toMatch(/^(?:The|This) .*\.$/);
  });
});
