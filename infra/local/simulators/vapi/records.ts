import {
  ASSISTANT_ID,
  ASSISTANT_NAME,
  type CallState,
  FIRST_MESSAGE,
  INSTRUCTIONS,
  streamUrlOf,
} from './call.ts';
import { conversation, transcript } from './messages.ts';
import type { SavedNumber } from './phone-numbers.ts';

export const ORG_ID = '6b0f4c1e-2f3a-4f0c-9d7b-51c0f6a9e201';
const PHONE_NUMBER_ID = 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88';
const NO_ACCOUNT = `AC${'0'.repeat(32)}`;
const CREATED = { createdAt: '2026-06-18T00:50:45.000Z', updatedAt: '2026-09-17T14:04:05.000Z' };

const iso = (ms: number) => new Date(ms).toISOString();

/** When somebody began to talk: of a call that is dialled, not before it is picked up. */
const begunAt = ({ pickedUpAt, startedAt }: CallState): number => pickedUpAt ?? startedAt;

const isBypass = ({ order }: CallState): boolean => order?.phoneCallProviderBypassEnabled === true;

/**
 * A call opened by bypass names no leg: whether Vapi does is not documented, and without is the harder case. One
 * that Vapi dials has its CallSid once it rings.
 */
const transport = (call: CallState) => ({
  provider: call.called === undefined ? 'daily' : 'twilio',
  conversationType: 'voice',
  ...(!isBypass(call) && call.accountSid !== undefined && { accountSid: call.accountSid }),
  ...(call.callSid !== undefined && { callSid: call.callSid }),
});

const monitor = ({ listenUrl, controlUrl }: CallState) => ({ listenUrl, controlUrl });
const customer = ({ caller, order }: CallState) => {
  if (order?.customer !== undefined) return { customer: order.customer };
  return caller === undefined ? {} : { customer: { number: caller } };
};

const identity = (call: CallState) => ({
  id: call.id,
  orgId: ORG_ID,
  createdAt: iso(call.startedAt),
  updatedAt: iso(call.startedAt),
  type: call.type,
});

const origin = (call: CallState) => ({
  transport: transport(call),
  ...(call.callSid !== undefined && { phoneCallProviderId: call.callSid }),
  ...asked(call),
});

/** What the call was asked for with, as Vapi repeats it. */
const asked = (call: CallState) => {
  const { order, variableValues, metadata, name } = call;
  const { customers, phoneCallProviderBypassEnabled, phoneNumberId, ...named } = order ?? {
    assistantId: ASSISTANT_ID,
    phoneNumberId: PHONE_NUMBER_ID,
    assistantOverrides: { variableValues, metadata },
  };
  return {
    ...(call.called !== undefined && {
      phoneCallProvider: 'twilio',
      phoneCallTransport: 'pstn',
      phoneNumberId,
    }),
    ...named,
    ...(name !== undefined && { name }),
    ...customer(call),
  };
};

/** A call that was opened by bypass and waits for its leg: what `POST /call` answers, and `GET` shows. */
const waitingRecord = (call: CallState) => ({
  ...identity(call),
  status: call.status,
  monitor: monitor(call),
  ...asked(call),
  phoneCallProviderBypassEnabled: true,
  phoneCallProviderDetails: {
    twiml: `<?xml version="1.0" encoding="UTF-8"?><Response><Connect><Stream url="${streamUrlOf(call)}"/></Connect></Response>`,
  },
});

/** A call that Vapi dials, before it rings: scheduled ones have nothing to control. */
const dialledRecord = (call: CallState) => ({
  ...identity(call),
  cost: 0,
  status: call.status,
  ...asked(call),
  ...(call.status !== 'scheduled' && { transport: transport(call), monitor: monitor(call) }),
});

/** The call as every server message carries it: a snapshot from its creation, `status` long outdated. */
const snapshot = (call: CallState) => ({
  ...identity(call),
  status: call.unanswered === undefined ? 'ringing' : 'queued',
  monitor: monitor(call),
  ...origin(call),
});

/** The call as `GET /call/{id}` shows it: live status, and what was collected once it has ended. */
export function callRecord(call: CallState): Record<string, unknown> {
  const { status, destination, endedAt, endedReason } = call;
  if (status === 'queued' && isBypass(call)) return waitingRecord(call);
  if (status === 'queued' || status === 'scheduled') return dialledRecord(call);
  return {
    ...identity(call),
    status,
    ...(status !== 'ended' && { monitor: monitor(call) }),
    ...origin(call),
    ...(!call.unanswered && { startedAt: iso(begunAt(call)) }),
    ...(destination && { destination }),
    ...(endedAt !== undefined && {
      endedAt: iso(endedAt),
      endedReason,
      ...costs(call),
      analysis: analysis(call),
      artifact: finalArtifact(call),
    }),
  };
}

/** The body of one server message: what every message carries, and over it its own fields. */
export const serverMessage = (
  call: CallState,
  type: string,
  timestamp: number,
  fields: Record<string, unknown> = {},
) => ({
  message: {
    timestamp,
    type,
    artifact: artifact(call),
    call: snapshot(call),
    ...(call.called !== undefined && { phoneNumber: phoneNumber(call) }),
    ...customer(call),
    assistant: assistant(call),
    assistantVersion: null,
    ...fields,
  },
});

/** The body of a message about a call that nobody talks in: no assistant is in it, and nothing to control. */
export const unattendedMessage = (
  call: CallState,
  type: string,
  timestamp: number,
  fields: Record<string, unknown> = {},
) => {
  const { monitor: _none, ...shown } = snapshot(call);
  return {
    message: {
      timestamp,
      type,
      call: shown,
      phoneNumber: phoneNumber(call),
      ...customer(call),
      assistantVersion: null,
      ...fields,
    },
  };
};

/** What a `status-update` of a call that is being forwarded tells besides its status. */
export const forwardingFields = (call: CallState) => ({
  destination: call.destination,
  ...conversation(call),
  transcript: transcript(call),
  summary: summaryOf(call),
});

/** The real, full report of a call that has ended. */
export function reportFields(call: CallState): Record<string, unknown> {
  const begun = begunAt(call);
  const endedAt = call.endedAt ?? begun;
  const durationMs = endedAt - begun;
  const found = {
    endedReason: call.endedReason,
    endedAt: iso(endedAt),
    ...costs(call),
    analysis: analysis(call),
    artifact: finalArtifact(call),
  };
  if (call.unanswered) return found;
  return {
    ...found,
    startedAt: iso(begun),
    ...(call.destination && { destination: call.destination }),
    durationMs,
    durationSeconds: durationMs / 1000,
    durationMinutes: Number((durationMs / 60_000).toFixed(4)),
    ...(isAnalysed(call) && { summary: summaryOf(call) }),
    transcript: transcript(call),
    messages: conversation(call).messages,
  };
}

export const EARLY_REASON = 'call.in-progress.twilio-completed-call';

/** The report that sometimes overtakes the real one while the call is live: nothing in it but a reason. */
export const emptyReportFields = (): Record<string, unknown> => ({
  endedReason: EARLY_REASON,
  analysis: {},
  artifact: { messages: [], messagesOpenAIFormatted: [] },
});

const summaryOf = ({ findings }: CallState) =>
  findings.summary ?? 'The caller reports a duplicate charge and asks for a person.';

/** Nothing is found out about a call that nobody answered. */
const isAnalysed = ({ analysedAt, unanswered }: CallState) =>
  analysedAt !== undefined && analysedAt <= Date.now() && !unanswered;

/** As far as Vapi has got with it by now. */
function analysis(call: CallState): Record<string, unknown> {
  const { analysedAt, findings } = call;
  if (analysedAt === undefined || !isAnalysed(call)) return {};
  const { structuredData = STRUCTURED_DATA, structuredDataLaterMs = 0 } = findings;
  return {
    summary: summaryOf(call),
    ...(analysedAt + structuredDataLaterMs <= Date.now() && { structuredData }),
    successEvaluation: 'true',
  };
}

const STRUCTURED_DATA = { reason: 'duplicate charge', department: 'billing' };

const artifact = (call: CallState) => ({
  ...conversation(call),
  variableValues: {
    ...call.variableValues,
    ...customer(call),
    ...(call.called !== undefined && { phoneNumber: { number: call.called } }),
    transport: transport(call),
  },
});

const finalArtifact = (call: CallState) => ({
  ...artifact(call),
  transcript: transcript(call),
  transfers: call.transfers
    .filter(({ outcome }) => outcome !== 'ignored' && outcome !== 'ringing')
    .map(({ destination, outcome }) => ({
      destination,
      mode: destination.transferPlan?.mode ?? 'blind-transfer',
      status: outcome,
      transcript: '',
      messages: [],
    })),
});

const costs = (call: CallState) => {
  if (call.unanswered) return { cost: 0, costs: [] };
  const minutes = ((call.endedAt ?? begunAt(call)) - begunAt(call)) / 60_000;
  const cost = Number((0.05 * minutes).toFixed(4));
  return { cost, costs: [{ type: 'vapi', subType: 'normal', minutes, cost }] };
};

/** With a secret in it, as real bodies have: whoever stores or logs a body whole leaks it. */
const phoneNumber = (call: CallState) => ({
  id: call.order?.phoneNumberId ?? PHONE_NUMBER_ID,
  orgId: ORG_ID,
  provider: 'twilio',
  number: call.called,
  twilioAccountSid: call.accountSid ?? NO_ACCOUNT,
  twilioAuthToken: 'FAKE-twilio-auth-token-must-be-redacted',
  name: call.phone?.name ?? 'Main line',
  ...(call.phone === undefined ? { assistantId: ASSISTANT_ID } : setTo(call.phone)),
  status: 'active',
  ...CREATED,
});

const setTo = ({ assistantId, squadId, server, fallbackDestination }: SavedNumber) => ({
  ...(assistantId !== undefined && { assistantId }),
  ...(squadId !== undefined && { squadId }),
  ...(server !== undefined && { server }),
  ...(fallbackDestination !== undefined && { fallbackDestination }),
});

/** Whoever talks now, with every override. */
const assistant = ({ talking }: CallState) => {
  const { id, settings } = talking;
  const { variableValues: _variables, metadata = {}, 'tools:append': _tools, ...shown } = settings;
  const own = { ...shown, ...(Object.keys(metadata).length > 0 && { metadata }) };
  if (id === ASSISTANT_ID) return { ...ASSISTANT, ...own };
  return { ...(id !== undefined && { id, orgId: ORG_ID, ...CREATED }), ...own };
};

const ASSISTANT = {
  id: ASSISTANT_ID,
  orgId: ORG_ID,
  ...CREATED,
  name: ASSISTANT_NAME,
  firstMessage: FIRST_MESSAGE,
  transcriber: { provider: 'deepgram', model: 'nova-3', language: 'en' },
  model: {
    provider: 'openai',
    model: 'gpt-4.1',
    messages: [{ role: 'system', content: INSTRUCTIONS }],
  },
  voice: { provider: 'vapi', voiceId: 'Elliot' },
  maxDurationSeconds: 600,
  server: { url: 'https://hooks.example.com/vapi', timeoutSeconds: 20 },
};
