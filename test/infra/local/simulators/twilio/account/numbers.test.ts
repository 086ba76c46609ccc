import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ACCOUNT, type AccountBench, NUMBER, rowsIn, startAccount } from '../account-bench.ts';

const NUMBERS = `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers`;
const URLS = {
  VoiceUrl: 'https://handoff.example.com/voice',
  VoiceFallbackUrl: 'https://api.vapi.ai/twilio/inbound_call',
  StatusCallback: 'https://handoff.example.com/status',
};

let bench: AccountBench;
let path: string;
beforeEach(async () => {
  bench = await startAccount();
  path = `${NUMBERS}/${bench.twilio.console.setNumber(NUMBER).sid}.json`;
});
afterEach(() => bench.stop());

const found = async (params: Record<string, string>) =>
  rowsIn(await bench.get(`${NUMBERS}.json`, params), 'incoming_phone_numbers').map((one) => one.phone_number);

describe('a number of the simulated Twilio', () => {
  it('has no URL at first, and says what it can do', async () => {
    expect((await bench.get(path)).body).toMatchObject({
      phone_number: NUMBER,
      capabilities: { voice: true },
      voice_url: '',
      voice_fallback_url: null,
      voice_application_sid: '',
      trunk_sid: null,
      status_callback: '',
      uri: path,
    });
  });

  it('is changed in what is given, and only in that', async () => {
    expect((await bench.post(path, URLS)).status).toBe(200);
    await bench.post(path, { VoiceMethod: 'GET' });
    expect((await bench.get(path)).body).toMatchObject({
      voice_url: URLS.VoiceUrl,
      voice_method: 'GET',
      voice_fallback_url: URLS.VoiceFallbackUrl,
      voice_fallback_method: 'POST',
      status_callback: URLS.StatusCallback,
    });
    await bench.post(path, { VoiceFallbackUrl: '' });
    expect((await bench.get(path)).body).toMatchObject({ voice_fallback_url: null });
  });

  it.each([
    ['a voice URL that is none', { VoiceUrl: 'handoff.example.com' }, 21402],
    ['a status callback that is no URL', { StatusCallback: 'ftp://handoff.example.com' }, 21402],
    ['a method that is none', { VoiceMethod: 'PUT' }, 21403],
    ['a fallback of no URL', { VoiceFallbackUrl: URLS.VoiceFallbackUrl }, 21405],
    ['an application that has no SID', { VoiceApplicationSid: 'ours' }, 20001],
    ['a trunk that has no SID', { TrunkSid: 'AP1' }, 20001],
    ['an unknown mode', { VoiceReceiveMode: 'text' }, 20001],
    ['what is no boolean', { VoiceCallerIdLookup: 'yes' }, 20001],
    ['an unknown field', { VoiceURL: URLS.VoiceUrl }, 20001],
  ])('does not take %s', async (_what, form, code) => {
    const before = bench.twilio.state();
    expect(await bench.post(path, form)).toMatchObject({ status: 400, body: { code } });
    expect(bench.twilio.state()).toEqual(before);
  });

  it('loses its voice URL not before the fallback', async () => {
    await bench.post(path, URLS);
    expect(await bench.post(path, { VoiceUrl: '' })).toMatchObject({ body: { code: 21405 } });
    expect((await bench.post(path, { VoiceUrl: '', VoiceFallbackUrl: '' })).status).toBe(200);
  });

  it('keeps its voice URL on a trunk, where nobody asks it, and is on a trunk or of an application', async () => {
    await bench.post(path, URLS);
    const TrunkSid = `TK${'a'.repeat(32)}`;
    const VoiceApplicationSid = `AP${'b'.repeat(32)}`;
    expect((await bench.post(path, { TrunkSid })).body).toMatchObject({
      trunk_sid: TrunkSid,
      voice_url: URLS.VoiceUrl,
    });
    expect(() => bench.twilio.callIn({ to: NUMBER })).toThrow('trunk');
    expect((await bench.post(path, { VoiceApplicationSid })).body).toMatchObject({
      trunk_sid: null,
      voice_application_sid: VoiceApplicationSid,
    });
    expect((await bench.post(path, { TrunkSid })).body).toMatchObject({ voice_application_sid: '' });
    expect((await bench.post(path, { TrunkSid: '' })).body).toMatchObject({ trunk_sid: null });
  });

  it('is found by a part of it, and by the whole with its plus', async () => {
    bench.twilio.console.setNumber('+14155550198');
    expect(await found({ PhoneNumber: NUMBER })).toEqual([NUMBER]);
    expect(await found({ PhoneNumber: '415555' })).toEqual([NUMBER, '+14155550198']);
    expect(await found({ PhoneNumber: '+1415*98' })).toEqual(['+14155550198']);
    expect(await found({ PhoneNumber: '+14155550111' })).toEqual([]);
    expect((await bench.get(`${NUMBERS}.json`, { Number: NUMBER })).status).toBe(400);
  });

  it('is listed with addresses that begin at the host', async () => {
    bench.twilio.console.setNumber('+14155550198');
    const { body } = await bench.get(`${NUMBERS}.json`, { PageSize: '1' });
    expect(body).toMatchObject({ page: 0, page_size: 1, start: 0, end: 0, previous_page_uri: null });
    expect(String(body.next_page_uri)).toMatch(/^\/2010-04-01\/Accounts\//);
    expect(rowsIn(await bench.get(String(body.next_page_uri)), 'incoming_phone_numbers')).toHaveLength(1);
  });

  it('is not there under another SID, nor after it was given up', async () => {
    expect((await bench.get(`${NUMBERS}/PN1.json`)).status).toBe(404);
    bench.twilio.console.removeNumber(NUMBER);
    expect(await bench.post(path, URLS)).toMatchObject({ status: 404, body: { code: 20404 } });
  });
});
