import { describe, expect, it } from 'vitest';
import {
  AGENT,
  campaignOf,
  dialled,
  KEY,
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

describe('A campaign', () => {
  it('calls each contact once, in the order of the list, and is done', async () => {
    const called = numbers(5);
    const [answers = ''] = called;
    phones.set(answers, { is: 'voicemail' });
    const { id, status } = await started(campaignOf(called, { secondsApart: 1 }));
    expect(id).toMatch(/^cm_\w{27}$/);
    expect(status).toBe('running');
    const done = await until(id, 'done');
    expect(some(done.counts)).toEqual({ ended: 5, voicemail: 1, busy: 4 });
    expect(dialled(called).map(({ caller }) => caller)).toEqual(called);
    expect(await results(id)).toEqual(
      called.map((number, index) => [
        ...[String(index + 1), '', number, 'ended', index === 0 ? 'voicemail' : 'busy', '1'],
        ...[expect.stringMatching(/Z$/), index === 0 ? 'voicemail' : 'customer-busy', expect.any(String)],
      ]),
    );
  });

  it('calls as the pace has it, and no more people at one time than it may', async () => {
    const called = numbers(6);
    for (const number of called) phones.set(number, { is: 'no-answer', afterMs: 5_000 });
    const { id } = await started(campaignOf(called, { secondsApart: 1.5, maxConcurrent: 2 }));
    let most = 0;
    await expect
      .poll(
        async () => {
          const { status, counts } = await look(id);
          most = Math.max(most, (counts.dialing ?? 0) + (counts.talking ?? 0));
          return status;
        },
        { timeout: 60_000 },
      )
      .toBe('done');
    expect(most).toBe(2);
    const times = dialled(called).map(({ startedAt }) => startedAt);
    for (const [index, at] of times.slice(1).entries()) {
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(1_400);
    }
  });

  it('calls again who was busy, after the pause, and no more often than it may', async () => {
    const called = numbers(2);
    const [, other = ''] = called;
    phones.set(other, 'misdialed');
    const { id } = await started(campaignOf(called, { attempts: { most: 3, waitMinutes: 0.1 } }));
    const done = await until(id, 'done', 90_000);
    expect(some(done.counts)).toEqual({ ended: 2, busy: 1, bad_number: 1 });
    const [first = ''] = called;
    const times = dialled([first]).map(({ startedAt }) => startedAt);
    expect(times).toHaveLength(3);
    for (const [index, at] of times.slice(1).entries()) {
      expect(at - (times[index] ?? 0)).toBeGreaterThanOrEqual(6_000);
    }
    expect((await results(id)).map(([, , , , outcome, attempts]) => [outcome, attempts])).toEqual([
      ['busy', '3'],
      ['bad_number', '1'],
    ]);
  });

  it('comes to an agent where somebody asks for one', async () => {
    const called = numbers(2);
    const [one = '', two = ''] = called;
    for (const number of called) phones.set(number, 'answers');
    const worker = product.twilio.addWorker({ name: 'agent', contactUri: AGENT });
    const { id } = await started(campaignOf(called));
    await expect.poll(async () => (await look(id)).counts.talking, { timeout: 20_000 }).toBe(2);
    await dialled([two])[0]?.callerSays('No, thank you.');
    await dialled([two])[0]?.hangUp();
    const [call] = dialled([one]);
    if (call === undefined) throw new Error('no call');
    await call.askForHuman({ reason: 'wants a person' });
    await product.until(call.id, ({ progress }) => progress.state === 'connected');
    const done = await until(id, 'done', 60_000);
    expect(some(done.counts)).toEqual({ ended: 2, answered: 1, handed_over: 1 });
    product.twilio.setAvailable(worker, false);
  });

  it('tells its assistant who is called, with what the list says of them', async () => {
    const [number = ''] = numbers(1);
    const contact = { number, id: 'c-7', name: 'Robin Vale', variables: { plan: 'gold' } };
    const { id } = await started({ ...campaignOf([]), contacts: [contact] });
    await until(id, 'done');
    const asked = product.vapi.requests.filter(({ operation }) => operation === 'create-call').at(-1)?.body;
    expect(asked).toMatchObject({
      assistantOverrides: {
        variableValues: { plan: 'gold', customerName: 'Robin Vale' },
        metadata: { customerId: 'c-7' },
      },
      customer: { number, name: 'Robin Vale' },
    });
  });

  it('waits for nobody to start it unless it is a draft', async () => {
    const called = numbers(2);
    const draft = await started(campaignOf(called, {}, { start: false }));
    expect(draft).toMatchObject({ status: 'draft', counts: { queued: 2, ended: 0 } });
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(dialled(called)).toEqual([]);
    expect((await move(draft.id, 'pause')).status).toBe(409);
    expect((await move(draft.id, 'resume')).body.campaign?.status).toBe('running');
    await until(draft.id, 'done');
    expect(dialled(called)).toHaveLength(2);
  });

  it('begins at its time, and calls nobody after its end', async () => {
    const called = numbers(40);
    const startAt = new Date(Date.now() + 10_000).toISOString();
    const endAt = new Date(Date.now() + 20_000).toISOString();
    const { id, counts } = await started(campaignOf(called, { startAt, endAt, secondsApart: 1 }));
    expect(counts).toMatchObject({ scheduled: 40, queued: 0 });
    const { counts: after } = await until(id, 'done', 60_000);
    const times = dialled(called).map(({ startedAt }) => startedAt);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(Date.parse(startAt));
    expect(Math.max(...times)).toBeLessThan(Date.parse(endAt));
    expect(after).toMatchObject({ ended: 40, expired: 40 - times.length, busy: times.length });
    expect(times.length).toBeGreaterThan(5);
    expect((await results(id)).filter(([, , , , outcome]) => outcome === 'expired')).toHaveLength(
      40 - times.length,
    );
  });
});

describe('People who run a campaign', () => {
  it('pause it, go on with it and cancel it; calls that ring go on', async () => {
    const called = numbers(30);
    const { id } = await started(campaignOf(called, { secondsApart: 0.5 }));
    await expect.poll(() => dialled(called).length, { timeout: 20_000 }).toBeGreaterThan(2);
    const paused = await move(id, 'pause');
    expect([paused.status, paused.body.campaign?.status]).toEqual([200, 'paused']);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const rung = dialled(called).length;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect(dialled(called)).toHaveLength(rung);
    const again = await move(id, 'pause');
    expect([again.status, again.body.error?.code]).toEqual([409, 'wrong_state']);
    expect((await move(id, 'resume')).body.campaign?.status).toBe('running');
    expect((await move(id, 'resume')).status).toBe(409);
    await expect.poll(() => dialled(called).length, { timeout: 20_000 }).toBeGreaterThan(rung + 2);
    const canceled = await move(id, 'cancel');
    expect([canceled.status, canceled.body.campaign?.status]).toEqual([200, 'canceled']);
    await expect.poll(async () => (await look(id)).counts.ended, { timeout: 20_000 }).toBe(30);
    const all = dialled(called).length;
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect(dialled(called)).toHaveLength(all);
    expect((await look(id)).counts).toMatchObject({ canceled: 30 - all, busy: all, queued: 0 });
    for (const what of ['pause', 'resume', 'cancel']) expect((await move(id, what)).status).toBe(409);
  });

  it('see all of them, the newest first, and none that is not there', async () => {
    const [number = ''] = numbers(1);
    const { id } = await started(campaignOf([number]));
    const { body } = await request('GET', '/campaigns');
    expect(body.campaigns?.[0]?.id).toBe(id);
    for (const [method, path] of [
      ['GET', '/campaigns/cm_none'],
      ['GET', '/campaigns/cm_none/results'],
      ['POST', '/campaigns/cm_none/pause'],
    ] as const) {
      expect((await request(method, path)).status).toBe(404);
    }
  });

  it('need the key', async () => {
    for (const [method, path] of [
      ['POST', '/campaigns'],
      ['GET', '/campaigns'],
      ['GET', '/campaigns/cm_1'],
      ['GET', '/campaigns/cm_1/results'],
      ['POST', '/campaigns/cm_1/cancel'],
    ] as const) {
      const { status } = await request(method, path, method === 'POST' ? '{' : undefined, {
        'x-api-key': 'x',
      });
      expect(status).toBe(401);
    }
  });

  it('watch it on a page of its own, whose link nobody else can make', async () => {
    const called = numbers(3);
    const { body } = await request('POST', '/campaigns', campaignOf(called, {}, { name: 'Spring offer' }));
    const page = await fetch(body.pageUrl ?? '');
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('Spring offer');
    expect(html).not.toContain(called[0]);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const data = await fetch(`${body.pageUrl}/data`);
    expect(await data.json()).toMatchObject({ status: 'running', live: true });
    const token = body.pageUrl?.split('/campaign/')[1] ?? '';
    expect((await fetch(`${product.system.url}/campaign/${token.slice(0, -4)}AAAA`)).status).toBe(403);
    expect((await fetch(`${product.system.url}/agent/${token}`)).status).toBe(403);
    await until(body.campaign?.id ?? '', 'done');
  });
});

describe('A list', () => {
  it('is taken as CSV, and each row that nobody may call is named', async () => {
    const [one = '', two = '', listed = ''] = numbers(3);
    await list(listed);
    const csv = [
      '\uFEFFnumber;name;timezone;consent;plan',
      `${one};"Vale; Robin";America/Denver;written;gold`,
      `${two};Ann;;express;`,
      `${listed};Lee;;express;`,
      '',
      '1.41556E+10;Excel;;express;',
      '+18005550123;Desk;;express;',
      `${one};Again;;express;`,
      '+14155550999;None;;none;',
      '+14155550998;Mars;Mars/Olympus;express;',
    ].join('\r\n');
    const { status, body } = await request('POST', '/campaigns?name=Spring', csv, {
      'content-type': 'text/csv',
    });
    expect(status).toBe(201);
    expect(body.refused?.map(({ row, code }) => [row, code])).toEqual([
      [4, 'do_not_call'],
      [6, 'number_invalid'],
      [7, 'number_not_callable'],
      [8, 'duplicate'],
      [9, 'no_consent'],
      [10, 'invalid'],
    ]);
    expect(body.campaign).toMatchObject({ name: 'Spring', status: 'running' });
    await expect.poll(() => dialled([one, two]).length, { timeout: 20_000 }).toBe(2);
    const asked = product.vapi.requests.filter(({ operation }) => operation === 'create-call').at(-2)?.body;
    expect(asked).toMatchObject({
      assistantOverrides: { variableValues: { plan: 'gold', customerName: 'Vale; Robin' } },
    });
    await move(body.campaign?.id ?? '', 'cancel');
  });

  it('is one campaign under one key, however often it is sent', async () => {
    const called = numbers(3);
    const body = campaignOf([...called, ...called.slice(0, 1)]);
    const sent = await Promise.all(
      [1, 2, 3].map(() => request('POST', '/campaigns', body, { 'idempotency-key': 'list-1' })),
    );
    for (const { body: answer } of sent)
      expect(answer.refused).toMatchObject([{ row: 4, code: 'duplicate' }]);
    expect(new Set(sent.map(({ status, body: { campaign } }) => `${status} ${campaign?.id}`)).size).toBe(1);
    const id = sent[0]?.body.campaign?.id ?? '';
    await until(id, 'done');
    const late = await request('POST', '/campaigns', body, { 'idempotency-key': 'list-1' });
    expect(late.body.campaign).toMatchObject({ id, status: 'done' });
    expect(late.body.refused).toEqual(sent[0]?.body.refused);
    expect(dialled(called)).toHaveLength(3);
    const other = await request('POST', '/campaigns', campaignOf(numbers(1)), {
      'idempotency-key': 'list-1',
    });
    expect([other.status, other.body.error?.code]).toEqual([422, 'idempotency_conflict']);
  });

  it.each<[string, object, string]>([
    ['no name', { name: undefined }, 'name'],
    ['no contacts', { contacts: [] }, 'contacts'],
    ['an assistant that is not there', { assistant: 'nobody' }, 'assistant'],
    ['a setting that is not known', { settings: { pace: 1 } }, 'settings.pace'],
    ['more attempts than none', { settings: { attempts: { most: 0 } } }, 'settings.attempts.most'],
    [
      'to call again who is unknown',
      { settings: { attempts: { again: ['unknown'] } } },
      'settings.attempts.again.0',
    ],
    ['hours that are none', { settings: { hours: { mon: ['9-5'] } } }, 'settings.hours'],
    ['a time without an offset', { settings: { startAt: '2026-12-01T09:00:00' } }, 'settings.startAt'],
  ])('with %s is refused, and the field is named', async (_what, more, field) => {
    const { status, body } = await request('POST', '/campaigns', {
      ...campaignOf(['+14155550123']),
      ...more,
    });
    expect([status, body.error?.code]).toEqual([422, 'invalid']);
    expect(body.error?.field).toMatch(field);
  });

  it('of more than ten thousand is refused', async () => {
    const contacts = Array.from({ length: 10_001 }, () => ({ number: '+14155550123' }));
    const { status } = await request('POST', '/campaigns', { ...campaignOf([]), contacts });
    expect(status).toBe(413);
  });

  it('comes back as a spreadsheet in which no cell is a formula', async () => {
    const [number = ''] = numbers(1);
    const contacts = [{ number, id: '=HYPERLINK("http://127.0.0.1")' }];
    const { id } = await started({ ...campaignOf([]), contacts });
    await until(id, 'done');
    const response = await fetch(`${product.system.url}/outbound/campaigns/${id}/results`, {
      headers: { 'x-api-key': KEY },
    });
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [header, line] = (await response.text()).split('\r\n');
    expect(header).toBe('row,id,number,status,outcome,attempts,lastAttempt,endedReason,callId');
    expect(line).toMatch(/^1,"'=HYPERLINK\(""http/);
    expect(line).toContain(`,"${number}",ended,`);
  });
});
