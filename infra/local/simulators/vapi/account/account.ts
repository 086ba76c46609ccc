import { createAssistants } from '../assistants.ts';
import { createPhoneNumbers } from '../phone-numbers.ts';
import { type Sign, signByPlan } from '../signing.ts';
import type { Server } from '../webhooks.ts';
import { createConfiguration } from './configuration.ts';
import { createConsole } from './console.ts';
import { createRules } from './kinds.ts';
import { type AccountManners, USUAL } from './manners.ts';
import type { Kind, Shelves } from './rules.ts';
import { createMoments, createShelf } from './shelf.ts';

/** What signs nothing. */
const UNSIGNED: Sign = () => ({});

/** What an account at Vapi has saved, empty at first: by its API, by hand, and as calls meet it. */
export function openAccount(options: { gone: ReadonlySet<string>; sign: Sign }) {
  const { gone, sign } = options;
  const now = createMoments();
  const shelf = () => createShelf(now);
  const shelves: Shelves = {
    assistant: shelf(),
    squad: shelf(),
    'phone-number': shelf(),
    tool: shelf(),
    credential: shelf(),
  };
  const manners = { ...USUAL };
  const importers: ((number: string, smsEnabled: boolean) => void)[] = [];
  const assistants = createAssistants(shelves, gone);
  const rules = createRules({
    shelves,
    assistants,
    manners,
    imported(number, smsEnabled) {
      for (const importer of importers) importer(number, smsEnabled);
    },
  });
  const configuration = createConfiguration({ shelves, rules, manners });

  return {
    assistants,
    phones: createPhoneNumbers(shelves['phone-number']),
    configuration,
    console: createConsole(shelves, configuration),
    saved: (kind: Kind) => shelves[kind].newestFirst(),
    onImport(listener: (number: string, smsEnabled: boolean) => void) {
      importers.push(listener);
    },
    answers(changed: Partial<AccountManners>) {
      Object.assign(manners, changed);
    },
    /** Its own credential signs for a server; one that is not there signs nothing, where the account has any. */
    signFor(server: Server | undefined): Sign {
      const { credentialId } = server ?? {};
      if (credentialId === undefined || !shelves.credential.wasUsed()) return sign;
      return signByPlan(shelves.credential.get(credentialId)?.body.authenticationPlan) ?? UNSIGNED;
    },
  };
}
