import { missing } from '../assistants.ts';
import { sentences } from '../control.ts';
import { destinationSchema, isE164, NOT_E164 } from '../destinations.ts';
import { PHONE_NUMBER, UPDATE_PHONE_NUMBER } from '../published/published.ts';
import type { AccountManners } from './manners.ts';
import type { Rules, Shelves } from './rules.ts';
import type { Body } from './shelf.ts';
import { filled, PHONE_NUMBER_DEFAULTS, shown } from './shown.ts';

/** Who answers a number; at most one of them. */
const SPEAKERS = { assistantId: 'Assistant', squadId: 'Squad', workflowId: 'Workflow' } as const;

const CLEARED = [...Object.keys(SPEAKERS), 'fallbackDestination'];

/** A number imported from Twilio. What it is shown with includes the secrets that it was given. */
export function phoneNumberRules(options: {
  shelves: Shelves;
  manners: Readonly<AccountManners>;
  imported: (number: string, smsEnabled: boolean) => void;
}): Rules {
  const { shelves, manners, imported } = options;

  const twin = ({ number, twilioAccountSid: account }: Body, id: string | undefined): string | undefined => {
    const found = shelves['phone-number'].newestFirst().find(
      (one) =>
        one.id !== id &&
        one.body.number === number &&
        // One that was saved past the API belongs to whatever account there is.
        (one.body.twilioAccountSid ?? account) === account,
    );
    return found === undefined
      ? undefined
      : `Existing Phone Number ${found.id} Has Identical \`twilioAccountSid\` ${account} and \`number\` ${number}`;
  };

  const speaker = (body: Body, before: Body | undefined): string | string[] | undefined => {
    const given = Object.entries(SPEAKERS).flatMap(([key, word]) => {
      const id = body[key];
      return typeof id === 'string' ? [{ key, word, id }] : [];
    });
    const [first, second] = given;
    // What Vapi does with both is not documented: one of them would answer nobody.
    if (first !== undefined && second !== undefined)
      return [`property ${second.key} should not exist beside ${first.key}`];
    // One that is gone since does not stand in the way of other changes.
    if (first === undefined || before?.[first.key] === first.id) return undefined;
    const { word, id } = first;
    const shelf = word === 'Assistant' ? shelves.assistant : word === 'Squad' ? shelves.squad : undefined;
    return shelf?.get(id) === undefined ? missing(word, id) : undefined;
  };

  return {
    toCreate: PHONE_NUMBER,
    toUpdate: () => UPDATE_PHONE_NUMBER,
    wrong: (body, before) => {
      const wrong = [...number(body), ...(before === undefined ? access(body) : []), ...destination(body)];
      if (wrong.length > 0) return wrong;
      return speaker(body, before?.body) ?? twin(body, before?.id);
    },
    cleared: () => (manners.numberNulls === 'clear' ? CLEARED : []),
    shown: (saved) => shown(saved, filled(saved.body, PHONE_NUMBER_DEFAULTS), { status: 'active' }),
    created: ({ body }) => imported(String(body.number), body.smsEnabled !== false),
  };
}

const number = ({ number: given }: Body): string[] =>
  typeof given === 'string' && isE164(given) ? [] : [`number ${NOT_E164}`];

/** Without any, Vapi could not write the number's URLs at Twilio. */
function access({ twilioAuthToken, twilioApiKey, twilioApiSecret }: Body): string[] {
  const isKnown =
    twilioAuthToken !== undefined || (twilioApiKey !== undefined && twilioApiSecret !== undefined);
  return isKnown ? [] : ['twilioAuthToken must be a string'];
}

function destination({ fallbackDestination: given }: Body): string[] {
  if (given === undefined) return [];
  const read = destinationSchema.safeParse(given);
  return read.success ? [] : sentences(read.error).map((sentence) => `fallbackDestination.${sentence}`);
}
