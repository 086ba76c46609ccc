import { describe, expect, it } from 'vitest';
import { planEventCallback } from '../../../../infra/setup/twilio/event-callback.ts';
import { workspaceSchema } from '../../../../infra/setup/twilio/resources.ts';
import { ourUrls, ownerOf, PATHS, shownUrl } from '../../../../infra/setup/twilio/urls.ts';

const inbound = 'https://api.vapi.ai/twilio/inbound_call';
const { events, voice } = ourUrls('https://me.example.com');

describe('A URL that Twilio has been told', () => {
  it.each([
    [undefined, 'none'],
    ['', 'none'],
    [voice, voice],
    [
      'https://user:hunter2@prod.example/webhook/twilio/voice?token=sk_1',
      'https://prod.example/webhook/twilio/voice?…',
    ],
    ['https://other.example/secret/path?key=sk_1', 'https://other.example/…'],
    ['https://user:hunter2@api.vapi.ai/twilio/inbound_call?key=sk_1', `${inbound}?…`],
    ['https://demo.twilio.com/welcome/voice/?key=sk_1', 'https://demo.twilio.com/welcome/voice/?…'],
    ['no URL with sk_1', '…'],
  ])('is shown without a user, a password and a query: %s', (url, shown) => {
    expect(shownUrl(url, ownerOf(url, { wanted: voice, path: PATHS.voice, inbound }))).toBe(shown);
  });

  it('is shown so in a plan, whoever it leads to', () => {
    const workspace = workspaceSchema.parse({
      sid: `WS${'0'.repeat(32)}`,
      friendly_name: 'x',
      multi_task_enabled: true,
      event_callback_url: 'https://user:hunter2@prod.example/webhook/twilio/events?token=sk_live_1',
      events_filter: '',
    });
    const { row } = planEventCallback(events, workspace, { hold: 'foreign', adopt: false, inbound });
    expect(row.action).toBe('refuse');
    expect(JSON.stringify(row)).not.toMatch(/hunter2|sk_live_1/);
  });
});
