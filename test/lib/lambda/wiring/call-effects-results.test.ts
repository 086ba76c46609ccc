import { beforeEach, describe, expect, it } from 'vitest';
import { RefusedForGood, Unavailable } from '../../../../lib/base/trouble.ts';
import type { Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../../handoff/given.ts';
import { CALL, CLOSED, Outside } from './call-effects-world.ts';

const { CALL_ID, CONTROL_URL, T0 } = given;
const DONE = { is: 'done' };

let world: Outside;
beforeEach(() => {
  world = new Outside();
});

describe("Vapi's own record of a call", () => {
  const record = {
    status: 'ended',
    endedReason: 'customer-ended-call',
    analysis: { summary: 'Card 4111 1111 1111 1111.', structuredData: { email: 'robin@example.com' } },
    artifact: { transcript: 'User: Hello' },
  };

  it('is kept whole, and told without its transcript; a card number is in neither', async () => {
    world.answers.record = { is: 'record', record };
    const seen = await world.work().readRecord(CALL_ID);
    expect(seen).toMatchObject({ is: 'record-seen', report: { structured: { email: 'robin@example.com' } } });
    expect(seen).not.toHaveProperty('report.transcript');
    expect(world.did.map(({ name }) => name)).toEqual(['record', 'saveReport']);
    expect(world.did[1]?.with).toMatchObject([CALL_ID, { transcript: 'User: Hello' }, T0 + 70_000]);
    expect(JSON.stringify([seen, world.did])).not.toContain('4111');
  });

  it('tells what it tells though it cannot be kept', async () => {
    world.answers.record = { is: 'record', record };
    world.answers.saveReport = new Unavailable('table', 'down');
    expect(await world.work().readRecord(CALL_ID)).toMatchObject({ is: 'record-seen' });
  });

  it.each([
    { status: 'in-progress' },
    undefined,
    'text',
    [],
  ])('shows nothing where it is %j', async (shown) => {
    world.answers.record = { is: 'record', record: shown };
    expect(await world.work().readRecord(CALL_ID)).toEqual({ is: 'no-record' });
  });

  it('is no secret where it could not be read', async () => {
    world.answers.record = { is: 'not-done', reason: 'vapi-503', retryAfterSeconds: 2 };
    expect(await world.work().readRecord(CALL_ID)).toEqual({
      is: 'not-done',
      reason: 'vapi-503',
      retryAfterSeconds: 2,
    });
  });
});

describe('The last word about a call', () => {
  it('is a review that says what is missing, with the handoff where there was one', async () => {
    expect(await world.work().requestReview(CALL, ['email'])).toEqual(DONE);
    expect(world.did[0]?.with).toEqual([
      [
        {
          delaySeconds: 0,
          message: {
            callId: CALL_ID,
            review: {
              missing: ['email'],
              why: 'Required fields are missing after the call',
              requestedAt: T0 + 70_000,
              summary: 'Wants the second charge paid back.',
              customerName: 'Robin Sample',
              customerId: 'C-70412',
              from: '+14155550123',
            },
          },
        },
      ],
    ]);
    world.store.write(given.handoff(given.ended()));
    await world.work().requestReview(CALL, ['email']);
    expect(world.did[1]?.with).toMatchObject([[{ message: { review: { handoffId: 'ho_1' } } }]]);
  });

  it('is a review in the language of the call', async () => {
    const spanish = { ...CALL, spoken: { is: 'es', at: T0 } };
    await world.work().requestReview(spanish, ['email']);
    const why = 'Faltan datos obligatorios después de la llamada';
    expect(world.did[0]?.with).toMatchObject([[{ message: { review: { why } } }]]);
  });

  it('is a summary of the call, of its report and of its handoff', async () => {
    world.store.write(given.handoff(given.ended()));
    expect(await world.work().sendSummary(CALL, ['email'])).toEqual(DONE);
    expect(world.did[0]?.with).toMatchObject([
      [
        {
          delaySeconds: 0,
          message: {
            callId: CALL_ID,
            summary: {
              call: {
                id: CALL_ID,
                endedReason: 'customer-ended-call',
                durationSeconds: 60,
                from: '+14155550123',
              },
              summary: 'Wants the second charge paid back.',
              structured: { city: 'Ulm' },
              missingFields: ['email'],
              intent: 'billing',
              interruptions: 2,
              handoff: { id: 'ho_1', outcome: 'completed' },
            },
          },
        },
      ],
    ]);
  });

  const underWay: [string, Progress][] = [
    ['is asked for', given.REQUESTED],
    ['waits in the queue', given.QUEUED],
    ['is offered', given.OFFERED],
    ['is being joined', given.BRIDGING],
    ['talks', given.CONNECTED],
  ];
  it.each(
    underWay,
  )('is no summary yet while the caller %s: nobody knows how that ends', async (_name, progress) => {
    world.store.write(given.handoff(progress));
    const finished = { ...CALL, finishedAt: T0 + 70_000 };
    expect(await world.work().sendSummary(finished, [])).toEqual({
      is: 'handoff-under-way',
      handoffId: 'ho_1',
    });
    expect(world.did).toEqual([]);
  });

  it('is a summary without an outcome when more time has passed than any handoff takes', async () => {
    world.store.write(given.handoff(given.CONNECTED));
    const finished = (hoursAgo: number) => ({ ...CALL, finishedAt: T0 + 70_000 - hoursAgo * 3_600_000 });
    expect(await world.work().sendSummary(finished(12.9), [])).toMatchObject({ is: 'handoff-under-way' });
    expect(await world.work().sendSummary(finished(13), [])).toEqual(DONE);
    expect(world.did[0]?.with).toMatchObject([
      [{ message: { summary: { handoff: { state: 'connected', outcome: null } } } }],
    ]);
  });

  it('is a summary of what is known where no report came', async () => {
    const { report: _none, ...unreported } = CALL;
    expect(await world.work().sendSummary(unreported, [])).toEqual(DONE);
    expect(world.did[0]?.with).toMatchObject([
      [
        {
          message: {
            summary: { call: { endedReason: 'customer-ended-call' }, summary: null, handoff: null },
          },
        },
      ],
    ]);
  });

  it.each<[string, string, Error, string]>([
    ['review', 'reviews', new Unavailable('queue', 'down'), 'queue'],
    ['review', 'reviews', new TypeError('secret'), 'TypeError'],
    ['summary', 'summaries', new Unavailable('queue', 'down'), 'queue'],
    ['summary', 'summaries', new TypeError('secret'), 'TypeError'],
  ])('is said later where it cannot be said now: %s', async (what, port, error, reason) => {
    world.answers[port] = error;
    const said =
      what === 'review' ? world.work().requestReview(CALL, []) : world.work().sendSummary(CALL, []);
    expect(await said).toEqual({ is: 'not-done', reason });
  });

  it('is not said at all where the queue refuses it for good', async () => {
    world.answers.summaries = new RefusedForGood('queue', 'BatchRequestTooLong', 'no');
    expect(await world.work().sendSummary(CALL, [])).toEqual({
      is: 'refused',
      reason: 'queue-BatchRequestTooLong',
    });
  });

  it.each([
    'requestReview',
    'sendSummary',
  ] as const)('is said later where the table is down: %s', async (name) => {
    world.store.down = true;
    expect(await world.work()[name](CALL, [])).toEqual({ is: 'not-done', reason: 'table' });
  });
});

describe('Nothing of what goes outside', () => {
  it('throws, whatever goes wrong there', async () => {
    for (const name of ['inform', 'mute', 'record', 'reviews', 'summaries']) {
      world.answers[name] = new Error('secret of the platform');
    }
    const to = { callId: CALL_ID, controlUrl: CONTROL_URL };
    const { inform, mute, readRecord, requestReview, sendSummary } = world.work();
    world.openingHours = CLOSED;
    const results = await Promise.all([
      inform(to, 'x'),
      mute(to, false),
      readRecord(CALL_ID),
      requestReview(CALL, []),
      sendSummary(CALL, []),
      world.ask(),
    ]);
    for (const result of results) expect(result).toEqual({ is: 'not-done', reason: 'Error' });
    // A silence may have begun before it went wrong: it must end.
    expect(await mute(to, true)).toEqual({ is: 'unsure', reason: 'Error' });
  });

  it('is in a log line: no number, no name, no word of the caller', async () => {
    await world.ask();
    world.openingHours = CLOSED;
    await world.ask();
    world.store.write(given.handoff(given.ended()));
    await world.work().requestReview(CALL, ['email']);
    await world.work().sendSummary(CALL, ['email']);
    expect(world.watched.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(world.watched.lines)).not.toMatch(
      /\+1415|Robin|heliotrope|second charge|vapi\.ai|Ulm/,
    );
  });
});
