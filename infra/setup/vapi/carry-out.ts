import { type PlanRow, SetupFailed } from '../plan.ts';
import type { WalkOptions } from '../walks.ts';
import { type Account, isRouteMissing } from './account.ts';
import type { Body } from './body.ts';
import { type CredentialPlan, credentialDifferences, dashboardSteps } from './credential.ts';
import { carryOutNumbers, type Importing } from './import-number.ts';
import { carryOutAssistants } from './make-assistants.ts';
import { type Plan, rowsOf } from './plan.ts';
import { notKept, titleOf } from './rows.ts';
import { squadChange, stageOfSquad } from './squad.ts';
import type { Thing } from './things.ts';
import { type Ids, squadName, wantedSquad } from './wanted.ts';

/** Does what was planned, in its order, and tells each row before it. Throws `SetupFailed`. */
export async function carryOut(plan: Plan, account: Account, options: Importing): Promise<void> {
  const { tell, baseUrl } = options;
  const credentialId = await carryOutCredential(plan.credential, account, options);
  if (baseUrl === undefined) {
    for (const row of rowsOf(plan).slice(1)) tell(row);
    return;
  }
  const assistants = await carryOutAssistants(plan, account, options, credentialId);
  for (const row of plan.aside) tell(row);
  await carryOutSquad(plan.squad, account, options, { credentialId, assistants });
  await carryOutNumbers(plan, account, options, credentialId);
}

async function carryOutCredential(
  { row, todo }: CredentialPlan,
  account: Account,
  { tell, keep, settings }: WalkOptions,
): Promise<string | undefined> {
  const what = titleOf(row);
  tell(row);
  if (todo.is === 'change') {
    const holds = ({ body }: Thing) => credentialDifferences(todo.open, body).length === 0;
    if (!(await account.change('credential', todo.id, todo.body, what, holds))) tell(notKept(row));
  }
  const id =
    todo.is === 'create' ? await credentialMade(todo.body, account, { settings, tell }, row) : todo.id;
  if (id !== undefined && id !== settings.VAPI_CREDENTIAL_ID) await keep({ VAPI_CREDENTIAL_ID: id });
  return id;
}

async function credentialMade(
  body: Body | undefined,
  account: Account,
  { settings, tell }: Pick<WalkOptions, 'settings' | 'tell'>,
  row: PlanRow,
): Promise<string> {
  const what = titleOf(row);
  if (body === undefined) {
    throw new SetupFailed(
      what,
      'there is no VAPI_SERVER_SECRET',
      'Put a random text there, then run it again.',
    );
  }
  const again = (all: readonly Thing[]) => all.filter(({ name }) => name === body.name);
  const made = await account.create('credential', body, { what, again });
  if (made.is === 'made') return made.thing.id;
  if (!isRouteMissing(made)) throw account.refused(what, made);
  // What the settings name may be there, though this key does not see it.
  if (settings.VAPI_CREDENTIAL_ID !== undefined) {
    const why = `This key may not make one (${made.status}): VAPI_CREDENTIAL_ID is taken as it is. For another one: ${dashboardSteps(settings)}`;
    tell({ what: row.what, name: row.name, action: 'same', fields: {}, why });
    return settings.VAPI_CREDENTIAL_ID;
  }
  throw new SetupFailed(what, `this key may not make one (${made.status})`, dashboardSteps(settings));
}

async function carryOutSquad(
  step: Plan['squad'],
  account: Account,
  options: WalkOptions,
  ids: Ids,
): Promise<void> {
  if (step === undefined) return;
  const { tell, keep, stage, settings } = options;
  const { found, row } = step;
  const what = titleOf(row);
  tell(row);
  const wanted = wantedSquad(options, ids);
  if (found.is === 'ours') {
    if (found.thing.id !== settings.VAPI_SQUAD_ID) await keep({ VAPI_SQUAD_ID: found.thing.id });
    const body = squadChange(wanted, found.thing.body);
    const holds = (now: Thing) => squadChange(wanted, now.body) === undefined;
    if (body === undefined) return;
    if (!(await account.change('squad', found.thing.id, body, what, holds))) tell(notKept(row));
    return;
  }
  const name = squadName(stage);
  const again = (all: readonly Thing[]) =>
    all.filter((thing) => thing.name === name && stageOfSquad(thing) === stage);
  const made = await account.create('squad', wanted, { what, again });
  if (made.is === 'refused') throw account.refused(what, made);
  await keep({ VAPI_SQUAD_ID: made.thing.id });
}
