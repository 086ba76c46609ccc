import { newSid } from './twilio-records.ts';
import { GONE, invalid, type Params, type Reply, refuse, strangerIn } from './twilio-replies.ts';

export type TwilioCallStatus =
  | 'queued'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'failed'
  | 'no-answer'
  | 'canceled';
/** A leg at Twilio; whoever holds it may move it on. */
export type TwilioCall = {
  readonly sid: string;
  readonly to: string;
  readonly from: string;
  status: TwilioCallStatus;
  /** What it was last told to do. */
  doing: { url: string } | { twiml: string };
};

const E164 = /^\+[1-9]\d{6,14}$/;
const MAX_TWIML = 4000;
const WHAT = ['Url', 'Twiml', 'Method'];
const CREATE = [
  ...WHAT,
  'To',
  'From',
  'StatusCallback',
  'StatusCallbackMethod',
  'StatusCallbackEvent',
  'FallbackUrl',
  'FallbackMethod',
  'Timeout',
  'TimeLimit',
  'MachineDetection',
  'MachineDetectionTimeout',
  'AsyncAmd',
  'AsyncAmdStatusCallback',
  'CallToken',
];
const UPDATE = [...WHAT, 'Status', 'FallbackUrl', 'FallbackMethod', 'StatusCallback', 'StatusCallbackMethod'];

const instructionsIn = ({ Url: url, Twiml: twiml }: Params): TwilioCall['doing'] | undefined => {
  if (url !== undefined && twiml === undefined) return URL.canParse(url) ? { url } : undefined;
  if (twiml === undefined || url !== undefined) return undefined;
  return twiml.length <= MAX_TWIML ? { twiml } : undefined;
};

/** The Calls of the Voice API, as far as a handoff could use them (Twilio Voice: calls). */
export const createCallOperations = (accountSid: string) => {
  const calls = new Map<string, TwilioCall>();

  const shown = (call: TwilioCall, status = 200): Reply => ({
    status,
    body: {
      sid: call.sid,
      account_sid: accountSid,
      to: call.to,
      from: call.from,
      status: call.status,
      direction: 'outbound-api',
      api_version: '2010-04-01',
      uri: `/2010-04-01/Accounts/${accountSid}/Calls/${call.sid}.json`,
    },
  });

  return {
    calls,

    create(params: Params): Reply {
      const stranger = strangerIn(params, CREATE);
      if (stranger !== undefined) return stranger;
      const { To: to = '', From: from = '' } = params;
      if (!E164.test(to)) return refuse(400, 21211, 'To is not a valid phone number');
      if (!E164.test(from)) return refuse(400, 21212, 'From is not a valid phone number');
      const doing = instructionsIn(params);
      if (doing === undefined) return refuse(400, 21205, 'Either Url or Twiml is required, and not both');
      const call: TwilioCall = { sid: newSid('CA'), to, from, status: 'queued', doing };
      calls.set(call.sid, call);
      return shown(call, 201);
    },

    fetch(sid: string): Reply {
      const call = calls.get(sid);
      return call === undefined ? GONE : shown(call);
    },

    update(sid: string, params: Params): Reply {
      const call = calls.get(sid);
      if (call === undefined) return GONE;
      const stranger = strangerIn(params, UPDATE);
      if (stranger !== undefined) return stranger;
      const { Status: status } = params;
      if (status === 'canceled' && (call.status === 'queued' || call.status === 'ringing')) {
        call.status = 'canceled';
        return shown(call);
      }
      if (call.status !== 'in-progress')
        return refuse(400, 21220, 'Call is not in-progress. Cannot redirect.');
      if (status === 'completed') {
        call.status = 'completed';
        return shown(call);
      }
      if (status !== undefined) return invalid('Status is invalid');
      const doing = instructionsIn(params);
      if (doing === undefined) return refuse(400, 21205, 'Either Url or Twiml is required, and not both');
      call.doing = doing;
      return shown(call);
    },
  };
};
