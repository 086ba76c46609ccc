import { isObject } from '../../../lib/base/json.ts';
import { hidden } from '../../../lib/doctor/hidden.ts';
import { BadSettings } from '../../../lib/settings/read.ts';
import type { Body } from './body.ts';
import { wantedCredential } from './credential.ts';
import { wantedNumber } from './number.ts';
import { plannedIds, storedAssistants, type Wish, wantedAssistants, wantedSquad } from './wanted.ts';

/** What Vapi would be sent, without a secret; names stand where an id is not there yet. */
export type VapiObjects = {
  credential?: Body;
  assistants: Readonly<Record<string, Body>>;
  squad: Body;
  phoneNumbers: readonly Body[];
};

/** Returns what Vapi would be sent. Asks nobody. Throws `BadSettings`. */
export function vapiObjects(wish: Wish): VapiObjects {
  const { settings, team } = wish;
  const known = { credentialId: settings.VAPI_CREDENTIAL_ID, assistants: storedAssistants(settings) };
  const ids = plannedIds(wish, known);
  const { problems, bodies } = wantedAssistants(wish, ids);
  if (problems.length > 0) throw new BadSettings(problems);
  const credential = wantedCredential(wish)?.open;
  return {
    ...(credential !== undefined && { credential: { provider: 'custom-credential', ...credential } }),
    assistants: Object.fromEntries(bodies),
    squad: wantedSquad(wish, ids),
    phoneNumbers: team.numbers.map((number) => withHidden(wantedNumber(number, wish, ids.credentialId))),
  };
}

/** The number of a person is nobody's to read in a terminal. */
function withHidden({ fallbackDestination: to, ...number }: Body): Body {
  if (!isObject(to)) return number;
  return { ...number, fallbackDestination: { ...to, number: hidden(String(to.number)) } };
}
