import { entry } from '../lib/lambda/entry.ts';
import { ASSIGNMENT_SETTINGS, assignmentWebhook } from '../lib/lambda/pipelines/assignment.ts';
import type { Env } from '../lib/lambda/settings.ts';

export const needs = ASSIGNMENT_SETTINGS;

/**
 * The assignment callback was not answered in time: `POST /webhook/twilio/assignment/fallback`. The same answer,
 * from a function of its own, so that whatever holds up the first does not hold up the second.
 */
export const create = (env: Env) => assignmentWebhook(env, 'twilio-assignment-fallback');

export const handler = entry(create, needs);
