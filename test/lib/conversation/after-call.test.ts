import { describe, expect, it } from 'vitest';
import {
  ended,
  finished,
  looked,
  reported,
  reportedUnproven,
  type Wanted,
} from '../../../lib/conversation/after-call.ts';
import { type Call, unheardCall } from '../../../lib/conversation/call.ts';
import type { Reported } from '../../../lib/conversation/events.ts';

/** The call ended at 100 s, by Vapi's clock and ours. */
const END = 100_000;
const BLANK = unheardCall('call-1');

const BOTH: Wanted = { requiredFields: ['name', 'topic'], summaries: true };
const SUMMARY: Wanted = { requiredFields: [], summaries: true };
const FIELDS: Wanted = { requiredFields: ['name', 'topic'], summaries: false };
const NOTHING: Wanted = { requiredFields: [], summaries: false };

const report = (fieldsFilled: number, structured?: Reported['structured']): Reported => ({
  fieldsFilled,
  endedReason: 'customer-ended-call',
  ...(structured === undefined ? {} : { structured }),
});
const COMPLETE = { name: 'Robin Sample', topic: 'address' };
const PARTLY = { name: 'Robin Sample' };

/** What is owed and when, in seconds after the end. */
const owed = (call: Call): string[] =>
  call.effects.map(({ id, notBefore }) => `${id} at ${(notBefore - END) / 1000}`);
const missing = (call: Call) =>
  call.effects.flatMap(({ work }) => (work.kind === 'review' || work.kind === 'send-summary' ? [work] : []));

const over = (call: Call, wanted: Wanted, now = END): Call =>
  ended(call, END, 'customer-ended-call', wanted, now);
const told = (call: Call, what: Reported, wanted: Wanted, seconds: number): Call =>
  reported(call, END, what, wanted, END + seconds * 1000);
const look = (call: Call, nth: number, found: Reported | undefined, wanted: Wanted, seconds: number): Call =>
  looked(call, nth, found, wanted, END + seconds * 1000);
const finish = (call: Call, wanted: Wanted, seconds: number): Call =>
  finished(call, wanted, END + seconds * 1000);

describe('The end of a call', () => {
  it('is kept as it was told first', () => {
    expect(over(BLANK, BOTH).over).toEqual({ at: END, reason: 'customer-ended-call' });
    expect(ended(over(BLANK, BOTH), END + 1, 'hang', BOTH, END + 5_000).over?.reason).toBe(
      'customer-ended-call',
    );
    expect(told(BLANK, report(3), BOTH, 1).over).toEqual({ at: END, reason: 'customer-ended-call' });
  });

  it('without a report has Vapi’s record read after 30 s', () => {
    expect(owed(over(BLANK, BOTH))).toEqual(['look-at-record-0 at 30']);
    expect(owed(over(over(BLANK, BOTH), BOTH, END + 9_000))).toEqual(['look-at-record-0 at 30']);
  });

  it('with a report has nothing read that the report holds', () => {
    expect(owed(told(over(BLANK, BOTH), report(5, COMPLETE), BOTH, 3))).toEqual(['finish at 13']);
    expect(owed(over(told(BLANK, report(5, COMPLETE), BOTH, 3), BOTH))).toEqual(['finish at 13']);
  });

  it('owes nothing where nothing is wanted', () => {
    const call = told(told(over(BLANK, NOTHING), report(1), NOTHING, 1), report(5, PARTLY), NOTHING, 4);
    expect(owed(call)).toEqual([]);
    expect(call.report?.fieldsFilled).toBe(5);
  });
});

describe('A report that lacks required fields', () => {
  it('has the record read 2, 5 and 10 s after it, and then goes to a person', () => {
    let call = told(over(BLANK, BOTH), report(4, PARTLY), BOTH, 3);
    expect(owed(call)).toEqual(['look-at-record-1 at 5']);
    call = look(call, 1, undefined, BOTH, 5);
    expect(owed(call)).toEqual(['look-at-record-2 at 8']);
    call = look(call, 2, report(4, PARTLY), BOTH, 8);
    expect(owed(call)).toEqual(['look-at-record-3 at 13']);
    call = look(call, 3, undefined, BOTH, 13);
    expect(owed(call)).toEqual(['finish at 13']);
    call = finish(call, BOTH, 13);
    expect(owed(call)).toEqual(['review at 13', 'send-summary at 13']);
    expect(missing(call).map((work) => work.missing)).toEqual([['topic'], ['topic']]);
  });

  it('has the record read at once where the time for it has passed', () => {
    const call = told(BLANK, report(4, PARTLY), BOTH, 0);
    expect(owed(look(call, 1, undefined, BOTH, 7))).toEqual(['look-at-record-2 at 7']);
  });

  it('is completed by what the record shows, and read no more', () => {
    let call = told(BLANK, report(4, PARTLY), BOTH, 0);
    call = look(call, 1, report(5, COMPLETE), BOTH, 2);
    expect(owed(call)).toEqual(['finish at 10']);
    call = finish(call, BOTH, 10);
    expect(owed(call)).toEqual(['send-summary at 10']);
    expect(missing(call)).toEqual([{ kind: 'send-summary', missing: [] }]);
  });

  it('is completed by a second report', () => {
    const call = told(told(BLANK, report(2), BOTH, 0), report(5, COMPLETE), BOTH, 1);
    expect(owed(call)).toEqual(['finish at 10']);
    expect(call.reportedAt).toBe(END);
  });

  it('goes to a person where nobody wants a summary', () => {
    const call = [1, 2, 3].reduce(
      (one, nth) => look(one, nth, undefined, FIELDS, 10),
      told(BLANK, report(4), FIELDS, 0),
    );
    expect(owed(finish(call, FIELDS, 10))).toEqual(['review at 10']);
  });
});

describe('Of two reports', () => {
  it('the richer one counts, in either order', () => {
    const rich = report(5, COMPLETE);
    expect(told(told(BLANK, report(1), SUMMARY, 0), rich, SUMMARY, 1).report).toEqual(rich);
    expect(told(told(BLANK, rich, SUMMARY, 0), report(1), SUMMARY, 1).report).toEqual(rich);
  });

  const alike = (endedReason: string): Reported => ({ ...report(3), endedReason });
  const both = (first: number, second: number) =>
    [first, second].reduce(
      (call, at) => reported(call, at, alike(`told at ${at}`), SUMMARY, END + 1_000),
      BLANK,
    );

  it('as rich as each other the one that was told later counts, in either order', () => {
    expect(both(END, END + 1_000).report?.endedReason).toBe(`told at ${END + 1_000}`);
    expect(both(END + 1_000, END).report?.endedReason).toBe(`told at ${END + 1_000}`);
  });

  it('the same one again, or an older one, changes nothing', () => {
    const once = both(END, END + 1_000);
    for (const at of [END + 1_000, END]) {
      expect(reported(once, at, alike(`told at ${at}`), SUMMARY, END + 5_000)).toEqual(once);
    }
  });

  it('one from a record that did not keep when it was told is replaced by one as rich', () => {
    const { reportOf: _unknown, ...kept } = both(END, END);
    expect(reported(kept, 1, alike('newer'), SUMMARY, END).report?.endedReason).toBe('newer');
  });

  it('the record’s shows no less than what was reported', () => {
    const call = told(BLANK, report(5, PARTLY), BOTH, 0);
    expect(look(call, 1, report(2, COMPLETE), BOTH, 2).report?.structured).toEqual(PARTLY);
  });

  it('the looks are counted from the first', () => {
    const call = told(told(BLANK, report(1), BOTH, 0), report(4, PARTLY), BOTH, 1.5);
    expect(owed(call)).toEqual(['look-at-record-1 at 2']);
  });

  it('a second one that lacks what the first had is looked after as well', () => {
    const call = told(told(BLANK, report(3, COMPLETE), BOTH, 0), report(5, PARTLY), BOTH, 3);
    expect(owed(call)).toEqual(['look-at-record-1 at 3']);
  });

  it('a second one changes nothing of the last word that is due', () => {
    let call = told(BLANK, report(4, PARTLY), BOTH, 0);
    for (const nth of [1, 2, 3]) call = look(call, nth, undefined, BOTH, 10);
    expect(owed(told(call, report(5, PARTLY), BOTH, 11))).toEqual(['finish at 10']);
  });

  it('one that comes after the last word is kept, and says nothing again', () => {
    const call = finish(told(BLANK, report(4, COMPLETE), BOTH, 0), BOTH, 10);
    const sent = { ...call, effects: [] };
    expect(owed(told(sent, report(6, PARTLY), BOTH, 60))).toEqual([]);
    expect(told(sent, report(6, PARTLY), BOTH, 60).report?.fieldsFilled).toBe(6);
    expect(owed(finish(sent, BOTH, 70))).toEqual([]);
    expect(owed(look(sent, 3, report(6, PARTLY), BOTH, 70))).toEqual([]);
  });
});

describe('A report that tells something and does not prove the end', () => {
  const unproven = (call: Call, wanted: Wanted): Call =>
    reportedUnproven(call, END, report(2, PARTLY), wanted, END + 1_000);

  it('is kept, leaves the call as it is, and has Vapi’s record read after 30 s', () => {
    const call = unproven(BLANK, BOTH);
    expect([call.over, call.reportedAt, call.report]).toEqual([undefined, undefined, report(2, PARTLY)]);
    expect(owed(call)).toEqual(['look-at-record-0 at 31']);
  });

  it('is followed by the real one as if none had come before', () => {
    const call = told(unproven(BLANK, BOTH), report(5, COMPLETE), BOTH, 3);
    expect(call).toMatchObject({ report: report(5, COMPLETE), over: { at: END } });
    expect(owed(call)).toEqual(['finish at 13']);
  });

  it('asks for nothing where the end is known, or nothing is wanted', () => {
    expect(owed(unproven(BLANK, NOTHING))).toEqual([]);
    expect(owed(unproven(over(BLANK, BOTH), BOTH))).toEqual(['look-at-record-0 at 30']);
    const reportedBefore = told(BLANK, report(5, COMPLETE), BOTH, 0);
    expect(unproven(reportedBefore, BOTH)).toEqual(reportedBefore);
  });
});

describe('A report that never comes', () => {
  it('is replaced by Vapi’s record', () => {
    const call = look(over(BLANK, BOTH), 0, report(5, COMPLETE), BOTH, 30);
    expect(owed(call)).toEqual(['finish at 40']);
    expect(owed(finish(call, BOTH, 40))).toEqual(['send-summary at 40']);
  });

  it('goes to a person when the record shows nothing either', () => {
    let call = over(BLANK, BOTH);
    const times = [30, 32, 37, 47];
    for (const [nth, seconds] of times.entries()) call = look(call, nth, undefined, BOTH, seconds);
    expect(owed(call)).toEqual(['finish at 47']);
    call = finish(call, BOTH, 47);
    expect(owed(call)).toEqual(['review at 47', 'send-summary at 47']);
    expect(missing(call)[0]?.missing).toEqual(['name', 'topic']);
  });

  it('leaves a summary without fields to wait for nothing more', () => {
    expect(owed(look(over(BLANK, SUMMARY), 0, undefined, SUMMARY, 30))).toEqual(['finish at 40']);
  });
});
