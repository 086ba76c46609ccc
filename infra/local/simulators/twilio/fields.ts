import { invalid, type Params, type Reply } from './replies.ts';

/** The first refusal of several checks. */
export const firstOf = (...checks: (Reply | undefined)[]): Reply | undefined =>
  checks.find((one) => one !== undefined);

/** A refusal where a field that is needed is not there, or is empty. */
export function missingIn(params: Params, names: readonly string[]): Reply | undefined {
  const name = names.find((one) => !params[one]);
  return name === undefined ? undefined : invalid(`Missing required parameter ${name} in the post body`);
}

/** A refusal of a field that is given and not one of these. */
export function otherThan(params: Params, name: string, values: readonly string[]): Reply | undefined {
  const given = params[name];
  return given === undefined || values.includes(given)
    ? undefined
    : invalid(`${name} must be one of ${values.join(', ')}`);
}

export const notBoolean = (params: Params, name: string): Reply | undefined =>
  otherThan(params, name, ['true', 'false']);

/** A name that is given is not empty, and no longer than this. */
export function badName(params: Params, name = 'FriendlyName', longest = 64): Reply | undefined {
  const given = params[name];
  if (given === undefined) return undefined;
  if (given.trim() === '') return invalid(`${name} may not be empty`);
  return given.length > longest ? invalid(`${name} may not be longer than ${longest}`) : undefined;
}

/** Whether Twilio would ask it: names of hosts have no underscore. */
export function isUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && /^https?:$/.test(url.protocol) && !url.hostname.includes('_');
}

/** An empty URL takes it away. */
export function badUrl(params: Params, names: readonly string[]): Reply | undefined {
  const name = names.find((one) => params[one] && !isUrl(params[one]));
  return name === undefined ? undefined : invalid(`${name} is not a valid URL`);
}
