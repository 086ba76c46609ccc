import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  complaints,
  PHONE_NUMBER_SAVED,
  PHONE_NUMBERS_PAGE,
} from '../../../../../../infra/local/simulators/vapi/published/published.ts';
import { ask } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import {
  ACCOUNT_SID,
  assistant,
  GONE,
  made,
  NOBODY,
  NOT_THERE,
  NUMBER,
  phoneNumber,
  refused,
  server,
} from './bodies.ts';

const E164 =
  'must be a valid phone number in the E.164 format. Hot tip, you may be missing the country code (Eg. US: +1).';
const FALLBACK = { type: 'number', number: '+14155550177' };

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const post = (more: object = {}) => ask(bench.vapi, 'POST', '/phone-number', phoneNumber(more));
const patch = (id: string, body: object) =>
  ask(bench.vapi, 'PATCH', `/phone-number/${id}`, { provider: 'twilio', ...body });
const search = async (query = '') => {
  const { body } = await ask(bench.vapi, 'GET', `/v2/phone-number${query}`);
  const { results, metadata } = Object(body);
  return { numbers: results?.map(({ number }: { number: string }) => number), metadata, body };
};

describe('a number imported into the simulated Vapi', () => {
  it('is shown as it was given, its secret too, in the published shape', async () => {
    const given = { server: server(), fallbackDestination: FALLBACK };
    const { status, body } = await post(given);
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...phoneNumber(given), status: 'active', server: { timeoutSeconds: 20 } });
    expect(complaints(body, PHONE_NUMBER_SAVED)).toEqual(['property retentionClass should not exist']);
    expect(await ask(bench.vapi, 'GET', `/phone-number/${Object(body).id}`)).toMatchObject({ body });
  });

  it('has SMS unless that is refused, and is told to Twilio', async () => {
    const imported: unknown[] = [];
    bench.vapi.onImport((...one) => imported.push(one));
    const { smsEnabled: _none, ...usual } = phoneNumber();
    await made(bench, '/phone-number', usual);
    await made(bench, '/phone-number', phoneNumber({ number: '+14155550189' }));
    await post();
    expect(imported).toEqual([
      [NUMBER, true],
      ['+14155550189', false],
    ]);
    expect(await ask(bench.vapi, 'GET', '/phone-number')).toMatchObject({
      body: [{ smsEnabled: false }, { smsEnabled: true }],
    });
  });

  it('is imported once, and a second import names the first', async () => {
    const id = await made(bench, '/phone-number', phoneNumber());
    const message = `Existing Phone Number ${id} Has Identical \`twilioAccountSid\` ${ACCOUNT_SID} and \`number\` ${NUMBER}`;
    expect(await post({ name: 'Another' })).toMatchObject(refused(message));
    expect((await post({ twilioAccountSid: `AC${'1'.repeat(32)}` })).status).toBe(201);
  });

  it.each([
    ['without a country code', { number: '4155550188' }, [`number ${E164}`]],
    ['of another provider', { provider: 'vonage' }, ['provider must be one of the following values: twilio']],
    ['with a long name', { name: 'n'.repeat(41) }, ['name must be shorter than or equal to 40 characters']],
    [
      'with a list of deeds at its end',
      { hooks: [{ on: 'call.ending', do: [] }] },
      ['hooks.0.do must be an object'],
    ],
    [
      'whose fallback cannot be rung',
      { fallbackDestination: { type: 'number', number: '5550177' } },
      [`fallbackDestination.number ${E164}`],
    ],
    ['of an assistant that is not there', { assistantId: NOBODY }, NOT_THERE],
    [
      'of a squad that is not there',
      { squadId: NOBODY },
      NOT_THERE.replaceAll('Assistant', 'Squad').replace('assistantId', 'squadId'),
    ],
    [
      'of an assistant and a squad',
      { assistantId: NOBODY, squadId: NOBODY },
      ['property squadId should not exist beside assistantId'],
    ],
    ['with a URL of old', { serverUrl: 'https://x.example' }, ['property serverUrl should not exist']],
  ])('is refused %s', async (_what, wrong, complaint) => {
    expect(await post(wrong)).toMatchObject(refused(complaint));
    expect(bench.vapi.saved('phone-number')).toEqual([]);
  });

  it('needs what opens the account at Twilio: the token, or a key with its secret', async () => {
    const { twilioAuthToken: _none, ...bare } = phoneNumber();
    const missing = refused(['twilioAuthToken must be a string']);
    const sent = (more: object) => ask(bench.vapi, 'POST', '/phone-number', { ...bare, ...more });
    expect(await sent({})).toMatchObject(missing);
    expect(await sent({ twilioApiKey: 'SK1' })).toMatchObject(missing);
    expect((await sent({ twilioApiKey: 'SK1', twilioApiSecret: 'FAKE' })).status).toBe(201);
  });

  it('is changed only by who names its provider', async () => {
    const id = await made(bench, '/phone-number', phoneNumber());
    expect(await ask(bench.vapi, 'PATCH', `/phone-number/${id}`, { name: 'Another' })).toMatchObject(
      refused(['provider must be one of the following values: twilio']),
    );
    expect(await patch(id, { name: 'Another', server: server() })).toMatchObject({
      status: 200,
      body: { ...phoneNumber(), name: 'Another', server: server() },
    });
  });

  it('loses its assistant by a null, or keeps it, as accounts differ', async () => {
    const assistantId = await made(bench, '/assistant', assistant());
    const id = await made(bench, '/phone-number', phoneNumber({ assistantId }));
    bench.vapi.accountAnswers({ numberNulls: 'dropped' });
    expect(await patch(id, { assistantId: null, name: null })).toMatchObject({ body: { assistantId } });
    bench.vapi.accountAnswers({ numberNulls: 'clear' });
    const { body } = await patch(id, { assistantId: null, name: null });
    expect(body).not.toHaveProperty('assistantId');
    expect(body).toHaveProperty('name');
  });

  it('can be changed although its assistant is gone', async () => {
    const assistantId = await made(bench, '/assistant', assistant());
    const id = await made(bench, '/phone-number', phoneNumber({ assistantId }));
    bench.vapi.console.remove('assistant', assistantId);
    expect(await patch(id, { name: 'Another' })).toMatchObject({ status: 200, body: { assistantId } });
    expect(await patch(id, { assistantId: NOBODY })).toMatchObject(refused(NOT_THERE));
  });

  it('is gone once it is deleted', async () => {
    const id = await made(bench, '/phone-number', phoneNumber());
    expect((await ask(bench.vapi, 'DELETE', `/phone-number/${id}`)).status).toBe(200);
    expect(await ask(bench.vapi, 'GET', `/phone-number/${id}`)).toMatchObject(GONE);
    expect(await patch(id, {})).toMatchObject(GONE);
    expect((await post()).status).toBe(201);
  });
});

describe('the numbers of /v2/phone-number', () => {
  const [first, second, third] = ['+14155550181', '+14155550182', '+14155550183'];
  beforeEach(async () => {
    for (const number of [first, second, third])
      await made(bench, '/phone-number', phoneNumber({ number, name: `Line ${number.at(-1)}` }));
  });

  it('come in pages of the published shape, the newest first', async () => {
    const { numbers, metadata, body } = await search();
    expect(numbers).toEqual([third, second, first]);
    expect(metadata).toEqual({
      itemsPerPage: 100,
      totalItems: 3,
      currentPage: 1,
      totalPages: 1,
      hasNextPage: false,
      sortOrder: 'DESC',
    });
    expect(complaints(body, PHONE_NUMBERS_PAGE).map((one) => one.replace(/^results\.\d+\./, ''))).toEqual(
      Array(3).fill('property retentionClass should not exist'),
    );
  });

  it('are found by a part of the number or the name', async () => {
    expect((await search('?search=0182')).numbers).toEqual([second]);
    expect((await search('?search=LINE%203')).numbers).toEqual([third]);
  });

  it('go on with the next page, in either order', async () => {
    expect(await search('?limit=2&page=2')).toMatchObject({
      numbers: [first],
      metadata: { totalPages: 2, hasNextPage: false },
    });
    expect((await search('?limit=2&sortOrder=ASC')).numbers).toEqual([first, second]);
    expect(await ask(bench.vapi, 'GET', '/v2/phone-number?number=1')).toMatchObject(
      refused(['property number should not exist']),
    );
  });
});
