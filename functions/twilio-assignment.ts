import { entry } from '../lib/lambda/entry.ts';
import { ASSIGNMENT_SETTINGS, assignmentWebhook } from '../lib/lambda/pipelines/assignment.ts';
import type { Env } from '../lib/lambda/settings.ts';

export const needs = ASSIGNMENT_SETTINGS;

/** TaskRouter reserved an agent: `POST /webhook/twilio/assignment`. */
export const create = (env: Env) => assignmentWebhook(env, 'twilio-assignment');

export const handler = entry(create, needs);
