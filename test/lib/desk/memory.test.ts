import { describe, expect, it } from 'vitest';
import { type CutOff, lastWordsOf, resumedFrom } from '../../../lib/desk/memory.ts';
import { redacted } from '../../../lib/language/secrets/redaction.ts';

const NOON = 1_795_262_400_000;
const LAST: CutOff = {
  callId: 'call-1',
  endedAt: NOON,
  specialist: 'billing',
  intent: 'billing',
  summary: 'Charged twice on invoice 4471.',
  words: 'I was charged twice. On the fourth.',
  name: 'Ada',
};

describe('A caller whose call was cut off', () => {
  it('is known when they call again', () => {
    expect(resumedFrom(LAST, NOON + 60_000, 30)).toEqual({
      resumed: 'yes',
      last_intent: 'billing',
      last_summary: 'Charged twice on invoice 4471.',
      last_words: 'I was charged twice. On the fourth.',
      customer_name: 'Ada',
    });
  });

  it('has told nothing that was not kept', () => {
    expect(resumedFrom({ callId: 'call-1', endedAt: NOON }, NOON + 1, 30)).toEqual({ resumed: 'yes' });
  });

  it.each([
    ['it is half an hour ago', LAST, NOON + 30 * 60_000, 30],
    ['resuming is switched off', LAST, NOON, 0],
    ['nothing is kept', undefined, NOON, 30],
  ])('begins anew where %s', (_, last, now, minutes) => {
    expect(resumedFrom(last, now, minutes)).toBeUndefined();
  });
});

describe('The last words of a caller', () => {
  it('are the last two utterances, oldest first, without what the assistant said', () => {
    expect(
      lastWordsOf(
        [
          { role: 'caller', text: 'Hello.' },
          { role: 'caller', text: ' I was charged twice. ' },
          { role: 'assistant', text: 'On which invoice?' },
          { role: 'caller', text: 'Forty-four.' },
          { role: 'assistant', text: 'Let me see.' },
        ],
        redacted,
      ),
    ).toBe('I was charged twice. Forty-four.');
  });

  it('are none where nothing was said', () => {
    expect(lastWordsOf([], redacted)).toBeUndefined();
    expect(lastWordsOf([{ role: 'assistant', text: 'Hello.' }], redacted)).toBeUndefined();
  });

  it('end with the end of a long one', () => {
    const words = lastWordsOf([{ role: 'caller', text: `${'a'.repeat(2_000)} the end.` }], redacted);
    expect(words).toHaveLength(600);
    expect(words).toMatch(/the end\.$/);
  });

  it.each([
    580, 590, 600, 605, 1_180, 1_190, 1_200,
  ])('hold nothing of a card number of which %i characters follow', (after) => {
    const said = `My card is 4111 1111 1111 1111 ${'and so on '.repeat(200).slice(0, after)}`;
    expect(lastWordsOf([{ role: 'caller', text: said }], redacted)).not.toMatch(/\d/);
  });
});
