import { Vapi } from '@vapi-ai/server-sdk';
import { describe, expect, it } from 'vitest';
import { neverBegan, wasCutOff } from '../../../lib/vapi/ended-reason.ts';

/** Every reason that Vapi publishes and that is no fault of platform, provider or carrier. */
const NO_FAULT = [
  'assistant-ended-call',
  'assistant-ended-call-after-message-spoken',
  'assistant-ended-call-with-hangup-task',
  'assistant-forwarded-call',
  'assistant-join-timed-out',
  'assistant-not-found',
  'assistant-not-valid',
  'assistant-request-failed',
  'assistant-request-returned-error',
  'assistant-request-returned-forwarding-phone-number',
  'assistant-request-returned-invalid-assistant',
  'assistant-request-returned-no-assistant',
  'assistant-request-returned-unspeakable-error',
  'assistant-said-end-call-phrase',
  'call-deleted',
  'call-start-error-neither-assistant-nor-server-set',
  'call.ending.hook-executed-say',
  'call.ending.hook-executed-transfer',
  'call.forwarding.no-answer',
  'call.forwarding.operator-busy',
  'call.in-progress.error-assistant-did-not-receive-customer-audio',
  'call.in-progress.error-configfault-model-unsupported-in-squad',
  'call.in-progress.error-configfault-transport-unsupported-for-model',
  'call.in-progress.error-providerfault-outbound-sip-408-request-timeout',
  'call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable',
  'call.in-progress.error-sip-inbound-call-failed-to-connect',
  'call.in-progress.error-transfer-failed',
  'call.in-progress.error-warm-transfer-assistant-cancelled',
  'call.in-progress.error-warm-transfer-max-duration',
  'call.in-progress.error-warm-transfer-microphone-timeout',
  'call.in-progress.error-warm-transfer-silence-timeout',
  'call.in-progress.sip-completed-call',
  'call.in-progress.twilio-completed-call',
  'call.ringing.error-sip-inbound-call-failed-to-connect',
  'call.ringing.hook-executed-say',
  'call.ringing.hook-executed-transfer',
  'call.ringing.sip-inbound-caller-hungup-before-call-connect',
  'call.start.assistant-version-error-validation',
  'call.start.error-enterprise-feature-not-available-recording-consent',
  'call.start.error-fraud-check-failed',
  'call.start.error-get-assistant',
  'call.start.error-get-customer',
  'call.start.error-get-phone-number',
  'call.start.error-get-resources-validation',
  'call.start.error-subscription-concurrency-limit-reached',
  'call.start.error-subscription-frozen',
  'call.start.error-subscription-insufficient-credits',
  'call.start.error-subscription-upgrade-failed',
  'call.start.error-subscription-wallet-does-not-exist',
  'call.start.error-vapi-number-international',
  'call.start.error-vapi-number-outbound-daily-limit',
  'customer-busy',
  'customer-did-not-answer',
  'customer-did-not-give-microphone-permission',
  'customer-ended-call',
  'customer-ended-call-after-warm-transfer-attempt',
  'customer-ended-call-before-warm-transfer',
  'customer-ended-call-during-transfer',
  'exceeded-max-duration',
  'manually-canceled',
  'phone-call-provider-bypass-enabled-but-no-call-received',
  'phone-call-provider-closed-websocket',
  'scheduled-call-deleted',
  'silence-timed-out',
  'twilio-reported-customer-misdialed',
  'voicemail',
  'vonage-completed',
  'vonage-disconnected',
  'vonage-rejected',
];

describe('A call that ended', () => {
  it('was cut off by every fault that Vapi publishes, and by nothing else', () => {
    const published = Object.values(Vapi.CallEndedReason);
    expect(published.length).toBeGreaterThan(590);
    expect(published.filter((reason) => !wasCutOff(reason)).toSorted()).toEqual(NO_FAULT);
  });

  it.each([
    ['a fault of a provider that is new', 'call.in-progress.error-providerfault-new-voice-failed', true],
    ['the same in the older spelling', 'pipeline-error-new-voice-failed', true],
    ['a word that is new', 'customer-sneezed', false],
    ['nothing', '', false],
  ])('is judged by the parts of its reason: %s', (_, reason, cutOff) => {
    expect(wasCutOff(reason)).toBe(cutOff);
  });
});

describe('A call whose caller has heard nothing', () => {
  it.each([
    'call.start.error-subscription-concurrency-limit-reached',
    'call.start.error-subscription-insufficient-credits',
    'call.start.error-get-assistant',
    'call.start.assistant-version-error-validation',
    'call-start-error-neither-assistant-nor-server-set',
    'assistant-not-found',
    'phone-call-provider-bypass-enabled-but-no-call-received',
  ])('ended by %s', (reason) => {
    expect([neverBegan(reason), wasCutOff(reason)]).toEqual([true, false]);
  });

  it.each([
    'customer-ended-call',
    'silence-timed-out',
    'call.in-progress.twilio-completed-call',
    'unknown',
    '',
  ])('did not end by %s', (reason) => {
    expect(neverBegan(reason)).toBe(false);
  });
});
