import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES } from '../../../../lib/handoff/record/handoff.ts';
import { phasesOf, timelineOf, widthsOf } from '../../../../lib/pages/agent/timeline.ts';
import { connected, ended, hostile, T0, waiting } from './given-view.ts';

const shown = { numbers: 'hidden' } as const;
const pictureOf = (view: ReturnType<typeof waiting>) =>
  /<svg.*<\/svg>/.exec(timelineOf(view, shown).safe)?.[0] ?? '';
const wordsOf = (view: ReturnType<typeof waiting>) => /aria-label="([^"]*)"/.exec(pictureOf(view))?.[1];

describe('The picture of a handoff', () => {
  it('says in words what it shows', () => {
    expect(wordsOf(connected())).toBe(
      'The handoff so far: asking for an agent for 0.4 seconds, then waiting for an agent for 7.7 seconds, then offered to an agent for 6.1 seconds, then joining agent and caller for 1.8 seconds, then now connected.',
    );
    expect(wordsOf(ended('no_agent'))).toBe(
      'The handoff so far: asking for an agent for 0.4 seconds, then waiting for an agent for 29 seconds. Ended: no agent took it.',
    );
  });

  it.each(OUTCOMES)('names the outcome %s at its end', (outcome) => {
    expect(pictureOf(ended(outcome))).toMatch(
      /<g class="end \w+"><circle cx="100%".*<text x="100%" y="14">[a-z ]+</,
    );
  });

  it('shows the present state as open, and no other', () => {
    expect(pictureOf(connected()).match(/class="now [a-z]+"/g)).toEqual(['class="now connected"']);
    expect(pictureOf(ended('completed'))).not.toContain('class="now');
  });

  it('holds no foreign text', () => {
    expect(pictureOf(hostile())).not.toMatch(/window|onerror|script/);
  });

  it('draws at most seven states, the earliest as one', () => {
    const tries = Array.from({ length: 9 }, (_, n) => [
      { at: T0 + 1_000 + n * 2_000, what: 'queued' },
      { at: T0 + 2_000 + n * 2_000, what: 'offered' },
    ]).flat();
    const view = waiting({ handoff: { timeline: [...tries, { at: T0 + 20_000, what: 'queued' }] } });
    expect(pictureOf(view).match(/<line/g)).toHaveLength(6);
    expect(pictureOf(view)).toContain('earlier 15 s');
  });

  it('begins with the request, even where its moment is no longer in the record', () => {
    const view = waiting({ handoff: { timeline: [{ at: T0 + 9_000, what: 'queued' }] } });
    expect(phasesOf(view.handoff)).toEqual([{ is: 'queued', from: T0, to: undefined }]);
  });

  it('gives no state less room than its name needs, and the others room in proportion', () => {
    expect(widthsOf([1, 300, 600, 100])).toEqual([
      13,
      expect.closeTo(21.33, 1),
      expect.closeTo(42.67, 1),
      23,
    ]);
    const lengths = fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(lengths, (each) => {
        const widths = widthsOf(each);
        expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100);
        for (const width of widths) expect(width).toBeGreaterThanOrEqual(12.99);
        expect(widths.at(-1)).toBeGreaterThanOrEqual(22.99);
      }),
    );
  });
});

describe('The moments of a handoff', () => {
  it('are listed with the time since the request', () => {
    const { safe } = timelineOf(ended('no_agent'), shown);
    expect(safe).toContain('<time datetime="2027-01-15T08:00:30.600Z">0:30.6</time> <bdi>task closed</bdi>');
    expect(safe).toContain('<bdi>ended no_agent: window expired</bdi>');
  });

  it('tell of the earlier handoffs of the call', () => {
    const past = { handoffId: 'ho_0', requestId: 'r0', outcome: 'no_agent' as const, at: T0 - 60_000 };
    expect(timelineOf(waiting({ handoff: { history: [past] } }), shown).safe).toContain(
      'An earlier handoff of this call ended at <time datetime="2027-01-15T07:59:00.000Z">07:59:00 UTC</time>: no agent took it.',
    );
  });
});
