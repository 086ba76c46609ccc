import type { PlatformApi } from '../../../lib/http/platform-api.ts';
import { vapiAccount } from './account.ts';
import { carryOut } from './carry-out.ts';
import type { Importing } from './import-number.ts';
import { type Plan, planVapi, rowsOf } from './plan.ts';
import { readThere } from './there.ts';
import { apiUrlOf } from './wanted.ts';

export type VapiSetup = Importing & {
  /** Authenticated with VAPI_API_KEY. */
  api: PlatformApi;
};

/**
 * Brings Vapi to what the team wants: the credential, the assistants, the squad, the numbers. Deletes nothing. Throws
 * `SetupFailed`, and `BadSettings` for settings that cannot be read.
 */
export async function setUpVapi(options: VapiSetup): Promise<void> {
  const { mode, api, settings, tell } = options;
  const account = vapiAccount(api, apiUrlOf(settings), settings);
  const plan = await respecting(planVapi(options, await readThere(account, options), options), options);
  const rows = rowsOf(plan);
  if (mode === 'plan' || rows.some(({ action }) => action === 'refuse')) {
    for (const row of rows) tell(row);
    return;
  }
  await carryOut(plan, account, options);
}

/** The same plan without the imports that would take a number from somebody else at Twilio. */
async function respecting(plan: Plan, { atTwilio }: Importing): Promise<Plan> {
  if (atTwilio === undefined) return plan;
  const numbers = await Promise.all(
    plan.numbers.map(async (one) => {
      if (one.plan.todo.is !== 'import' || one.plan.row.later) return one;
      const why = await atTwilio.problemOf(one.number);
      if (why === undefined) return one;
      const row = { ...one.plan.row, action: 'refuse' as const, why };
      return { ...one, plan: { row, todo: { is: 'nothing' as const } } };
    }),
  );
  return { ...plan, numbers };
}
