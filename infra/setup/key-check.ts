import * as z from 'zod/mini';
import type { PlatformAnswer, PlatformApi } from '../../lib/http/platform-api.ts';
import { SETTINGS } from '../settings.ts';
import { SetupFailed } from './plan.ts';

type Values = Readonly<Record<string, string>>;

const said = z.object({ message: z.string(), code: z.optional(z.number()) });
/** A restricted key that may not do this, but is one of this account (Twilio). */
const NOT_ALLOWED = 70_051;

/** What the platform says about it, in its own words. */
function wordsOf(answer: PlatformAnswer): string {
  const read = answer.is === 'refused' ? said.safeParse(answer.body) : undefined;
  return read?.success
    ? `"${read.data.message.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 200)}"`
    : 'no reason given';
}

const isUnknownKey = (answer: PlatformAnswer): boolean => {
  if (answer.is !== 'refused' || (answer.status !== 401 && answer.status !== 403)) return false;
  const read = said.safeParse(answer.body);
  return !(read.success && read.data.code === NOT_ALLOWED);
};

function mustBeThere(platform: string, url: string, answer: PlatformAnswer): void {
  if (answer.is !== 'lost') return;
  const host = URL.parse(url)?.host ?? url;
  throw answer.wasSent
    ? new SetupFailed(platform, `it does not answer (${answer.reason})`, 'Wait a moment, then run it again.')
    : new SetupFailed(
        platform,
        `${host} cannot be reached (${answer.reason})`,
        'Is there a network, and a proxy that lets it through? Then run it again.',
      );
}

const urlOf = (settings: Values, name: 'TWILIO_API_URL' | 'TWILIO_TASKROUTER_URL' | 'VAPI_API_URL'): string =>
  (settings[name] ?? SETTINGS[name].fallback ?? '').replace(/\/+$/, '');

/** Whether Twilio is asked with an API key; else with the auth token. */
export function hasTwilioKey({ TWILIO_API_KEY, TWILIO_API_KEY_SECRET }: Values): boolean {
  return TWILIO_API_KEY !== undefined && TWILIO_API_KEY_SECRET !== undefined;
}

/** Asks Twilio whether the key is one of the account. Throws `SetupFailed` where it is not. */
export async function checkTwilioKey(api: PlatformApi, settings: Values): Promise<void> {
  const account = settings.TWILIO_ACCOUNT_SID ?? '';
  const url = `${urlOf(settings, 'TWILIO_API_URL')}/2010-04-01/Accounts/${account}/IncomingPhoneNumbers.json?PageSize=1`;
  const answer = await api({ method: 'GET', url });
  mustBeThere('Twilio', url, answer);
  if (!isUnknownKey(answer)) return;
  if (!hasTwilioKey(settings)) {
    throw new SetupFailed(
      'Twilio',
      `TWILIO_AUTH_TOKEN is not in force for TWILIO_ACCOUNT_SID: wrong, revoked, of another account, or the account is suspended (${wordsOf(answer)})`,
      "Take the SID and the token of one account from Twilio's console, the token in force first.",
    );
  }
  // TaskRouter's addresses name no account: what it lets in is a key of some account.
  const anywhere = await api({
    method: 'GET',
    url: `${urlOf(settings, 'TWILIO_TASKROUTER_URL')}/v1/Workspaces?PageSize=1`,
  });
  throw anywhere.is === 'ok'
    ? new SetupFailed(
        'Twilio',
        'TWILIO_API_KEY is a key of another account than TWILIO_ACCOUNT_SID',
        'Make a key in that account (a subaccount has keys of its own), or give the SID of the other.',
      )
    : new SetupFailed(
        'Twilio',
        `TWILIO_API_KEY and TWILIO_API_KEY_SECRET do not let us in: wrong or revoked (${wordsOf(answer)})`,
        "Make a Standard key in Twilio's console; its secret is shown once.",
      );
}

/** Asks Vapi whether the key is a private one of an organization. Throws `SetupFailed` where it is not. */
export async function checkVapiKey(api: PlatformApi, settings: Values): Promise<void> {
  const url = `${urlOf(settings, 'VAPI_API_URL')}/assistant?limit=1`;
  const answer = await api({ method: 'GET', url });
  mustBeThere('Vapi', url, answer);
  if (answer.is !== 'refused' || (answer.status !== 401 && answer.status !== 403)) return;
  const isPublic = /public/i.test(wordsOf(answer));
  throw answer.status === 403
    ? new SetupFailed(
        'Vapi',
        `VAPI_API_KEY may not read assistants (${wordsOf(answer)})`,
        "Give a private key without restrictions, from Vapi's dashboard.",
      )
    : new SetupFailed(
        'Vapi',
        isPublic
          ? 'VAPI_API_KEY is no private key of Vapi: the public one, or one that is wrong or revoked'
          : `VAPI_API_KEY does not let us in: wrong or revoked (${wordsOf(answer)})`,
        "Give the private key of the organization from Vapi's dashboard; one of the EU region needs VAPI_API_URL=https://api.eu.vapi.ai.",
      );
}
