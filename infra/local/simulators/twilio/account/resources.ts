import { iso } from '../taskrouter/resources.ts';
import type { Account, AlertRecord, Country, PhoneNumber, Trusted } from './model.ts';

export const rfc2822 = (date: Date): string => date.toUTCString().replace('GMT', '+0000');
export const accountPath = ({ sid }: Pick<Account, 'sid'>): string => `/2010-04-01/Accounts/${sid}`;

/** With the token in clear, as the platform shows it. */
export const accountResource = (account: Account) => ({
  sid: account.sid,
  friendly_name: account.name,
  status: account.status,
  type: account.type,
  owner_account_sid: account.ownerSid,
  auth_token: account.authToken,
  date_created: rfc2822(account.dateCreated),
  date_updated: rfc2822(account.dateCreated),
  subresource_uris: { incoming_phone_numbers: `${accountPath(account)}/IncomingPhoneNumbers.json` },
  uri: `${accountPath(account)}.json`,
});

export const balanceResource = ({ sid, balance, currency }: Account) => ({
  account_sid: sid,
  balance,
  currency,
});

export const numberResource = (number: PhoneNumber, account: Account) => ({
  sid: number.sid,
  account_sid: account.sid,
  phone_number: number.number,
  friendly_name: number.name,
  capabilities: { voice: number.hasVoice, sms: true, mms: true, fax: false },
  status: 'in-use',
  type: 'local',
  origin: 'twilio',
  beta: false,
  api_version: '2010-04-01',
  address_requirements: 'none',
  address_sid: null,
  bundle_sid: null,
  identity_sid: null,
  emergency_status: 'Inactive',
  emergency_address_sid: null,
  emergency_address_status: 'unregistered',
  voice_url: number.voiceUrl,
  voice_method: number.voiceMethod,
  voice_fallback_url: number.voiceFallbackUrl || null,
  voice_fallback_method: number.voiceFallbackMethod,
  voice_application_sid: number.voiceApplicationSid,
  voice_caller_id_lookup: number.voiceCallerIdLookup,
  voice_receive_mode: number.voiceReceiveMode,
  trunk_sid: number.trunkSid || null,
  status_callback: number.statusCallback,
  status_callback_method: number.statusCallbackMethod,
  sms_url: '',
  sms_method: 'POST',
  sms_fallback_url: '',
  sms_fallback_method: 'POST',
  sms_application_sid: '',
  date_created: rfc2822(number.dateCreated),
  date_updated: rfc2822(number.dateUpdated),
  uri: `${accountPath(account)}/IncomingPhoneNumbers/${number.sid}.json`,
});

export const callerIdResource = ({ sid, number, at }: Account['callerIds'][number], account: Account) => ({
  sid,
  account_sid: account.sid,
  phone_number: number,
  friendly_name: number,
  date_created: rfc2822(at),
  date_updated: rfc2822(at),
  uri: `${accountPath(account)}/OutgoingCallerIds/${sid}.json`,
});

/** As a list shows it: without what was sent and what came back. */
export const alertResource = (alert: AlertRecord, account: Account, base: string) => ({
  sid: alert.sid,
  account_sid: account.sid,
  error_code: alert.code,
  log_level: alert.level,
  alert_text: alert.text,
  api_version: '2010-04-01',
  date_created: iso(alert.at),
  date_generated: iso(alert.at),
  date_updated: iso(alert.at),
  more_info: `https://www.twilio.com/docs/errors/${alert.code}`,
  request_method: 'POST',
  request_url: alert.requestUrl,
  resource_sid: alert.resourceSid,
  service_sid: null,
  url: `${base}/v1/Alerts/${alert.sid}`,
});

/** As it is shown alone. */
export const wholeAlertResource = (alert: AlertRecord, account: Account, base: string) => ({
  ...alertResource(alert, account, base),
  request_headers: '',
  request_variables: alert.requestVariables,
  response_headers: '{}',
  response_body: alert.responseBody,
});

export const countryResource = (country: Country, base: string) => {
  const url = `${base}/v1/DialingPermissions/Countries/${country.iso}`;
  return {
    iso_code: country.iso,
    name: country.name,
    continent: country.continent,
    country_codes: country.codes,
    low_risk_numbers_enabled: country.isLowRiskEnabled,
    high_risk_special_numbers_enabled: false,
    high_risk_tollfraud_numbers_enabled: false,
    url,
    links: { highrisk_special_prefixes: `${url}/HighRiskSpecialPrefixes` },
  };
};

export const trustedResource = (
  trusted: Trusted,
  account: Account,
  base: string,
  collection: 'CustomerProfiles' | 'TrustProducts',
) => {
  const url = `${base}/v1/${collection}/${trusted.sid}`;
  return {
    sid: trusted.sid,
    account_sid: account.sid,
    policy_sid: trusted.policySid,
    friendly_name: trusted.name,
    status: trusted.status,
    email: 'ops@example.com',
    status_callback: null,
    valid_until: null,
    errors: null,
    date_created: iso(trusted.dateCreated),
    date_updated: iso(trusted.dateCreated),
    url,
    links: { channel_endpoint_assignments: `${url}/ChannelEndpointAssignments` },
  };
};

export const assignmentResource = (
  assigned: Trusted['numbers'][number],
  product: Trusted,
  account: Account,
  base: string,
) => ({
  sid: assigned.sid,
  trust_product_sid: product.sid,
  account_sid: account.sid,
  channel_endpoint_type: 'phone-number',
  channel_endpoint_sid: assigned.numberSid,
  date_created: iso(assigned.at),
  url: `${base}/v1/TrustProducts/${product.sid}/ChannelEndpointAssignments/${assigned.sid}`,
});
