import { LOCAL_VAPI } from '../../infra/local/local-values.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Answered, post, vapiHeaders } from './signed.ts';

export const TOOLS_PATH = '/webhook/vapi/tools';

/** What the assistant's model reads of a result. */
export type Told = { say: string; data: Record<string, unknown> };

type Options = NonNullable<Parameters<SimulatedCall['askForHuman']>[1]>;
type Body = { result?: string; results?: { result?: string; error?: string }[] };

/** The result that the assistant's model gets when it calls a tool at the tools' own server, as it is written. */
export async function resultOf(
  url: string,
  call: SimulatedCall,
  toolName: string,
  args: Record<string, unknown> = {},
  options: Options = {},
): Promise<string> {
  const serverUrl = `${url}${TOOLS_PATH}`;
  const { status, body } = await call.askForHuman(args, { toolName, serverUrl, ...options });
  if (status !== 200) throw new Error(`it is always answered with 200, not with ${status}`);
  const { result, results = [{ result: result ?? '' }] } = body as Body;
  const [only, ...more] = results;
  if (more.length > 0) throw new Error('there is one result for one tool call');
  return only?.result ?? only?.error ?? '';
}

/** The same, read. */
export async function uses(...asked: Parameters<typeof resultOf>): Promise<Told> {
  return JSON.parse(await resultOf(...asked)) as Told;
}

/** A message as Vapi posts it to the tools' own server, signed as the local system believes it. */
export function postTools(url: string, message: object, headers?: Record<string, string>): Promise<Answered> {
  const body = JSON.stringify({ message });
  return post(
    `${url}${TOOLS_PATH}`,
    body,
    headers ?? vapiHeaders(body, Date.now(), LOCAL_VAPI.VAPI_SERVER_SECRET),
  );
}

/** The first whole hour after so many days, and the hours behind it, ms since 1970. */
export function hoursAhead(days: number, hours = 4): number[] {
  const first = Math.ceil((Date.now() + days * 86_400_000) / 3_600_000) * 3_600_000;
  return Array.from({ length: hours }, (_, hour) => first + hour * 3_600_000);
}
