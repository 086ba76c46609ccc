import { entry } from '../lib/lambda/entry.ts';
import { ASSIGNMENT_WEBHOOK, assignmentWebhook } from '../lib/lambda/pipelines/assignment.ts';
import type { Env } from '../lib/settings/read.ts';

export const needs = ASSIGNMENT_WEBHOOK;

/**
 * The assignment callback was not answered in time: `POST /webhook/twilio/assignment/fallback`. The same answer,
 * from a function of its own, so that whatever holds up the first does not hold up the second.
 */
export const create = (env: Env) => assignmentWebhook(env, 'twilio-assignment-fallback');

export const handler = entry(create, needs);
