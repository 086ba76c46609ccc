import { newSid } from '../sid.ts';
import {
  type Account,
  type AlertRecord,
  numberOf,
  type PhoneNumber,
  SHAKEN_POLICY,
  type TrustStatus,
} from './model.ts';

export type AccountConsole = {
  account: Account;
  setAccount(
    change: Partial<
      Pick<Account, 'name' | 'authToken' | 'status' | 'type' | 'ownerSid' | 'balance' | 'currency'>
    >,
  ): void;
  /** The account has the number from now on. */
  setNumber(number: string, change?: Partial<Omit<PhoneNumber, 'sid' | 'number'>>): PhoneNumber;
  removeNumber(number: string): void;
  verifyCallerId(number: string): void;
  addAlert(given: Partial<Omit<AlertRecord, 'sid'>> & { code: string }): AlertRecord;
  /** By its ISO code, as the permissions are kept: `US` is Canada too. */
  allowCountry(iso: string, isAllowed: boolean): void;
  /** Of every customer profile. */
  setProfileStatus(status: TrustStatus): void;
  /** The number is one of the SHAKEN trust product, or is it no more. */
  setShaken(number: string, isAssigned: boolean): void;
};

/** What was found, or an error that says what the account does not have. */
export function need<T>(found: T | undefined, what: string): T {
  if (found === undefined) throw new Error(`the account has no ${what}`);
  return found;
}

/** The pages of the console about the account itself, its numbers and its permissions. */
export const createAccountConsole = (account: Account): AccountConsole => ({
  account,
  setAccount: (change) => void Object.assign(account, change),
  setNumber: (number, change = {}) =>
    Object.assign(numberOf(account, number), change, { dateUpdated: new Date() }),
  removeNumber: (number) => void need(account.numbers.delete(number) || undefined, `number ${number}`),
  verifyCallerId: (number) => void account.callerIds.push({ sid: newSid('PN'), number, at: new Date() }),
  addAlert(given) {
    const alert: AlertRecord = {
      sid: newSid('NO'),
      at: new Date(),
      level: 'error',
      text: '',
      requestUrl: '',
      resourceSid: '',
      requestVariables: '',
      responseBody: '',
      ...given,
    };
    account.alerts.push(alert);
    return alert;
  },
  allowCountry(iso, isAllowed) {
    const country = account.countries.find((one) => one.iso === iso);
    need(country, `country ${iso}`).isLowRiskEnabled = isAllowed;
  },
  setProfileStatus(status) {
    for (const profile of account.customerProfiles) profile.status = status;
  },
  setShaken(number, isAssigned) {
    const product = account.trustProducts.find(({ policySid }) => policySid === SHAKEN_POLICY);
    const { numbers } = need(product, 'SHAKEN trust product');
    const { sid: numberSid } = need(account.numbers.get(number), `number ${number}`);
    const at = numbers.findIndex((one) => one.numberSid === numberSid);
    if (at >= 0) numbers.splice(at, 1);
    if (isAssigned) numbers.push({ sid: newSid('RA'), numberSid, at: new Date() });
  },
});
