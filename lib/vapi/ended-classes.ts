import { wasCutOff } from './ended-reason.ts';

/** What an end was to us; the reasons are Vapi's, the classes ours. */
export type EndedClass =
  /** Two have talked, or one has hung up on the other. */
  | 'answered'
  /** Said of calls that were talked in, and of others: the words of the callee decide. */
  | 'ambiguous'
  | 'not-answered'
  | 'busy'
  | 'voicemail'
  | 'bad-number'
  | 'cancelled'
  /** The account has no more calls at one time: nobody was dialled. */
  | 'concurrency'
  /** The telephone network. */
  | 'carrier'
  /** Vapi itself. */
  | 'platform'
  /** A model, a voice or a transcriber. */
  | 'provider'
  /** The same, for what is set up wrong with it: a key, a voice, what is left of a plan. */
  | 'own-provider'
  /** What we asked for. */
  | 'ours'
  /** What the account may do, or can pay for. */
  | 'account'
  /** Only of calls that came in, or by a web page. */
  | 'inbound';

const NAMED: readonly (readonly [EndedClass, readonly string[]])[] = [
  [
    'answered',
    [
      'customer-ended-call',
      'customer-ended-call-before-warm-transfer',
      'customer-ended-call-after-warm-transfer-attempt',
      'customer-ended-call-during-transfer',
      'assistant-ended-call',
      'assistant-ended-call-after-message-spoken',
      'assistant-ended-call-with-hangup-task',
      'assistant-said-end-call-phrase',
      'assistant-forwarded-call',
      'exceeded-max-duration',
      'call.forwarding.no-answer',
      'call.forwarding.operator-busy',
      'call.in-progress.error-transfer-failed',
      'call.in-progress.error-warm-transfer-assistant-cancelled',
      'call.in-progress.error-warm-transfer-max-duration',
      'call.in-progress.error-warm-transfer-microphone-timeout',
      'call.in-progress.error-warm-transfer-silence-timeout',
    ],
  ],
  [
    'ambiguous',
    [
      'silence-timed-out',
      'call.in-progress.twilio-completed-call',
      'call.in-progress.sip-completed-call',
      'call.in-progress.error-assistant-did-not-receive-customer-audio',
      'phone-call-provider-closed-websocket',
      'vonage-completed',
      'vonage-disconnected',
    ],
  ],
  ['not-answered', ['customer-did-not-answer']],
  ['busy', ['customer-busy']],
  ['voicemail', ['voicemail']],
  ['bad-number', ['twilio-reported-customer-misdialed', 'vonage-rejected']],
  ['cancelled', ['manually-canceled', 'scheduled-call-deleted', 'call-deleted']],
  ['concurrency', ['call.start.error-subscription-concurrency-limit-reached']],
  [
    'ours',
    [
      'assistant-not-found',
      'assistant-not-valid',
      'call-start-error-neither-assistant-nor-server-set',
      'call.start.assistant-version-error-validation',
      'call.start.error-get-assistant',
      'call.start.error-get-customer',
      'call.start.error-get-phone-number',
      'call.start.error-get-resources-validation',
      'phone-call-provider-bypass-enabled-but-no-call-received',
    ],
  ],
  [
    'account',
    [
      'call.start.error-enterprise-feature-not-available-recording-consent',
      'call.start.error-fraud-check-failed',
      'call.start.error-vapi-number-international',
      'call.start.error-vapi-number-outbound-daily-limit',
    ],
  ],
  [
    'inbound',
    [
      'assistant-join-timed-out',
      'assistant-request-failed',
      'assistant-request-returned-error',
      'assistant-request-returned-forwarding-phone-number',
      'assistant-request-returned-invalid-assistant',
      'assistant-request-returned-no-assistant',
      'assistant-request-returned-unspeakable-error',
      'call.ending.hook-executed-say',
      'call.ending.hook-executed-transfer',
      'call.in-progress.error-sip-inbound-call-failed-to-connect',
      'call.ringing.error-sip-inbound-call-failed-to-connect',
      'call.ringing.hook-executed-say',
      'call.ringing.hook-executed-transfer',
      'call.ringing.sip-inbound-caller-hungup-before-call-connect',
      'customer-did-not-give-microphone-permission',
    ],
  ],
];

type Rule = readonly [RegExp, EndedClass];

/**
 * Said of the one who was dialled, also where Vapi calls it a fault of its provider. Later enums than the published
 * one have more of SIP's answers: 404, 410, 484, 604 know no such number, 486 and 600 are busy (RFC 3261, section 21).
 */
const OF_THE_NUMBER: readonly Rule[] = [
  [/unallocated-number|outbound-sip-(404|410|484|604)/, 'bad-number'],
  [/outbound-sip-(486|600)/, 'busy'],
  [/outbound-sip-(408|480)/, 'not-answered'],
];

/** Of what was cut off, whose fault it was; the first that fits. */
const FAULTS: readonly Rule[] = [
  [/vapifault|^worker-|get-org|get-subscription/, 'platform'],
  [/transport|sip-outbound|outbound-sip|failed-to-connect-call/, 'carrier'],
  [/providerfault|-(429|5\d\d)-/, 'provider'],
];

/** Names that go on growing. */
const FAMILIES: readonly Rule[] = [
  [/^call\.start\.error-subscription-/, 'account'],
  [/configfault/, 'ours'],
];

const CLASSES = new Map(NAMED.flatMap(([name, reasons]) => reasons.map((reason) => [reason, name] as const)));

/**
 * Returns what an end was (Vapi: Call.endedReason, about 600 values and every month some more). The faults are those of
 * `wasCutOff`, told apart by the parts of their names.
 */
export function classOf(endedReason: string): EndedClass | 'unknown' {
  const known = CLASSES.get(endedReason) ?? fitting(OF_THE_NUMBER, endedReason);
  if (known !== undefined) return known;
  if (wasCutOff(endedReason)) return fitting(FAULTS, endedReason) ?? 'own-provider';
  return fitting(FAMILIES, endedReason) ?? 'unknown';
}

const fitting = (rules: readonly Rule[], endedReason: string): EndedClass | undefined =>
  rules.find(([pattern]) => pattern.test(endedReason))?.[1];
