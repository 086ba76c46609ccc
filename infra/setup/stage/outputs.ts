import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { parsedJson } from '../../../lib/base/json.ts';
import { isLoopback } from '../../../lib/http/receiver.ts';
import { routes } from '../../topology/index.ts';
import type { Stage } from './stage.ts';

/** What a deployment has put out, by stack and name. */
export type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** There is a file of outputs that no deployment has written, or that cannot be read. */
export class BadOutputs extends Error {
  override name = 'BadOutputs';
}

/** Returns the outputs of the stage's last deployment; undefined before the first. Throws `BadOutputs`. */
export function readOutputs(file: string): Outputs | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    throw new BadOutputs(`${file} cannot be read (${code})`);
  }
  const read = outputsSchema.safeParse(parsedJson(text));
  if (read.success) return read.data;
  throw new BadOutputs(
    `${file} does not hold the outputs of a deployment; the next deployment writes it anew`,
  );
}

/** Returns the output of this name of either stack of the stage. */
export function outputNamed(outputs: Outputs | undefined, stage: string, name: string): string | undefined {
  return (
    outputs?.[`voice-handoff-${stage}-service`]?.[name] ?? outputs?.[`voice-handoff-${stage}-data`]?.[name]
  );
}

/** The address under which all routes of a deployment are, told by any of the URLs that it puts out. */
function deployedUrl(outputs: Outputs | undefined, stage: string): string | undefined {
  for (const { path, paste } of routes) {
    const [url = ''] =
      paste === undefined ? [] : (outputNamed(outputs, stage, paste.output)?.split('#') ?? []);
    if (url.endsWith(path)) return url.slice(0, -path.length);
  }
  return undefined;
}

/** Returns where the platforms reach us: `PUBLIC_BASE_URL`, else as the deployment says; undefined before it. */
export function baseUrlOf(
  settings: Readonly<Record<string, string>>,
  outputs: Outputs | undefined,
  stage: Pick<Stage, 'name'>,
): string | undefined {
  return settings.PUBLIC_BASE_URL?.replace(/\/+$/, '') ?? deployedUrl(outputs, stage.name);
}

/** Returns why platforms will not reach this address, or not safely; undefined for a good one. */
export function baseUrlWarning(url: string): string | undefined {
  const read = URL.parse(url);
  if (read === null) return undefined;
  if (isLoopback(read.hostname))
    return 'PUBLIC_BASE_URL is an address of this machine: no platform reaches it.';
  return read.protocol === 'http:'
    ? 'PUBLIC_BASE_URL is http: what the platforms send can be read on the way.'
    : undefined;
}
