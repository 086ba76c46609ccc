import { describe, expect, it } from 'vitest';
import { UNLIMITED } from '../../infra/local/simulators/vapi/concurrency.ts';
import {
  campaignOf,
  DAYS,
  dialled,
  list,
  look,
  move,
  numbers,
  phones,
  product,
  request,
  results,
  some,
  started,
  until,
  withCampaigns,
} from './campaign-desk.ts';

withCampaigns();

describe('Nobody is called', () => {
  it('who said so while the campaign runs', async () => {
    const called = numbers(3);
    const [talks = '', , last = ''] = called;
    phones.set(talks, 'answers');
    const { id } = await started(campaignOf(called, { secondsApart: 5 }));
    await list(last);
    await expect.poll(() => dialled([talks])[0]?.status, { timeout: 20_000 }).toBe('in-progress');
    await dialled([talks])[0]?.askForHuman({}, { toolName: 'do_not_call' });
    await dialled([talks])[0]?.hangUp();
    const { counts } = await until(id, 'done');
    expect(counts).toMatchObject({ opted_out: 1, busy: 1 });
    expect(dialled([last])).toEqual([]);
    const again = await request('POST', '/campaigns', campaignOf([talks]));
    expect(again.body.refused).toMatchObject([{ row: 1, code: 'do_not_call' }]);
  });

  it('a second time because they were busy, once they are on the list', async () => {
    const [number = ''] = numbers(1);
    const { id } = await started(campaignOf([number], { attempts: { most: 3, waitMinutes: 0.2 } }));
    await expect.poll(async () => (await look(id)).counts.scheduled, { timeout: 20_000 }).toBe(1);
    await list(number);
    const { counts } = await until(id, 'done');
    expect(counts).toMatchObject({ opted_out: 1, busy: 0 });
    expect(dialled([number])).toHaveLength(1);
  });

  it('whose morning has not begun', async () => {
    const [open = '', closed = ''] = numbers(2);
    // Somewhere it is the hour that is open; on the other side of the world it is not.
    const hour = new Date().getUTCHours();
    const two = (value: number) => String(value).padStart(2, '0');
    const hours = Object.fromEntries(DAYS.map((day) => [day, [`${two(hour)}:00-${two(hour + 1)}:00`]]));
    const contacts = [
      { number: open, timeZone: 'UTC' },
      { number: closed, timeZone: 'Etc/GMT-12' },
    ];
    const { id, counts } = await started({ ...campaignOf([], { hours }), contacts });
    expect(counts).toMatchObject({ scheduled: 1, queued: 1 });
    await expect.poll(async () => (await look(id)).counts.ended, { timeout: 20_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(dialled([closed])).toEqual([]);
    expect(await look(id)).toMatchObject({ status: 'running', counts: { scheduled: 1, busy: 1 } });
    const { body } = await move(id, 'cancel');
    expect(body.campaign?.counts).toMatchObject({ scheduled: 0, canceled: 1 });
  });

  it('who was called half an hour before, by whatever way', async () => {
    const [number = ''] = numbers(1);
    const call = { customer: { number }, consent: { kind: 'express' } };
    expect((await request('POST', '/calls', call)).status).toBe(202);
    const { id } = await started(campaignOf([number]));
    await expect.poll(async () => (await look(id)).counts.scheduled, { timeout: 20_000 }).toBe(1);
    expect(dialled([number])).toHaveLength(1);
    await move(id, 'cancel');
    const [other = ''] = numbers(1);
    const second = await started(campaignOf([other]));
    await until(second.id, 'done');
    const single = await request('POST', '/calls', { ...call, customer: { number: other } });
    expect([single.status, single.body.error?.code]).toEqual([409, 'recently_called']);
  });

  it('more often than a day allows, by all campaigns together', async () => {
    const [number = ''] = numbers(1);
    const attempts = { most: 5, perDay: 2, waitMinutes: 0.02 };
    const { id } = await started(campaignOf([number], { attempts }));
    await expect.poll(() => dialled([number]).length, { timeout: 20_000 }).toBe(2);
    await expect.poll(async () => (await look(id)).counts.scheduled, { timeout: 20_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20_000));
    expect(dialled([number])).toHaveLength(2);
    await move(id, 'cancel');
  });
});

describe('A campaign pauses by itself', () => {
  it('when too many calls fail, says which, and counts afresh once it goes on', async () => {
    const called = numbers(12);
    for (const number of called) phones.set(number, 'failed');
    const settings = { breaker: { least: 3, share: 0.5, seconds: 120 } };
    const { id } = await started(campaignOf(called, settings));
    const { pausedBecause } = await until(id, 'paused');
    expect(pausedBecause?.code).toBe('breaker');
    expect(pausedBecause?.failures.length).toBeGreaterThanOrEqual(3);
    expect(pausedBecause?.failures[0]).toMatchObject({
      ...{ row: 1, endedReason: 'twilio-failed-to-connect-call' },
    });
    expect(dialled(called).length).toBeLessThan(12);
    for (const number of called) phones.set(number, 'busy');
    const { body } = await move(id, 'resume');
    expect(body.campaign).toMatchObject({ status: 'running' });
    expect(body.campaign).not.toHaveProperty('pausedBecause');
    const { counts } = await until(id, 'done');
    expect(counts.ended).toBe(12);
  });

  it.each([
    401, 403,
  ])('at once when Vapi does not know our key (%i), and calls them all later', async (status) => {
    const called = numbers(3);
    product.vapi.faults.always('create-call', { kind: 'status', status });
    const { id } = await started(campaignOf(called));
    const { pausedBecause, counts } = await until(id, 'paused');
    expect(pausedBecause?.code).toBe('ours');
    expect(counts).toMatchObject({ ended: 0 });
    product.vapi.faults.clear();
    await move(id, 'resume');
    expect((await until(id, 'done')).counts).toMatchObject({ busy: 3 });
  });

  it.each([
    ['account', 'call.start.error-subscription-insufficient-credits'],
    ['ours', 'call.start.error-get-assistant'],
  ])('at once for a reason that is of the %s', async (code, endedReason) => {
    const called = numbers(3);
    for (const number of called) phones.set(number, { is: 'failed', endedReason });
    const { id } = await started(campaignOf(called));
    expect((await until(id, 'paused')).pausedBecause).toMatchObject({ code, failures: [{ endedReason }] });
    await move(id, 'cancel');
  });
});

describe('A campaign for which Vapi', () => {
  const MIXED = [
    { kind: 'lost-answer' },
    { kind: 'status-after-effect', status: 504 },
    { kind: 'status', status: 429 },
    { kind: 'status', status: 503 },
  ] as const;

  it('fails in many ways calls each contact once all the same', async () => {
    const called = numbers(8);
    for (const fault of MIXED) product.vapi.faults.next('create-call', fault);
    const { id } = await started(campaignOf(called, { secondsApart: 0.5 }));
    const { counts } = await until(id, 'done', 120_000);
    expect(some(counts)).toEqual({ ended: 8, busy: 8 });
    expect(
      dialled(called)
        .map(({ caller }) => caller)
        .toSorted(),
    ).toEqual(called.toSorted());
  });

  it.each([
    'refused',
    'too-many',
    'ends',
    'waits',
  ] as const)('has no room (%s) counts no attempt in vain, and calls each contact when there is some', async (beyond) => {
    const called = numbers(4);
    product.vapi.limitConcurrency({ limit: 0, beyond });
    const { id } = await started(campaignOf(called, { secondsApart: 0.5 }));
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect((await look(id)).counts).toMatchObject({ ended: 0 });
    product.vapi.limitConcurrency(UNLIMITED);
    expect(some((await until(id, 'done', 120_000)).counts)).toEqual({ ended: 4, busy: 4 });
    expect((await results(id)).map(([, , , , , attempts]) => attempts)).toEqual(['1', '1', '1', '1']);
  });

  it('tells nothing is looked at, and goes on', async () => {
    const called = numbers(3);
    for (const what of ['status-update:ringing', 'status-update:ended', 'end-of-call-report']) {
      product.vapi.deliveries.always(what, { drop: true });
    }
    const { id } = await started(campaignOf(called));
    expect(some((await until(id, 'done', 180_000)).counts)).toEqual({ ended: 3, busy: 3 });
  });
});
