import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import type { BusinessNumber } from '../numbers.ts';
import { accountChecks } from './account.ts';
import { agentChecks } from './agents.ts';
import { alertsCheck } from './alerts.ts';
import { callingChecks } from './calling.ts';
import { capacityChecks } from './capacity.ts';
import { numberChecks } from './numbers.ts';
import { queueChecks } from './queues.ts';
import type { TwilioSeen } from './twilio-seen.ts';
import { workflowChecks } from './workflow.ts';
import { workspaceChecks } from './workspace.ts';

/** Judges everything that was read at Twilio. */
export function twilioChecks(
  seen: TwilioSeen,
  expected: Expectations,
  numbers: readonly BusinessNumber[],
): Check[] {
  return [
    ...accountChecks(seen, expected),
    ...workspaceChecks(seen, expected),
    ...workflowChecks(seen, expected),
    ...queueChecks(seen, expected),
    ...agentChecks(seen, expected),
    ...capacityChecks(seen, expected),
    ...numberChecks(seen, expected, numbers),
    ...callingChecks(seen, expected, numbers),
    alertsCheck(seen, expected),
  ];
}
