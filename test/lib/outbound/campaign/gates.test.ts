import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import type { OutboundCall } from '../../../../lib/outbound/call/record.ts';
import type { Contact } from '../../../../lib/outbound/campaign/contact.ts';
import { begin } from '../../../../lib/outbound/campaign/gates.ts';
import type { CampaignPorts } from '../../../../lib/outbound/campaign/ports.ts';
import { toldOf } from '../../../../lib/outbound/campaign/told.ts';
import * as calls from '../call/given.ts';
import { live, MINUTE, NOW, running } from './given.ts';

const NUMBER = '+14155550101';
const { DIALING } = calls;
const ENDED = calls.owing(calls.ENDED, { kind: 'tell-campaign' });

/** Gates that say yes, but for those that are given; what they took and gave back, in that order. */
function desk(given: {
  listed?: true;
  opening?: number | 'never';
  recentUntil?: number;
  dayUntil?: number;
  areaFull?: true;
  placesFull?: true;
  contact?: Partial<Contact>;
  /** The call is on record, kept by somebody before this one. */
  kept?: OutboundCall;
  /** It came to be on record only when this one was to keep it. */
  keptMeanwhile?: OutboundCall;
  queueAway?: true;
  /** How late it is by the clock of whoever begins, ms after `NOW`. */
  late?: number;
}) {
  const done: string[] = [];
  const note = <T>(what: string, answer: T): Promise<T> => {
    done.push(what);
    return Promise.resolve(answer);
  };
  const { opening = NOW } = given;
  let isLost = false;
  const contact: Contact = {
    person: { row: 1, number: NUMBER, consent: { kind: 'express' } },
    ...{ zone: 'UTC', attempts: 0, starts: 0, deferrals: 0 },
    progress: { state: 'waiting', dueAt: NOW },
    ...given.contact,
  };
  const until = (at: number | undefined) => (at === undefined ? undefined : { until: at });
  const ports: Partial<CampaignPorts> = {
    clock: () => NOW + (given.late ?? 0),
    waitUntil: (at) => note(`wait ${at - NOW}`, undefined),
    contacts: {
      waiting: async () => [],
      load: async () => [{ contact, version: 1 }],
      save: async () => 'saved',
    },
    calls: {
      load: async () => ({
        call: given.kept ?? (isLost ? given.keptMeanwhile : undefined),
        version: 1,
      }),
      save: (call) => {
        isLost = given.kept !== undefined || given.keptMeanwhile !== undefined;
        return note(`keep ${call.id}`, isLost ? 'lost' : 'saved');
      },
    },
    queue: {
      send: async () => {
        if (given.queueAway) throw new Unavailable('queue', 'away');
        done.push('send');
      },
    },
    doNotCall: { entryOf: () => note('list', given.listed && { at: NOW, by: 'team' }) },
    nextOpening: () => note('hours', opening === 'never' ? undefined : opening),
    numbers: {
      take: (_number, holder, callId) =>
        note(
          `number ${holder} ${callId}`,
          given.recentUntil === undefined
            ? { is: 'taken' }
            : { is: 'recent', id: 'oc_9', until: given.recentUntil },
        ),
      free: (_number, holder) => note(`-number ${holder}`, undefined),
    },
    attempts: {
      take: (_number, by, most) => {
        const full = until(given.dayUntil);
        return note(`day ${by} of ${most}`, full === undefined ? { is: 'taken' } : { is: 'full', ...full });
      },
      free: (_number, by) => note(`-day ${by}`, undefined),
    },
    areas: {
      take: (area, _second, most) => note(`area ${area} ${most}`, given.areaFull ? 'full' : 'taken'),
      free: (area) => note(`-area ${area}`, undefined),
    },
    areaOf: async () => '+1415',
    places: {
      take: (holder) => note(`place ${holder}`, given.placesFull ? 'full' : 'taken'),
      free: (holder) => note(`-place ${holder}`, undefined),
    },
  };
  const begins = (campaign = running({}, { live: [live(1, { is: 'begun' })] }), mayHold = false) =>
    begin(campaign, 'oc_1', { mayHold, until: NOW + 22_000 }, ports as CampaignPorts);
  return { begins, done };
}

const TAKES = ['number cm_1:1 oc_1', 'day cm_1:1:0 of 3', 'area +1415 3', 'place oc_1'];
const GIVES = ['-place oc_1', '-area +1415', '-day cm_1:1:0', '-number cm_1:1'];

describe('A call of a campaign', () => {
  it('is begun when the pace has come to it and every gate is asked, in this order', async () => {
    const { begins, done } = desk({});
    expect(await begins()).toEqual({ is: 'dialled', at: NOW });
    expect(done).toEqual(['wait 0', 'list', 'hours', ...TAKES, 'keep oc_1', 'send']);
  });

  it('waits for the pace', async () => {
    const { begins, done } = desk({});
    await begins(running({}, { live: [live(1, { is: 'begun' })], nextAt: NOW + 700 }));
    expect(done[0]).toBe('wait 700');
  });

  it('is not waited for where the pace is longer away than the rest of a second', async () => {
    const { begins, done } = desk({});
    const campaign = running({}, { live: [live(1, { is: 'begun' })], nextAt: NOW + 1_501 });
    expect(await begins(campaign)).toEqual({ is: 'too-early' });
    expect(done).toEqual([]);
  });

  it('is begun though the queue is away: the sweeper finds it', async () => {
    expect(await desk({ queueAway: true }).begins()).toEqual({ is: 'dialled', at: NOW });
  });

  it.each<[string, Parameters<typeof desk>[0], object, number]>([
    ['the do-not-call list', { listed: true }, { is: 'forbidden', outcome: 'opted_out' }, 0],
    ['the hours', { opening: NOW + MINUTE }, { is: 'put-off', dueAt: NOW + MINUTE, for: 'hours' }, 0],
    ['hours that never come', { opening: 'never' }, { is: 'forbidden', outcome: 'expired' }, 0],
    ['a call of just now', { recentUntil: NOW + 9 }, { is: 'put-off', dueAt: NOW + 9, for: 'recent' }, 0],
    ['the day', { dayUntil: NOW + 9 }, { is: 'put-off', dueAt: NOW + 9, for: 'day' }, 1],
    ['the area code', { areaFull: true }, { is: 'put-off', dueAt: NOW + 1_000, for: 'room' }, 2],
    ['the places', { placesFull: true }, { is: 'no-room' }, 3],
  ])('is not begun where %s says no, and what was taken is given back', async (_gate, given, no, taken) => {
    const { begins, done } = desk(given);
    expect(await begins()).toEqual(no);
    expect(done.filter((what) => what.startsWith('-'))).toEqual(taken === 0 ? [] : GIVES.slice(4 - taken));
    expect(done.some((what) => what.startsWith('keep'))).toBe(false);
  });

  it('leaves the number with a contact who was called before', async () => {
    const contact = { attempts: 1, starts: 1 };
    const { begins, done } = desk({ placesFull: true, contact });
    const call = live(1, { is: 'begun', attempts: 1, starts: 1 });
    await begins(running({}, { live: [call] }));
    expect(done.filter((what) => what.startsWith('-'))).toEqual(['-area +1415', '-day cm_1:1:1']);
  });

  it('gives back all that whoever died at it may have taken', async () => {
    const { begins, done } = desk({ opening: NOW + MINUTE });
    await begins(undefined, true);
    // The second of an area code passes by itself.
    expect(done.filter((what) => what.startsWith('-'))).toEqual([
      ...['-place oc_1', '-day cm_1:1:0', '-number cm_1:1'],
    ]);
  });

  it.each([
    ['goes on', DIALING, { is: 'dialled', at: DIALING.requestedAt }],
    ['has ended', ENDED, { is: 'over', told: toldOf(ENDED) }],
  ])('that somebody has begun before and %s keeps all that it holds, whatever a gate says', async (_how, kept, found) => {
    for (const [given, mayHold] of [
      [{ kept }, true],
      [{ keptMeanwhile: kept }, false],
      [{ kept, placesFull: true }, false],
    ] as const) {
      const { begins, done } = desk(given);
      expect(await begins(undefined, mayHold)).toEqual(found);
      expect(done.filter((what) => what.startsWith('-') || what === 'send')).toEqual([]);
    }
  });

  it('that has ended and owes nothing gives back the place that was taken for it anew', async () => {
    const { begins, done } = desk({ keptMeanwhile: { ...ENDED, effects: [] } });
    expect(await begins()).toMatchObject({ is: 'over' });
    expect(done.filter((what) => what.startsWith('-'))).toEqual(['-place oc_1']);
  });

  it.each([
    ['a gate says no', { placesFull: true }],
    ['all say yes', {}],
  ] as const)('is left to others once its claim has run out, where %s', async (_what, given) => {
    const { begins, done } = desk({ ...given, late: 22_000, opening: NOW });
    expect(await begins()).toEqual({ is: 'not-done', reason: 'late' });
    expect(done.filter((what) => /^(-|keep|send)/.test(what))).toEqual([]);
  });

  it.each<[string, Partial<ReturnType<typeof running>>, Partial<Contact>]>([
    ['whose campaign was paused', { status: 'paused' }, {}],
    [
      'whose campaign is over',
      { settings: { ...running().settings, endAt: new Date(NOW).toISOString() } },
      {},
    ],
    ['to a contact who is done with', {}, { progress: { state: 'ended', at: NOW, outcome: 'busy' } }],
    ['to a contact whom somebody has begun to call since', {}, { starts: 1 }],
  ])('%s is withdrawn before anything is taken', async (_what, changed, contact) => {
    const { begins, done } = desk({ contact });
    const campaign = running({}, { live: [live(1, { is: 'begun' })], ...changed });
    expect(await begins(campaign)).toEqual({ is: 'withdrawn' });
    expect(done.filter((what) => what !== 'wait 0')).toEqual([]);
  });
});
