import { isUrl } from '../fields.ts';
import { PAGE, voicePage } from '../pages.ts';
import { isDialable, isNumber } from '../party.ts';
import { GONE, invalid, type Params, type Reply, refuse, strangerIn, wholeNumber } from '../replies.ts';
import { type Exchange, secondsSince } from './exchange.ts';
import { type Doing, isOver, type Leg, type LegOrder, type Method, type StatusEvent } from './leg.ts';
import type { LegBook } from './legs.ts';

const MAX_TWIML = 4000;
const MAX_RING_SECONDS = 600;
const DEFAULT_RING_SECONDS = 60;
const EVENTS: readonly StatusEvent[] = ['initiated', 'ringing', 'answered', 'completed'];
const DETECTIONS = ['Enable', 'DetectMessageEnd'];
/** The parameters that have an effect here. Twilio knows more: those are refused, not ignored. */
const BOTH = [
  'Url',
  'Twiml',
  'Method',
  'FallbackUrl',
  'FallbackMethod',
  'StatusCallback',
  'StatusCallbackMethod',
];
const CREATE = [
  ...BOTH,
  'To',
  'From',
  'StatusCallbackEvent',
  'Timeout',
  'MachineDetection',
  'AsyncAmd',
  'AsyncAmdStatusCallback',
];
const UPDATE = [...BOTH, 'Status'];
const LIST = ['To', 'From', 'Status', 'ParentCallSid', 'StartTime<', 'StartTime>', ...PAGE];

const NOTHING_TO_DO = refuse(400, 21205, 'A valid Url or a Twiml of 4000 characters is required');
const NOT_IN_PROGRESS = refuse(400, 21220, 'Call is not in-progress. Cannot redirect.');

const methodIn = (given: string | undefined): Method => (given === 'GET' ? 'GET' : 'POST');

const doingIn = ({ Url: url, Twiml: twiml, Method: method }: Params): Doing | undefined => {
  if (url !== undefined) return isUrl(url) ? { url, method: methodIn(method) } : undefined;
  return twiml !== undefined && twiml.length <= MAX_TWIML ? { twiml } : undefined;
};

const fallbackIn = ({ FallbackUrl: url, FallbackMethod: method }: Params): LegOrder['fallback'] =>
  url === undefined ? undefined : { url, method: methodIn(method) };

const eventsIn = (given: string | undefined): StatusEvent[] | undefined => {
  const asked = (given ?? 'completed').split(/[\s,]+/).filter((one) => one !== '');
  return asked.every((one) => EVENTS.some((event) => event === one))
    ? EVENTS.filter((event) => asked.includes(event))
    : undefined;
};

const rfc2822 = (at: number | undefined) =>
  at === undefined ? null : new Date(at).toUTCString().replace('GMT', '+0000');

/** Both ends of a time that `StartTime` was asked to lie between; nothing where one is no time. */
const timesIn = (params: Params): { after: number; before: number } | undefined => {
  const { 'StartTime>': after, 'StartTime<': before } = params;
  const times = {
    after: after === undefined ? 0 : Date.parse(after),
    before: before === undefined ? Number.POSITIVE_INFINITY : Date.parse(before),
  };
  return Number.isNaN(times.after) || Number.isNaN(times.before) ? undefined : times;
};

/** The Calls of the Voice API (Twilio Voice: calls). */
export const createCallOperations = (
  exchange: Exchange,
  legs: LegBook,
  isOurs: (number: string) => boolean,
) => {
  const { accountSid } = exchange;
  const home = `/2010-04-01/Accounts/${accountSid}`;

  const resource = (leg: Leg) => ({
    sid: leg.sid,
    account_sid: accountSid,
    parent_call_sid: leg.parentSid ?? null,
    to: leg.to,
    to_formatted: leg.to,
    from: leg.from,
    from_formatted: leg.from,
    phone_number_sid: null,
    status: leg.status,
    direction: leg.direction,
    answered_by: leg.answeredBy ?? null,
    date_created: rfc2822(leg.dateCreated.getTime()),
    date_updated: rfc2822(leg.endedAt ?? leg.answeredAt ?? leg.startedAt ?? leg.dateCreated.getTime()),
    start_time: rfc2822(leg.startedAt),
    end_time: rfc2822(leg.endedAt),
    duration:
      leg.endedAt === undefined
        ? null
        : String(
            leg.answeredAt === undefined
              ? 0
              : secondsSince(exchange, leg.answeredAt + Date.now() - leg.endedAt),
          ),
    price: null,
    price_unit: 'USD',
    api_version: '2010-04-01',
    forwarded_from: null,
    group_sid: null,
    caller_name: null,
    queue_time: '0',
    trunk_sid: null,
    uri: `${home}/Calls/${leg.sid}.json`,
    subresource_uris: {},
  });
  const shown = (leg: Leg, status = 200): Reply => ({ status, body: resource(leg) });

  const orderIn = (params: Params): LegOrder | Reply => {
    const { To: to = '', From: from = '', MachineDetection: detection, AsyncAmd: isAsync = 'false' } = params;
    if (!isDialable(to)) return refuse(400, 21211, `${to} is not a valid phone number`);
    if (!isNumber(from)) return refuse(400, 21212, `${from} is not a valid phone number`);
    if (!isOurs(from)) return refuse(400, 21210, `${from} is not a number of this account`);
    const doing = doingIn(params);
    if (doing === undefined) return NOTHING_TO_DO;
    const events = eventsIn(params.StatusCallbackEvent);
    if (events === undefined) return invalid('StatusCallbackEvent is invalid');
    const timeout = wholeNumber(params.Timeout, DEFAULT_RING_SECONDS, 1, MAX_RING_SECONDS);
    if (timeout === undefined) return invalid('Timeout is invalid');
    if (detection !== undefined && !DETECTIONS.includes(detection))
      return invalid('MachineDetection is invalid');
    const { StatusCallback: url, StatusCallbackMethod: method } = params;
    if (url !== undefined && !isUrl(url)) return refuse(400, 21609, 'StatusCallback is not a valid URL');
    const fallback = fallbackIn(params);
    return {
      to,
      from,
      direction: 'outbound-api',
      doing,
      timeout,
      ...(fallback !== undefined && { fallback }),
      ...(url !== undefined && { status: { url, method: methodIn(method), events } }),
      ...(detection !== undefined && {
        detection: {
          messageEnd: detection === 'DetectMessageEnd',
          ...(isAsync === 'true' && { async: { url: params.AsyncAmdStatusCallback } }),
        },
      }),
    };
  };

  const move = (leg: Leg, params: Params): Reply => {
    const { Status: status, StatusCallback: url } = params;
    if (status !== undefined && status !== 'completed' && status !== 'canceled')
      return invalid('Status is invalid');
    if (isOver(leg)) return NOT_IN_PROGRESS;
    const isLive = leg.status === 'in-progress';
    if (status !== undefined) {
      if (status === 'canceled' && isLive) return NOT_IN_PROGRESS;
      legs.end(leg, isLive ? 'completed' : 'canceled');
      return shown(leg);
    }
    // A new call ignores the Twiml where it has a Url, too; one that lasts can have one of them only.
    const both = params.Url !== undefined && params.Twiml !== undefined;
    const doing = both ? undefined : doingIn(params);
    if (doing === undefined) return NOTHING_TO_DO;
    if (!isLive) return NOT_IN_PROGRESS;
    leg.fallback = fallbackIn(params) ?? leg.fallback;
    if (url !== undefined) {
      const events = leg.statusCallback?.events ?? ['completed'];
      leg.statusCallback = { url, method: methodIn(params.StatusCallbackMethod), events };
    }
    legs.redirect(leg, doing);
    return shown(leg);
  };

  return {
    create(params: Params): Reply {
      const stranger = strangerIn(params, CREATE);
      if (stranger !== undefined) return stranger;
      const order = orderIn(params);
      return 'to' in order ? shown(legs.call(order), 201) : order;
    },

    list(params: Params): Reply {
      const stranger = strangerIn(params, LIST);
      if (stranger !== undefined) return stranger;
      const times = timesIn(params);
      if (times === undefined) return invalid('StartTime is invalid');
      const { To: to, From: from, Status: status, ParentCallSid: parent } = params;
      const isAskedByTime = 'StartTime>' in params || 'StartTime<' in params;
      const found = [...legs.legs.values()].filter((leg) => {
        // Calls are shown, and found, to the second; one that was not dialled yet has no time at all.
        const started = Math.floor((leg.startedAt ?? Number.NaN) / 1000) * 1000;
        return (
          (to === undefined || leg.to === to) &&
          (from === undefined || leg.from === from) &&
          (status === undefined || leg.status === status) &&
          (parent === undefined || leg.parentSid === parent) &&
          (!isAskedByTime || (started >= times.after && started <= times.before))
        );
      });
      return voicePage(`${home}/Calls.json`, 'calls', params, found.reverse().map(resource));
    },

    fetch(sid: string, params: Params): Reply {
      const leg = legs.legs.get(sid);
      return leg === undefined ? GONE : (strangerIn(params, []) ?? shown(leg));
    },

    update(sid: string, params: Params): Reply {
      const leg = legs.legs.get(sid);
      return leg === undefined ? GONE : (strangerIn(params, UPDATE) ?? move(leg, params));
    },
  };
};
