import type { PlatformApi } from '../../../lib/http/platform-api.ts';
import { SetupFailed } from '../plan.ts';
import { vapiAccount } from './account.ts';
import { apiUrlOf, type Wish } from './wanted.ts';

/** Whether Vapi has a number of ours; one of which it does not tell counts as one that it has not. */
export async function hasNumber(
  api: PlatformApi,
  settings: Wish['settings'],
  number: string,
): Promise<boolean> {
  if (settings.VAPI_API_KEY === undefined) return false;
  try {
    const all = await vapiAccount(api, apiUrlOf(settings), settings).list('phone-number');
    return all?.some(({ body }) => body.number === number) === true;
  } catch (error) {
    if (error instanceof SetupFailed) return false;
    throw error;
  }
}
