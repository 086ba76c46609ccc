import * as z from 'zod';
import type { PlatformAnswer } from '../../../lib/http/platform-api.ts';
import { isSecret } from '../../settings.ts';
import { SetupFailed } from '../plan.ts';
import { withoutSecrets } from './shown.ts';

export const AGAIN = 'Run it again: what was done stays, and nothing is made twice.';

/** Shorter than any secret that a setting takes; it would hide words. */
const SHORT = 6;
const LONGEST = 400;

const messageSchema = z.looseObject({ message: z.union([z.string(), z.array(z.string())]) });

/** What Vapi gives as its reason, without secrets and whole numbers. */
export function saidBy(body: unknown, settings: Readonly<Record<string, string>>): string {
  const read = messageSchema.safeParse(body);
  if (!read.success) return '';
  const text = [read.data.message].flat().join('; ').slice(0, LONGEST);
  const secrets = Object.entries(settings)
    .filter(([name]) => isSecret(name))
    .flatMap(([, value]) => [value, ...value.split(',').map((one) => one.trim())])
    .filter((secret) => secret.length > SHORT);
  return withoutSecrets(secrets.reduce((said, secret) => said.replaceAll(secret, '…'), text));
}

/** Returns the error for what was not done, with what to do about it. */
export function failed(
  what: string,
  answer: Exclude<PlatformAnswer, { is: 'ok' }>,
  settings: Readonly<Record<string, string>>,
): SetupFailed {
  if (answer.is === 'lost') return new SetupFailed(what, `no answer that counts (${answer.reason})`, AGAIN);
  const { status, body } = answer;
  switch (status) {
    case 401:
    case 403:
      return new SetupFailed(
        what,
        `Vapi refuses the key (${status})`,
        'Check VAPI_API_KEY: the private key of the organisation. Then run it again.',
      );
    case 429:
      return new SetupFailed(what, 'Vapi has had too many requests (429)', `Wait a minute. ${AGAIN}`);
    default: {
      const said = saidBy(body, settings);
      return new SetupFailed(
        what,
        `Vapi says no (${status})${said === '' ? '' : `: ${said}`}`,
        'Mend what it names, then run it again.',
      );
    }
  }
}
