import type { VapiSimulator } from '../../../../../infra/local/simulators/vapi/vapi.ts';
import { API_KEY, type HttpAnswer } from './receiver.ts';

/** A request to Vapi's API, with a body as JSON where one is given. */
export async function ask(
  vapi: VapiSimulator,
  method: string,
  path: string,
  body?: unknown,
): Promise<HttpAnswer> {
  const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${vapi.url}${path}`, { method, headers, ...sent });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

export const CUSTOMER = '+14155550123';

/** What a call to be dialled is asked for with. */
export const toDial = (customer: object = { number: CUSTOMER, externalId: 'attempt-1' }) => ({
  assistantId: 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51',
  phoneNumberId: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
  name: 'attempt-1',
  customer,
  assistantOverrides: { variableValues: { purpose: 'appointment' }, metadata: { attemptId: 'attempt-1' } },
});
