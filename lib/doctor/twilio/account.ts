import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { fail, judged, ok, skipped, warn } from '../finding.ts';
import { hidden } from '../hidden.ts';
import { ifSeen, whenSeen, whyUnseen } from '../seen.ts';
import { contactOf, type TwilioSeen } from './twilio-seen.ts';

const LITTLE_MONEY = 20;

/** The account itself: whether it answers, whose keys it knows, and whether it can pay. */
export function accountChecks(seen: TwilioSeen, expected: Expectations): Check[] {
  return [accountCheck(seen, expected), tokenCheck(seen), trialCheck(seen, expected), balanceCheck(seen)];
}

function accountCheck({ account, workspace }: TwilioSeen, { twilio: { asksWithKey } }: Expectations): Check {
  const id = 'twilio.account';
  switch (account.is) {
    case 'seen': {
      const { status } = account.value;
      const found =
        status === 'active'
          ? undefined
          : fail(`The account is ${status}: no call goes in or out.`, "Settle it in Twilio's console.");
      return judged(id, 'Twilio takes the credentials, and the account is active.', [found]);
    }
    case 'denied':
      if (asksWithKey && workspace.is === 'seen') {
        return skipped(id, 'A Standard key may not see the account; everything else is read with it.');
      }
      return judged(id, '', [
        fail(
          `Twilio refuses the credentials (${account.status}): no agent is found, and every caller who asks for one waits in vain.`,
          asksWithKey
            ? 'Check TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_KEY_SECRET.'
            : 'Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN.',
        ),
      ]);
    case 'gone':
      return judged(id, '', [
        fail('Twilio knows no such account: no agent is found.', 'Check TWILIO_ACCOUNT_SID.'),
      ]);
    case 'unanswered':
      return judged(id, '', [
        fail(
          `Twilio does not answer (${account.reason}): nothing can be said about it.`,
          'Try again; https://status.twilio.com says whether it is down.',
        ),
      ]);
    case 'not-asked':
      return skipped(id, whyUnseen(account, 'The account'));
  }
}

function tokenCheck({ account }: TwilioSeen): Check {
  const id = 'twilio.signing-token';
  return whenSeen(id, 'The account', account, ({ token }) => {
    switch (token) {
      case undefined:
        return skipped(id, "Twilio's answer does not hold the auth token.");
      case 'in-force':
        return ok(id, 'The first of TWILIO_AUTH_TOKEN is the one that Twilio signs with.');
      case 'next':
        return judged(id, '', [
          warn(
            'Twilio signs with a later one of TWILIO_AUTH_TOKEN: requests of ours that use the first are refused.',
            'The rotation is done: leave only the token in force.',
          ),
        ]);
      case 'unknown':
        return judged(id, '', [
          warn(
            "Twilio's auth token is none of TWILIO_AUTH_TOKEN: its webhooks get 403, and callers who wait hear nothing more.",
            "Put the account's auth token first in TWILIO_AUTH_TOKEN, then deploy it.",
          ),
        ]);
    }
  });
}

function trialCheck({ account, callerIds, agents }: TwilioSeen, { team }: Expectations): Check {
  const id = 'twilio.trial';
  return whenSeen(id, 'The account', account, ({ type }) => {
    if (type !== 'Trial') return ok(id, 'It is a full account.');
    const verified = ifSeen(callerIds);
    const contacts = [
      ...(ifSeen(agents) ?? []).map(contactOf),
      ...(team?.agents ?? []).map(({ contact }) => contact),
    ].flatMap((contact) => (contact?.startsWith('+') ? [contact] : []));
    const unverified = [...new Set(contacts)].filter((contact) => verified?.includes(contact) === false);
    return judged(id, '', [
      unverified.length === 0
        ? undefined
        : fail(
            `Agents cannot be rung whose number is not verified: ${unverified.map(hidden).join(', ')}.`,
            "Verify their numbers in Twilio's console (at most five), or upgrade the account.",
          ),
      warn(
        'A trial account: only verified numbers can call or be called, and every call ends after ten minutes.',
        'Upgrade the account before real callers use it.',
      ),
    ]);
  });
}

function balanceCheck({ account, balance }: TwilioSeen): Check {
  const id = 'twilio.balance';
  const owner = ifSeen(account);
  if (owner?.owner_account_sid && owner.owner_account_sid !== owner.sid) {
    return skipped(id, 'A subaccount has no balance of its own.');
  }
  return whenSeen(id, 'The balance', balance, ({ balance: amount, currency }) => {
    const money = Number(amount);
    const named = `${amount} ${currency ?? ''}`.trim();
    if (!Number.isFinite(money)) return skipped(id, 'The balance is not a number.');
    if (money >= LITTLE_MONEY) return ok(id, `The balance is ${named}.`);
    const fix = "Add money in Twilio's console, or switch on auto-recharge.";
    return judged(id, '', [
      money <= 0
        ? fail(`The balance is ${named}: calls are refused.`, fix)
        : warn(`The balance is ${named}: when it is used up, every call is refused.`, fix),
    ]);
  });
}
