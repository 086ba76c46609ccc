import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import type { OpeningHours } from '../../../../lib/handoff/ask/opening-hours.ts';
import {
  closedSentence,
  type EscalationOptions,
  refuseRequest,
  requestHandoff,
} from '../../../../lib/handoff/ask/request.ts';
import type { HandoffContext, HandoffRequest } from '../../../../lib/handoff/record/handoff.ts';
import { filled, spokenMoment } from '../../../../lib/speech/index.ts';
import { speech as spanish } from '../../../../lib/speech/spanish.ts';
import * as given from '../given.ts';

const { T0, CALL_ID } = given;

const OPTIONS: EscalationOptions = {
  windowSeconds: 30,
  language: 'en',
  bridging: { bridge: 'auto', accountSid: 'AC1', flexWorkflow: false },
  teamWords: { departments: ['Sales', 'Billing'], skills: ['Refunds'] },
};

const asked = async (
  values: Record<string, unknown>,
  requestedBy: HandoffRequest['requestedBy'] = 'tool-call',
  down: { queue?: true; table?: true } = {},
) => {
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const store = new given.MemoryStore();
  queue.down = down.queue === true;
  store.down = down.table === true;
  const call = { callId: CALL_ID, timestamp: T0 - 300, messages: [] };
  const asks = requestHandoff(call, 'call_1', requestedBy, values, OPTIONS, {
    ...{ store, queue, clock: () => T0 },
    ...watched,
  });
  const refused: unknown = await asks.then(
    () => undefined,
    (error: unknown) => error,
  );
  const contexts = queue.sent.flatMap(({ message: { event } }): HandoffContext[] =>
    'request' in event && event.request !== undefined ? [event.request.context] : [],
  );
  return { queue, store, refused, contexts, ...watched };
};

describe('A request for a human', () => {
  it.each([
    'tool-call',
    'rule',
    'transfer-destination-request',
  ] as const)('goes out with the routing words of the team alone, asked for by a %s', async (requestedBy) => {
    const values = { department: 'BILLING team', skills: ['refunds', 'root'], urgency: 'Extreme' };
    const { contexts, counts } = await asked(values, requestedBy);
    // With the request itself and with its window.
    expect(contexts).toHaveLength(2);
    for (const context of contexts) {
      expect(context).toEqual({
        department: 'Billing',
        skills: ['Refunds'],
        captured: { wanted_skills: 'root', wanted_urgency: 'Extreme' },
        messages: [],
      });
    }
    expect(counts.filter((one) => one === 'routing_word_unknown')).toHaveLength(2);
  });

  it('counts nothing where the team has all that is named', async () => {
    const { counts } = await asked({ department: 'sales', language: 'es', urgency: 'low' });
    expect(counts).not.toContain('routing_word_unknown');
  });

  it('tells in its log which field it was, and never the word', async () => {
    const { lines } = await asked({ department: 'the account of Jane Victim' });
    const [warning, ...others] = lines.filter(({ level }) => level === 'warn');
    expect(others).toEqual([]);
    expect(warning?.fields).toMatchObject({
      callId: CALL_ID,
      handoffId: expect.stringMatching(/^ho_/),
      reason: 'department',
    });
    expect(JSON.stringify(lines)).not.toContain('Victim');
  });

  it('goes out with its window, and with the time at which it was asked for by Vapi’s clock', async () => {
    const { queue } = await asked({});
    const request = { requestedAt: T0, askedAt: T0 - 300, speech: 'en', windowSeconds: 30 };
    expect(queue.sent).toMatchObject([
      { message: { event: { type: 'escalation-requested', request } }, delaySeconds: 0 },
      { message: { event: { type: 'window-expired', request } }, delaySeconds: 30 },
    ]);
  });

  it('is counted, with the way in which the two will be joined', async () => {
    const { counts, lines } = await asked({});
    expect(counts).toEqual(['escalation_requested', 'strategy_vapi-transfer']);
    expect(lines).toMatchObject([{ level: 'info', fields: { callId: CALL_ID, requestId: 'call_1' } }]);
  });

  it('is kept in the table where there is no queue, and goes on from there', async () => {
    const { store, counts } = await asked({}, 'tool-call', { queue: true });
    expect(store.record).toMatchObject({ callId: CALL_ID, progress: { state: 'requested' } });
    expect(store.record.effects).toMatchObject([{ work: { kind: 'create-task' }, notBefore: T0 }]);
    expect(counts).toContain('escalation_requested');
  });

  it('is refused to its sender where there is neither queue nor table, and not counted', async () => {
    const { counts, refused } = await asked({}, 'tool-call', { queue: true, table: true });
    expect(refused).toBeInstanceOf(Unavailable);
    expect(counts).toEqual([]);
  });
});

describe('A caller for whom nobody can be asked', () => {
  // T0 is a Friday, 2027-01-15, 08:00 UTC.
  const hours = (week: OpeningHours['week']): OpeningHours => ({ timeZone: 'Etc/UTC', week, holidays: [] });
  const heard = (direction: 'inbound' | 'outbound' | 'web', openingHours?: OpeningHours) => {
    const { counts, count } = given.watching();
    const options = { language: 'es' as const, ...(openingHours && { openingHours }) };
    const sentence = closedSentence({ direction }, options, { clock: () => T0, count });
    return { sentence, counts };
  };
  const { toCaller } = spanish;

  it('hears when the team is back, in their own language', () => {
    const { sentence, counts } = heard('inbound', hours({ fri: ['09:30-17:00'] }));
    const when = spokenMoment(spanish, { day: 'today', weekday: 5, minutes: 570 });
    expect(sentence).toBe(filled(toCaller.closedUntil, { when }));
    expect(sentence).toContain(when);
    expect(counts).toEqual(['team_closed']);
  });

  it('hears no day where none is near', () => {
    expect(heard('inbound', hours({}))).toEqual({ sentence: toCaller.closed, counts: ['team_closed'] });
  });

  it('hears that it cannot be done from a web call, at any hour', () => {
    const always = hours({ fri: ['00:00-24:00'] });
    for (const openingHours of [undefined, always, hours({})]) {
      expect(heard('web', openingHours)).toEqual({ sentence: toCaller.notFromHere, counts: [] });
    }
  });

  it('hears that they have asked too often, which is counted', () => {
    const { counts, lines, count, log } = given.watching();
    const about = { callId: CALL_ID, handoffId: 'ho_6' };
    expect(refuseRequest(about, { language: 'es' }, { log, count })).toBe(toCaller.enough);
    expect(counts).toEqual(['escalation_refused']);
    expect(lines).toMatchObject([{ level: 'info', fields: about }]);
  });

  it.each([
    ['the team is there', hours({ fri: ['07:00-17:00'] })],
    ['the team has named no hours', undefined],
  ])('is somebody else where %s', (_when, openingHours) => {
    for (const direction of ['inbound', 'outbound'] as const) {
      expect(heard(direction, openingHours)).toEqual({ sentence: undefined, counts: ['team_open'] });
    }
  });
});
