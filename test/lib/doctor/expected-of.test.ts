import { describe, expect, it } from 'vitest';
import { expectedOf } from '../../../lib/doctor/expected-of.ts';

const hosts = (settings: Parameters<typeof expectedOf>[0]) =>
  expectedOf(settings, { stage: 'dev', baseUrl: undefined, team: undefined }).twilio.hosts;

describe('The hosts that a doctor asks', () => {
  it('are Twilio’s, or those of its region', () => {
    expect(hosts({}).monitor).toBe('https://monitor.twilio.com');
    expect(hosts({ TWILIO_API_URL: 'https://api.dublin.ie1.twilio.com/' })).toMatchObject({
      api: 'https://api.dublin.ie1.twilio.com',
      voice: 'https://voice.twilio.com',
    });
  });

  it('never get what was meant for a stand-in', () => {
    const local = 'http://127.0.0.1:28004';
    expect(
      hosts({ TWILIO_API_URL: local, TWILIO_MONITOR_URL: 'https://monitor.twilio.com' }).monitor,
    ).toEqual({
      missing: 'TWILIO_MONITOR_URL is not set',
    });
    expect(hosts({ TWILIO_API_URL: local, TWILIO_TRUSTHUB_URL: local }).trusthub).toBe(local);
  });
});
