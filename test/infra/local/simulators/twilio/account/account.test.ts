import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  ACCOUNT,
  type AccountBench,
  MAIN_KEY,
  rowsIn,
  STANDARD_KEY,
  startAccount,
  TOKEN,
} from '../account-bench.ts';
import { basic } from '../bench.ts';

const HOME = `/2010-04-01/Accounts/${ACCOUNT}`;
const keyed = ({ sid, secret }: { sid: string; secret: string }) => basic(sid, secret);

let bench: AccountBench;
beforeEach(async () => {
  bench = await startAccount();
});
afterEach(() => bench.stop());

describe('credentials at the simulated Twilio', () => {
  it.each([
    ['the account with its token', basic(ACCOUNT, TOKEN), 200, 200],
    ['a main key', keyed(MAIN_KEY), 200, 200],
    ['a standard key, which may read no account', keyed(STANDARD_KEY), 401, 200],
    ['another token', basic(ACCOUNT, 'FAKE-old-token'), 401, 401],
    ['a key with the token', basic(MAIN_KEY.sid, TOKEN), 401, 401],
    ['nobody', '', 401, 401],
  ])('are those of %s', async (_who, authorization, account, rest) => {
    expect((await bench.get(`${HOME}.json`, {}, authorization)).status).toBe(account);
    for (const path of [
      '/v1/Workspaces',
      `${HOME}/IncomingPhoneNumbers.json`,
      '/v1/Alerts',
      '/v1/DialingPermissions/Countries/US',
      '/v1/CustomerProfiles',
    ]) {
      expect([path, (await bench.get(path, {}, authorization)).status]).toEqual([path, rest]);
    }
  });

  it('are refused as the platform words it', async () => {
    expect(await bench.get('/v1/Workspaces', {}, basic(ACCOUNT, 'x'))).toMatchObject({
      body: { code: 20003, message: 'Authenticate', status: 401 },
    });
  });

  it('of an account that is suspended open nothing but that account', async () => {
    bench.twilio.console.setAccount({ status: 'suspended' });
    expect(await bench.get(`${HOME}.json`)).toMatchObject({ status: 200, body: { status: 'suspended' } });
    expect(await bench.get('/v1/Workspaces')).toMatchObject({ status: 401, body: { code: 20003 } });
  });
});

describe('the account of the simulated Twilio', () => {
  it('is shown with its token in clear', async () => {
    const { body } = await bench.get(`${HOME}.json`);
    expect(body).toMatchObject({ sid: ACCOUNT, status: 'active', type: 'Full', auth_token: TOKEN });
    expect(body.date_created).toMatch(/^\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000$/);
  });

  it('has a balance, which a subaccount has not', async () => {
    bench.twilio.console.setAccount({ balance: '-4.20' });
    expect((await bench.get(`${HOME}/Balance.json`)).body).toEqual({
      account_sid: ACCOUNT,
      balance: '-4.20',
      currency: 'USD',
    });
    expect((await bench.get('/v1/Settings')).body.dialing_permissions_inheritance).toBe(false);
    bench.twilio.console.setAccount({ ownerSid: `AC${'9'.repeat(32)}` });
    expect((await bench.get(`${HOME}/Balance.json`)).status).toBe(404);
    expect((await bench.get('/v1/Settings')).body.dialing_permissions_inheritance).toBe(true);
  });

  it('tells which numbers have been verified', async () => {
    bench.twilio.console.verifyCallerId('+14155550177');
    const found = async (PhoneNumber: string) =>
      rowsIn(await bench.get(`${HOME}/OutgoingCallerIds.json`, { PhoneNumber }), 'outgoing_caller_ids');
    expect(await found('+14155550177')).toMatchObject([{ phone_number: '+14155550177' }]);
    expect(await found('+14155550178')).toEqual([]);
  });

  it('shows alerts without what was sent, the newest first, and one with it', async () => {
    const { console } = bench.twilio;
    const old = { code: '40005', at: new Date(Date.now() - 3_600_000) };
    console.addAlert(old);
    console.addAlert({ code: '11200', requestUrl: 'https://handoff.example.com/a', responseBody: 'oops' });
    console.addAlert({ code: '30007', level: 'warning' });
    console.addAlert({ code: '11205', at: new Date(Date.now() - 31 * 86_400_000) });
    const listed = rowsIn(await bench.get('/v1/Alerts', { LogLevel: 'error' }), 'alerts');
    expect(listed.map((one) => one.error_code)).toEqual(['11200', '40005']);
    expect(listed[0]).not.toHaveProperty('response_body');
    const StartDate = new Date(Date.now() - 60_000).toISOString();
    expect(rowsIn(await bench.get('/v1/Alerts', { StartDate }), 'alerts')).toHaveLength(2);
    expect((await bench.get(`/v1/Alerts/${listed[0]?.sid}`)).body).toMatchObject({ response_body: 'oops' });
    expect((await bench.get('/v1/Alerts/NO1')).status).toBe(404);
    expect((await bench.get('/v1/Alerts', { ErrorCode: '11200' })).status).toBe(400);
    expect((await bench.get('/v1/Alerts', { LogLevel: 'fatal' })).status).toBe(400);
    expect((await bench.get('/v1/Alerts', { StartDate: 'yesterday' })).status).toBe(400);
  });

  it('has an alert of what its debugger says', async () => {
    const leg = bench.twilio;
    leg.console.setNumber('+14155550199', { voiceUrl: 'http://127.0.0.1:9/nobody' });
    leg.callIn({ to: '+14155550199', from: '+14155550101' });
    await leg.idle();
    const [alert] = rowsIn(await bench.get('/v1/Alerts'), 'alerts');
    expect(alert).toMatchObject({ error_code: String(leg.alerts[0]?.code), log_level: 'error' });
  });

  it('may call its own country at first, of which Canada has no permission of its own', async () => {
    const country = async (iso: string) => bench.get(`/v1/DialingPermissions/Countries/${iso}`);
    expect((await country('US')).body).toMatchObject({
      iso_code: 'US',
      country_codes: ['+1'],
      low_risk_numbers_enabled: true,
    });
    expect((await country('DE')).body).toMatchObject({ low_risk_numbers_enabled: false });
    expect((await country('CA')).status).toBe(404);
    bench.twilio.console.allowCountry('DE', true);
    bench.twilio.console.allowCountry('US', false);
    const listed = rowsIn(await bench.get('/v1/DialingPermissions/Countries'), 'content');
    expect(listed.filter((one) => one.low_risk_numbers_enabled).map((one) => one.iso_code)).toEqual(['DE']);
  });

  it('has an approved profile and a SHAKEN product, to which numbers are assigned', async () => {
    const { console } = bench.twilio;
    const { sid } = console.setNumber('+14155550199');
    const approved = { Status: 'twilio-approved' };
    expect(rowsIn(await bench.get('/v1/CustomerProfiles', approved), 'results')).toHaveLength(1);
    console.setProfileStatus('in-review');
    expect(rowsIn(await bench.get('/v1/CustomerProfiles', approved), 'results')).toEqual([]);
    const PolicySid = 'RN7a97559effdf62d00f4298208492a5ea';
    const [product] = rowsIn(await bench.get('/v1/TrustProducts', { PolicySid, ...approved }), 'results');
    expect((await bench.get('/v1/TrustProducts', { PolicySid: 'RN1' })).body).toMatchObject({ results: [] });
    const assigned = async () =>
      rowsIn(
        await bench.get(`/v1/TrustProducts/${product?.sid}/ChannelEndpointAssignments`, {
          ChannelEndpointSid: sid,
        }),
        'results',
      );
    expect(await assigned()).toEqual([]);
    console.setShaken('+14155550199', true);
    expect(await assigned()).toMatchObject([
      { channel_endpoint_sid: sid, channel_endpoint_type: 'phone-number', trust_product_sid: product?.sid },
    ]);
    console.setShaken('+14155550199', false);
    expect(await assigned()).toEqual([]);
  });

  it('is asked, and changed in none of these', async () => {
    for (const path of [
      '/v1/Alerts',
      '/v1/DialingPermissions/Countries/US',
      '/v1/TrustProducts',
      `${HOME}.json`,
    ]) {
      expect([path, (await bench.post(path)).status]).toEqual([path, 404]);
    }
  });
});
