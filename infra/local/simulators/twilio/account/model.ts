import { newSid } from '../sid.ts';
import type { Method } from '../voice/leg.ts';

export type PhoneNumber = {
  readonly sid: string;
  readonly number: string;
  name: string;
  hasVoice: boolean;
  /** Each empty where there is none. */
  voiceUrl: string;
  voiceMethod: Method;
  voiceFallbackUrl: string;
  voiceFallbackMethod: Method;
  statusCallback: string;
  statusCallbackMethod: Method;
  /** While one of them is set the voice URL is not asked; they delete each other. */
  voiceApplicationSid: string;
  trunkSid: string;
  voiceCallerIdLookup: boolean;
  voiceReceiveMode: 'voice' | 'fax';
  readonly dateCreated: Date;
  dateUpdated: Date;
};

export type AlertRecord = {
  readonly sid: string;
  at: Date;
  code: string;
  level: 'error' | 'warning' | 'notice' | 'debug';
  text: string;
  requestUrl: string;
  resourceSid: string;
  /** What a list does not show. */
  requestVariables: string;
  responseBody: string;
};

export type Country = {
  readonly iso: string;
  readonly name: string;
  readonly continent: string;
  readonly codes: readonly string[];
  isLowRiskEnabled: boolean;
};

export type TrustStatus = 'draft' | 'pending-review' | 'in-review' | 'twilio-rejected' | 'twilio-approved';
/** A customer profile, or a trust product and the numbers that it is assigned to. */
export type Trusted = {
  readonly sid: string;
  readonly policySid: string;
  readonly name: string;
  status: TrustStatus;
  readonly numbers: { readonly sid: string; readonly numberSid: string; readonly at: Date }[];
  readonly dateCreated: Date;
};

export type Account = {
  readonly sid: string;
  name: string;
  /** As a reading of the account shows it, in clear. */
  authToken: string;
  status: 'active' | 'suspended' | 'closed';
  type: 'Full' | 'Trial';
  /** Of a subaccount: it has no balance of its own. */
  ownerSid: string;
  balance: string;
  currency: string;
  readonly dateCreated: Date;
  readonly numbers: Map<string, PhoneNumber>;
  readonly callerIds: { readonly sid: string; readonly number: string; readonly at: Date }[];
  readonly alerts: AlertRecord[];
  readonly countries: readonly Country[];
  readonly customerProfiles: Trusted[];
  readonly trustProducts: Trusted[];
};

/** Who answers a request, besides the account with its token. A Standard key may read no account. */
export type ApiKey = { sid: string; secret: string; kind: 'main' | 'standard' };

/** The policy of SHAKEN/STIR. */
export const SHAKEN_POLICY = 'RN7a97559effdf62d00f4298208492a5ea';
const PROFILE_POLICY = 'RNdfbf3fae0e1107f8aded0e7cead80bf5';

export const newTrusted = (name: string, policySid: string): Trusted => ({
  sid: newSid('BU'),
  policySid,
  name,
  status: 'twilio-approved',
  numbers: [],
  dateCreated: new Date(),
});

/** Where may be called at first: the account's own country. */
const COUNTRIES: readonly (readonly [string, string, string, string])[] = [
  ['US', 'United States/Canada', 'NORTH_AMERICA', '+1'],
  ['GB', 'United Kingdom', 'EUROPE', '+44'],
  ['DE', 'Germany', 'EUROPE', '+49'],
  ['FR', 'France', 'EUROPE', '+33'],
  ['ES', 'Spain', 'EUROPE', '+34'],
  ['LV', 'Latvia', 'EUROPE', '+371'],
  ['AU', 'Australia', 'OCEANIA', '+61'],
];

export function newPhoneNumber(number: string): PhoneNumber {
  const at = new Date();
  return {
    sid: newSid('PN'),
    number,
    name: number,
    hasVoice: true,
    voiceUrl: '',
    voiceMethod: 'POST',
    voiceFallbackUrl: '',
    voiceFallbackMethod: 'POST',
    statusCallback: '',
    statusCallbackMethod: 'POST',
    voiceApplicationSid: '',
    trunkSid: '',
    voiceCallerIdLookup: false,
    voiceReceiveMode: 'voice',
    dateCreated: at,
    dateUpdated: at,
  };
}

/** The number of the account, which has it from now on. */
export function numberOf({ numbers }: Pick<Account, 'numbers'>, number: string): PhoneNumber {
  const known = numbers.get(number) ?? newPhoneNumber(number);
  numbers.set(number, known);
  return known;
}

/** An account in order: paid for, approved, with money. */
export const newAccount = (sid: string, authToken: string): Account => ({
  sid,
  name: 'Example',
  authToken,
  status: 'active',
  type: 'Full',
  ownerSid: sid,
  balance: '100.00',
  currency: 'USD',
  dateCreated: new Date(),
  numbers: new Map(),
  callerIds: [],
  alerts: [],
  countries: COUNTRIES.map(([iso, name, continent, code]) => ({
    iso,
    name,
    continent,
    codes: [code],
    isLowRiskEnabled: iso === 'US',
  })),
  customerProfiles: [newTrusted('Example', PROFILE_POLICY)],
  trustProducts: [newTrusted('shaken', SHAKEN_POLICY)],
});
