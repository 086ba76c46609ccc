import { isObject } from '../base/json.ts';

/** Reads what Vapi sends without trusting its shape: what is not as expected is not there. */
export const part = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
export const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export const SHORT = 200;
export const textOf = (value: unknown, most = SHORT): string | undefined =>
  typeof value === 'string' && value !== '' && value.length <= most ? value : undefined;

/** Milliseconds since 1970, of a number or an ISO time. */
export const timestampOf = (value: unknown): number | undefined => {
  const ms = typeof value === 'string' ? Date.parse(value) : value;
  return typeof ms === 'number' && Number.isSafeInteger(Math.trunc(ms)) ? Math.trunc(ms) : undefined;
};

const ROLES: Record<string, 'assistant' | 'caller'> = {
  bot: 'assistant',
  assistant: 'assistant',
  user: 'caller',
};
/** Vapi's words for who speaks; undefined for everybody else in its lists (system, tools). */
export const roleOf = (value: unknown): 'assistant' | 'caller' | undefined =>
  typeof value === 'string' && Object.hasOwn(ROLES, value.toLowerCase())
    ? ROLES[value.toLowerCase()]
    : undefined;

/** Whether a field tells anything: Vapi sends empty lists, empty objects and zeros for what it does not know. */
export const isFilled = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.length > 0
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length > 0
      : value !== undefined && value !== null && value !== '' && value !== 0;
