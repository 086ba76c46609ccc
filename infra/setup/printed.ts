import type { SetupContext } from './command.ts';
import { type VapiObjects, vapiObjects } from './vapi/objects.ts';

/**
 * Returns what Vapi would get, for whoever makes it by hand. What has no id yet has its name in brackets; no secret is
 * in it. Throws `BadSettings`.
 */
export function printedVapi({ stage, team, settings, baseUrl }: SetupContext): VapiObjects {
  return vapiObjects({ stage: stage.name, team, settings, baseUrl });
}
