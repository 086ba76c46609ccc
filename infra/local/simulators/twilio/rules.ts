import { PAGE } from './pages.ts';

/** Characters by Twilio's word; whether bytes count is unverified, so the stricter of both is refused. */
const MAX_ATTRIBUTES = 4096;
/** The parameters that have an effect here. TaskRouter knows more: those are refused, not ignored. */
export const CREATE = ['Attributes', 'WorkflowSid', 'Timeout', 'Priority', 'TaskChannel'];
export const UPDATE = ['Attributes', 'AssignmentStatus', 'Reason', 'Priority', 'TaskChannel'];
export const LIST = ['AssignmentStatus', 'WorkflowSid', 'EvaluateTaskAttributes', 'Ordering', ...PAGE];
export const RESERVATION = [
  'ReservationStatus',
  'WorkerActivitySid',
  'Instruction',
  'DequeueTo',
  'DequeueFrom',
  'DequeueTimeout',
  'To',
  'From',
  'Timeout',
  'EndConferenceOnExit',
  'EndConferenceOnCustomerExit',
];

export const unknownIn = (params: Record<string, string>, known: readonly string[]): string | undefined =>
  Object.keys(params).find((name) => !known.includes(name));

/** What TaskRouter would say against these attributes. */
export const attributesProblem = (attributes: string): string | undefined => {
  if (attributes.length > MAX_ATTRIBUTES || Buffer.byteLength(attributes) > MAX_ATTRIBUTES) {
    return `Attributes may not be longer than ${MAX_ATTRIBUTES}`;
  }
  try {
    const value: unknown = JSON.parse(attributes);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? undefined : 'Attributes is not a JSON object';
  } catch {
    return 'Attributes is not valid JSON';
  }
};
