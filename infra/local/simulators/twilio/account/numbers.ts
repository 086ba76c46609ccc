import { firstOf, isUrl } from '../fields.ts';
import { PAGE, voicePage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, refuse, strangerIn } from '../replies.ts';
import type { Account, PhoneNumber } from './model.ts';
import { accountPath, numberResource } from './resources.ts';

const LIST = ['PhoneNumber', 'FriendlyName', 'Beta', 'Origin', ...PAGE];
const URLS = ['VoiceUrl', 'VoiceFallbackUrl', 'StatusCallback'];
const METHODS = ['VoiceMethod', 'VoiceFallbackMethod', 'StatusCallbackMethod'];
/** The fields that have an effect here. Twilio knows more, and ignores what it does not know: refused, both. */
const UPDATE = [
  ...URLS,
  ...METHODS,
  'FriendlyName',
  'VoiceApplicationSid',
  'TrunkSid',
  'VoiceCallerIdLookup',
  'VoiceReceiveMode',
];
const SIDS = { VoiceApplicationSid: /^(?:AP[0-9a-f]{32})?$/, TrunkSid: /^(?:TK[0-9a-f]{32})?$/ };

/** Whether a number fits what is asked for: a part of it, `*` for any digits. */
function fits(number: string, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  const parts = wanted.split('*').map((part) => part.replace(/[.+()?[\]{}|^$\\]/g, '\\$&'));
  return new RegExp(parts.join('\\d*')).test(number);
}

/** Incoming phone numbers by REST (Twilio: IncomingPhoneNumbers). */
export const createNumberOperations = (account: Account) => {
  const find = (sid: string): PhoneNumber | undefined =>
    [...account.numbers.values()].find((one) => one.sid === sid);
  const shown = (number: PhoneNumber): Reply => ({ status: 200, body: numberResource(number, account) });

  const problemOf = (number: PhoneNumber, params: Params): Reply | undefined => {
    const wrongUrl = URLS.find((name) => params[name] && !isUrl(params[name]));
    const wrongMethod = METHODS.find(
      (name) => params[name] !== undefined && !/^(GET|POST)$/.test(params[name]),
    );
    const wrongSid = Object.entries(SIDS).find(([name, form]) => !form.test(params[name] ?? ''));
    const { VoiceUrl: url = number.voiceUrl, VoiceFallbackUrl: fallback = number.voiceFallbackUrl } = params;
    const { VoiceReceiveMode: mode = 'voice', VoiceCallerIdLookup: lookup = 'false' } = params;
    return firstOf(
      strangerIn(params, UPDATE),
      wrongUrl === undefined ? undefined : refuse(400, 21402, `${wrongUrl} is not a valid URL`),
      wrongMethod === undefined ? undefined : refuse(400, 21403, `${wrongMethod} must be GET or POST`),
      wrongSid === undefined ? undefined : invalid(`${wrongSid[0]} is not valid`),
      mode === 'voice' || mode === 'fax' ? undefined : invalid('VoiceReceiveMode is invalid'),
      lookup === 'true' || lookup === 'false' ? undefined : invalid('VoiceCallerIdLookup is invalid'),
      fallback !== '' && url === ''
        ? refuse(400, 21405, 'Cannot set VoiceFallbackUrl without setting Url')
        : undefined,
    );
  };

  return {
    list(params: Params): Reply {
      const stranger = strangerIn(params, LIST);
      if (stranger !== undefined) return stranger;
      const found = [...account.numbers.values()].filter(
        ({ number, name }) =>
          fits(number, params.PhoneNumber) &&
          (params.FriendlyName === undefined || name === params.FriendlyName) &&
          (params.Origin ?? 'twilio') === 'twilio' &&
          params.Beta !== 'true',
      );
      const rows = found.map((number) => numberResource(number, account));
      const path = `${accountPath(account)}/IncomingPhoneNumbers.json`;
      return voicePage(path, 'incoming_phone_numbers', params, rows);
    },

    fetch(sid: string, params: Params): Reply {
      const number = find(sid);
      return number === undefined ? GONE : (strangerIn(params, []) ?? shown(number));
    },

    update(sid: string, params: Params): Reply {
      const number = find(sid);
      if (number === undefined) return GONE;
      const no = problemOf(number, params);
      if (no !== undefined) return no;
      const methodOf = (name: string, before: PhoneNumber['voiceMethod']) =>
        params[name] === undefined ? before : params[name] === 'GET' ? 'GET' : 'POST';
      Object.assign(number, {
        name: params.FriendlyName ?? number.name,
        voiceUrl: params.VoiceUrl ?? number.voiceUrl,
        voiceMethod: methodOf('VoiceMethod', number.voiceMethod),
        voiceFallbackUrl: params.VoiceFallbackUrl ?? number.voiceFallbackUrl,
        voiceFallbackMethod: methodOf('VoiceFallbackMethod', number.voiceFallbackMethod),
        statusCallback: params.StatusCallback ?? number.statusCallback,
        statusCallbackMethod: methodOf('StatusCallbackMethod', number.statusCallbackMethod),
        voiceApplicationSid:
          params.VoiceApplicationSid ?? (params.TrunkSid ? '' : number.voiceApplicationSid),
        trunkSid: params.TrunkSid ?? (params.VoiceApplicationSid ? '' : number.trunkSid),
        voiceCallerIdLookup: (params.VoiceCallerIdLookup ?? String(number.voiceCallerIdLookup)) === 'true',
        voiceReceiveMode: params.VoiceReceiveMode ?? number.voiceReceiveMode,
        dateUpdated: new Date(),
      });
      return shown(number);
    },
  };
};
