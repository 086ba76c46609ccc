import * as z from 'zod/mini';
import { isOneOf } from '../../base/same-secret.ts';
import { type Account, accountShape } from './shapes.ts';

/**
 * The account as far as it may be kept: its answer holds the auth token in clear, which is compared here and left
 * behind.
 */
export function accountWith(authTokens: readonly string[]) {
  return z.pipe(
    z.object({ ...accountShape.shape, auth_token: z.nullish(z.string()) }),
    z.transform(
      ({ auth_token: held, ...account }): Account => ({ ...account, token: placeOf(held, authTokens) }),
    ),
  );
}

function placeOf(held: string | null | undefined, [inForce, ...next]: readonly string[]): Account['token'] {
  if (!held || inForce === undefined) return undefined;
  if (isOneOf(held, [inForce])) return 'in-force';
  return isOneOf(held, next) ? 'next' : 'unknown';
}
