import { setTimeout as wait } from 'node:timers/promises';
import { signingOf } from '../../../lib/doctor/expected-of.ts';
import { askOurs } from '../../../lib/doctor/ours/ask.ts';
import { twilioConnection, vapiConnection } from '../connections.ts';
import { faultsOf } from '../required.ts';
import type { DoctorWorld } from './command.ts';
import type { DoctorContext } from './context.ts';
import { connectedSystems } from './systems.ts';

/** The platforms themselves, and what is deployed, at the hosts that the settings name. */
export function ports(context: DoctorContext): ReturnType<DoctorWorld['ports']> {
  const { values, settings } = context;
  const [noTwilio] = faultsOf(values, 'twilio');
  const [noVapi] = faultsOf(values, 'vapi');
  return {
    twilio: noTwilio === undefined ? twilioConnection(values) : { missing: noTwilio },
    vapi: noVapi === undefined ? vapiConnection(values) : { missing: noVapi },
    ask: askOurs,
    signing: signingOf(settings),
    ...connectedSystems(context),
    clock: Date.now,
    wait: (ms) => wait(ms),
  };
}
