import { entry } from '../lib/lambda/entry.ts';
import type { Env } from '../lib/lambda/settings.ts';
import { create as createAssignment } from './twilio-assignment.ts';

/**
 * The assignment callback was not answered in time: `POST /webhook/twilio/assignment/fallback`. The same answer,
 * from a function of its own, so that whatever holds up the first does not hold up the second.
 */
export const create = (env: Env) => createAssignment(env, 'twilio-assignment-fallback');

export const handler = entry(create);
