import type { AdmitCaller } from '../handoff/record/callback-request.ts';
import type { AdmitCallback, CallbackRules } from './callback.ts';

/**
 * The gate for callbacks that nobody asked for in words, which a handoff or the front desk notes: the rules of numbers,
 * then the limit of the day. Without a list of countries the caller's own is one of those to which callbacks go.
 */
export const admitCaller =
  ({ countries }: Pick<CallbackRules, 'countries'>, admit: AdmitCallback): AdmitCaller =>
  async (callId, number) => {
    // 195 kB, for those whom nobody can take.
    const { countriesOf, whyNotCalled } = await import('../base/phone-number.ts');
    return whyNotCalled(number, countries ?? countriesOf([number])) ?? admit(callId, number);
  };
