import * as z from 'zod';
import { SetupFailed } from '../plan.ts';
import type { TeamNumber } from '../team/team.ts';
import type { WalkOptions } from '../walks.ts';
import type { Account } from './account.ts';
import type { Body } from './body.ts';
import { isNumberSet, planNumber, twilioAccess, wantedNumber } from './number.ts';
import type { Plan } from './plan.ts';
import { titleOf } from './rows.ts';
import type { Thing } from './things.ts';

/** An import writes the number's voice URL at Twilio: what is to be looked after there. */
export type AtTwilio = {
  /** Why the voice URL is not to be written over; undefined where it may be. */
  problemOf(number: TeamNumber): Promise<string | undefined>;
  /** Has the calls of a number that we answer come to us again. Throws `SetupFailed`. */
  bringBack(number: TeamNumber): Promise<void>;
};

/** A walk that imports numbers; without `atTwilio` nobody looks after what is written there. */
export type Importing = WalkOptions & { atTwilio?: AtTwilio };

type Step = {
  number: TeamNumber;
  wanted: Body;
  what: string;
  account: Account;
  options: Importing;
};

/** Imports and changes the team's numbers. Throws `SetupFailed`. */
export async function carryOutNumbers(
  { numbers, mainNumber }: Plan,
  account: Account,
  options: Importing,
  credentialId: string | undefined,
): Promise<void> {
  const { tell, keep, settings } = options;
  for (const { number, plan } of numbers) {
    tell(plan.row);
    const wanted = wantedNumber(number, options, credentialId);
    const step = { number, wanted, what: titleOf(plan.row), account, options };
    const thing = await found(step, plan.todo);
    if (thing === undefined) continue;
    if (number.number === mainNumber && thing.id !== settings.VAPI_PHONE_NUMBER_ID) {
      await keep({ VAPI_PHONE_NUMBER_ID: thing.id });
    }
    await brought(step, thing);
  }
}

async function found(step: Step, todo: Plan['numbers'][number]['plan']['todo']): Promise<Thing | undefined> {
  switch (todo.is) {
    case 'import': {
      const thing = await imported(step);
      if (step.number.answeredBy === 'us') await step.options.atTwilio?.bringBack(step.number);
      return thing;
    }
    case 'take':
      return todo.thing;
    case 'nothing':
      return undefined;
  }
}

/** Brings a number that is there to what it is to be: now the ids are known. */
async function brought({ number, wanted, what, account, options }: Step, thing: Thing): Promise<void> {
  const { adopt } = options;
  const { change } = planNumber({ number, wish: options, wanted, all: [thing], adopt });
  if (change === undefined) return;
  const holds = ({ body }: Thing) => isNumberSet(wanted, body);
  if (await account.change('phone-number', thing.id, change, what, holds)) return;
  throw new SetupFailed(
    what,
    'Vapi took the change and did not keep all of it, so its calls may not come to us',
    'Change it in the dashboard: our server URL, no assistant, squad or workflow, and HUMAN_AGENT_NUMBER as its fallback or none. Then run it again.',
  );
}

const duplicateSchema = z.looseObject({ message: z.union([z.string(), z.array(z.string())]) });
const EXISTING = /Existing Phone Number ([0-9a-f-]{36})/i;

/** What is not there yet has nothing to be taken away. */
function withoutNulls(wanted: Body): Body {
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== null));
}

/** What appears meanwhile may be somebody else's: then it is not taken. */
async function imported(step: Step): Promise<Thing> {
  const { wanted, what, account, options } = step;
  const again = (all: readonly Thing[]) => all.filter(({ body }) => body.number === wanted.number);
  const body = { ...withoutNulls(wanted), ...twilioAccess(options.settings) };
  const made = await account.create('phone-number', body, { what, again });
  if (made.is === 'made') return free(step, made.thing);
  const said = duplicateSchema.safeParse(made.body).data?.message;
  const [, id] = EXISTING.exec([said ?? ''].flat().join(' ')) ?? [];
  if (id === undefined) throw account.refused(what, made);
  const thing = await account.get('phone-number', id);
  if (thing !== undefined) return free(step, thing);
  throw new SetupFailed(
    what,
    'another organisation at Vapi has it',
    'Take it out there, or use the key of that organisation. Then run it again.',
  );
}

/** Throws where the number turns out to be somebody else's. */
function free({ number, wanted, what, options }: Step, thing: Thing): Thing {
  const { row } = planNumber({ number, wish: options, wanted, all: [thing], adopt: options.adopt });
  if (row.action !== 'refuse') return thing;
  throw new SetupFailed(what, row.why ?? 'it is somebody else’s', 'Run it again to see the plan.');
}
