import * as z from 'zod/mini';

/** What is read of each resource: nothing else of an answer is kept. */
const text = z.nullish(z.string());

export const accountShape = z.object({
  status: z.string(),
  type: z.string(),
  sid: z.string(),
  owner_account_sid: text,
});
export const balanceShape = z.object({ balance: z.string(), currency: text });
export const workspaceShape = z.object({
  multi_task_enabled: z.nullish(z.boolean()),
  default_activity_sid: text,
  timeout_activity_sid: text,
  timeout_activity_name: text,
  event_callback_url: text,
  events_filter: text,
});
export const activityShape = z.object({ sid: z.string(), friendly_name: z.string(), available: z.boolean() });
export const workflowShape = z.object({
  friendly_name: z.string(),
  assignment_callback_url: text,
  fallback_assignment_callback_url: text,
  task_reservation_timeout: z.number(),
  configuration: z.string(),
});
export const queueShape = z.object({
  sid: z.string(),
  friendly_name: z.string(),
  target_workers: text,
  max_reserved_workers: z.nullish(z.number()),
});
export const loadShape = z.object({
  total_eligible_workers: z.number(),
  total_available_workers: z.number(),
  longest_task_waiting_age: z.nullish(z.number()),
});
/** As lists have it: without attributes, or with `null` for them. */
export const listedWorkerShape = z.object({ sid: z.string(), friendly_name: z.string() });
export const workerShape = z.object({
  activity_sid: text,
  activity_name: text,
  attributes: text,
  date_status_changed: text,
});
export const channelShape = z.object({
  task_channel_unique_name: z.string(),
  available: z.nullish(z.boolean()),
  configured_capacity: z.number(),
  assigned_tasks: z.nullish(z.number()),
});
export const reservationShape = z.object({ task_sid: z.string(), date_updated: text });
export const taskShape = z.object({
  sid: z.string(),
  age: z.nullish(z.number()),
  task_channel_unique_name: text,
});
export const numberShape = z.object({
  sid: z.string(),
  phone_number: z.string(),
  capabilities: z.nullish(z.object({ voice: z.nullish(z.boolean()) })),
  voice_url: text,
  voice_method: text,
  voice_fallback_url: text,
  voice_fallback_method: text,
  voice_application_sid: text,
  trunk_sid: text,
  status_callback: text,
  status_callback_method: text,
});
export const callerIdShape = z.object({ phone_number: z.string() });
export const countryShape = z.object({
  name: text,
  low_risk_numbers_enabled: z.boolean(),
});
export const trustShape = z.object({ sid: z.string() });
export const assignmentShape = z.object({ channel_endpoint_sid: z.string() });
export const alertShape = z.object({
  error_code: z.string(),
  alert_text: text,
  date_generated: text,
  request_url: text,
});

export type Account = z.output<typeof accountShape> & {
  /** Whether its auth token is one of ours; undefined where the answer does not hold it. */
  token: 'in-force' | 'next' | 'unknown' | undefined;
};
export type Balance = z.output<typeof balanceShape>;
export type Workspace = z.output<typeof workspaceShape>;
export type Activity = z.output<typeof activityShape>;
export type Workflow = z.output<typeof workflowShape>;
export type Queue = z.output<typeof queueShape>;
export type Load = z.output<typeof loadShape>;
export type Worker = z.output<typeof workerShape>;
export type Channel = z.output<typeof channelShape>;
export type Reservation = z.output<typeof reservationShape>;
export type Task = z.output<typeof taskShape>;
export type TwilioNumber = z.output<typeof numberShape>;
export type Country = z.output<typeof countryShape>;
export type Alert = z.output<typeof alertShape>;
