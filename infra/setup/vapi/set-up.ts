import type { PlatformApi } from '../../../lib/http/platform-api.ts';
import type { WalkOptions } from '../walks.ts';
import { vapiAccount } from './account.ts';
import { carryOut } from './carry-out.ts';
import { planVapi, rowsOf } from './plan.ts';
import { readThere } from './there.ts';
import { apiUrlOf } from './wanted.ts';

export type VapiSetup = WalkOptions & {
  /** Authenticated with VAPI_API_KEY. */
  api: PlatformApi;
};

/**
 * Brings Vapi to what the team wants: the credential, the assistants, the squad, the numbers. Deletes nothing. Throws
 * `SetupFailed`, and `BadSettings` for settings that cannot be read.
 */
export async function setUpVapi(options: VapiSetup): Promise<void> {
  const { mode, api, settings, adopt, tell } = options;
  const account = vapiAccount(api, apiUrlOf(settings), settings);
  const plan = planVapi(options, await readThere(account, options), adopt);
  const rows = rowsOf(plan);
  if (mode === 'plan' || rows.some(({ action }) => action === 'refuse')) {
    for (const row of rows) tell(row);
    return;
  }
  await carryOut(plan, account, options);
}
