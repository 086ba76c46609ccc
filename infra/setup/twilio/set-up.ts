import { setUpActivity } from './activity.ts';
import { setUpEventCallback } from './event-callback.ts';
import { setUpNumbers } from './numbers.ts';
import { setUpQueues } from './task-queues.ts';
import { change, type TwilioSetup, walkOf } from './walk.ts';
import { setUpWorkers } from './workers.ts';
import { setUpWorkflows } from './workflows.ts';
import { planTimeoutActivity, setUpWorkspace } from './workspace.ts';

export type { TwilioSetup } from './walk.ts';

/**
 * Brings an account of Twilio to what the team wants, each thing before what refers to it: with `plan` it only reads and
 * tells, with `apply` it also writes what it tells. Nothing is ever deleted. Throws `SetupFailed` where it cannot go on,
 * and `BadSettings`.
 */
export async function setUpTwilio(options: TwilioSetup): Promise<void> {
  const walk = walkOf(options);
  const place = await setUpWorkspace(walk);
  if (place !== undefined) {
    const activity = await setUpActivity(walk, place);
    const queues = await setUpQueues(walk, place);
    await setUpWorkflows(walk, place, queues);
    await setUpWorkers(walk, place);
    await change(
      walk,
      planTimeoutActivity(activity, place.before, { ...place, adopt: walk.adopt }),
      place.url,
    );
  }
  await setUpNumbers(walk, place);
  // Last: until all else leads to the new address, it tells the earlier one.
  if (place !== undefined) await setUpEventCallback(walk, place);
}
