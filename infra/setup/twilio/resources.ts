import * as z from 'zod/mini';
import { sid } from '../../../lib/twilio/attributes.ts';

const text = z.nullish(z.string());

/** A workspace, as far as set-up looks after it. */
export const workspaceSchema = z.object({
  sid: sid('WS'),
  friendly_name: z.string(),
  multi_task_enabled: z.boolean(),
  default_activity_sid: text,
  timeout_activity_sid: text,
  timeout_activity_name: text,
  event_callback_url: text,
  events_filter: text,
});
export type Workspace = z.infer<typeof workspaceSchema>;

export const activitySchema = z.object({
  sid: sid('WA'),
  friendly_name: z.string(),
  available: z.boolean(),
});
export type Activity = z.infer<typeof activitySchema>;

export const taskQueueSchema = z.object({
  sid: sid('WQ'),
  friendly_name: z.string(),
  target_workers: text,
  max_reserved_workers: z.nullish(z.number()),
  task_order: text,
});
export type TaskQueue = z.infer<typeof taskQueueSchema>;

export const workflowSchema = z.object({
  sid: sid('WW'),
  friendly_name: z.string(),
  configuration: text,
  assignment_callback_url: text,
  fallback_assignment_callback_url: text,
  task_reservation_timeout: z.nullish(z.number()),
});
export type Workflow = z.infer<typeof workflowSchema>;

/** `attributes` is null in lists. */
export const workerSchema = z.object({ sid: sid('WK'), friendly_name: z.string(), attributes: text });
export type Worker = z.infer<typeof workerSchema>;

export const channelSchema = z.object({
  sid: sid('WC'),
  task_channel_unique_name: z.string(),
  configured_capacity: z.number(),
  available: z.boolean(),
});
export type Channel = z.infer<typeof channelSchema>;

export const phoneNumberSchema = z.object({
  sid: sid('PN'),
  phone_number: z.string(),
  voice_url: text,
  voice_method: text,
  voice_fallback_url: text,
  voice_fallback_method: text,
  status_callback: text,
  status_callback_method: text,
  voice_application_sid: text,
  trunk_sid: text,
});
export type PhoneNumber = z.infer<typeof phoneNumberSchema>;
