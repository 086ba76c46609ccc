import { entry } from '../lib/lambda/entry.ts';
import { ASSIGNMENT_WEBHOOK, assignmentWebhook } from '../lib/lambda/pipelines/assignment.ts';
import type { Env } from '../lib/settings/read.ts';

export const needs = ASSIGNMENT_WEBHOOK;

/** TaskRouter reserved an agent: `POST /webhook/twilio/assignment`. */
export const create = (env: Env) => assignmentWebhook(env, 'twilio-assignment');

export const handler = entry(create, needs);
