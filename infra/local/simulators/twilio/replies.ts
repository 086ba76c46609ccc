import { unknownIn } from './rules.ts';

/** Repeated parameters are joined with a comma, as TaskRouter reads lists. */
export type Params = Record<string, string>;
export type Reply = { status: number; body?: unknown; headers?: Record<string, string> };

type Act = (params: Params, ifMatch: string | undefined) => Reply;
/** One request to the API, by the name of its operation and the resource that it is about. */
export type Asked = {
  operation: string;
  sid?: string;
  reply: Act;
  /** Of every answer, whatever it says. */
  headers?: Record<string, string>;
  /** It reads an account, which a Standard key may not. */
  isOfAccounts?: boolean;
};

/** An error as Twilio words it. */
export const refuse = (status: number, code: number, message: string): Reply => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
});
export const GONE = refuse(404, 20404, 'The requested resource was not found');
export const invalid = (message: string): Reply => refuse(400, 20001, message);

const CODES: Readonly<Record<number, number>> = {
  400: 20001,
  401: 20003,
  404: 20404,
  412: 20412,
  429: 20429,
};
/** What a scripted status looks like. */
export const fail = (status: number): Reply => refuse(status, CODES[status] ?? 20500, 'Scripted fault');

/** A refusal of what the operation does not know, so that a misspelt parameter is noticed. */
export const strangerIn = (params: Params, known: readonly string[]): Reply | undefined => {
  const stranger = unknownIn(params, known);
  return stranger === undefined ? undefined : invalid(`Unknown or not simulated parameter ${stranger}`);
};

/** Returns the whole number within the bounds, `otherwise` if none is given, undefined if it is not a whole number. */
export const wholeNumber = (
  given: string | undefined,
  otherwise: number,
  least: number,
  most: number,
): number | undefined => {
  if (given === undefined) return otherwise;
  const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
};

/** A refusal where `If-Match` names another version. */
export const staleMatch = (ifMatch: string | undefined, version: number): Reply | undefined =>
  ifMatch === undefined || ifMatch.replaceAll('"', '') === String(version)
    ? undefined
    : refuse(412, 20412, 'The resource has been changed since');

export const paramsOf = (...sources: URLSearchParams[]): Params => {
  const params: Params = {};
  for (const [name, value] of sources.flatMap((source) => [...source])) {
    const before = params[name];
    params[name] = before === undefined ? value : `${before},${value}`;
  }
  return params;
};
