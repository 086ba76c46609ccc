import { randomBytes } from 'node:crypto';
import { BadSettings, type Env, readSettings, requiredOf } from '../../lib/settings/read.ts';
import { TWILIO_SETTINGS } from '../../lib/twilio/settings.ts';
import { VAPI_SETTINGS } from '../../lib/vapi/settings.ts';
import { namesInEnvironment } from '../setting-names.ts';
import { SETTINGS } from '../settings.ts';
import { placesOf } from '../topology/index.ts';
import { LOCAL_LINK_SIGNING_KEY, LOCAL_OUTBOUND_API_KEY, LOCAL_TWILIO, LOCAL_VAPI } from './local-values.ts';

/** Which platforms are simulated, and what is still to be filled in by their simulators. */
export type StartSettings = {
  port: number;
  simulateVapi: boolean;
  simulateTwilio: boolean;
  /** The help desk and the calendar. Real callers are told nothing that is made up. */
  simulateTools: boolean;
  /** The settings as given, with stand-ins for whatever is simulated. */
  env: Record<string, string>;
};

/** Any of these says that the platform is a real one, or somebody else's fake. */
const VAPI_SIGNS = [...requiredOf(VAPI_SETTINGS), 'VAPI_API_URL'];
const TWILIO_SIGNS = [...requiredOf(TWILIO_SETTINGS), 'TWILIO_API_URL', 'TWILIO_TASKROUTER_URL'];

const TOOL_SIGNS = ['HELP_DESK', 'CALENDAR'];

/** What the local system itself provides; here only so that the check of all settings is content. */
const PROVIDED = {
  ...placesOf('local', 'local', (name) => `http://127.0.0.1/${name}`),
  PUBLIC_BASE_URL: 'http://127.0.0.1',
};

/**
 * The settings of the local system. Without a sign of Vapi or of Twilio in the environment that platform is
 * simulated. Throws `BadSettings` with every unknown, missing, wrong or weak one at once, and with what was
 * seen before.
 */
export const startSettings = (given: Env, seen: readonly string[] = []): StartSettings => {
  const has = (name: string) => (given[name] ?? '').trim() !== '';
  const simulateVapi = !VAPI_SIGNS.some(has);
  const simulateTwilio = !TWILIO_SIGNS.some(has);
  const simulateTools = simulateVapi && !TOOL_SIGNS.some(has);
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) if (value !== undefined && has(name)) env[name] = value;
  // Where either platform is real, so are the callers: then nobody may know a secret.
  const secret = (local: string) =>
    simulateVapi && simulateTwilio ? local : randomBytes(16).toString('hex');
  if (simulateVapi) {
    Object.assign(env, LOCAL_VAPI, { VAPI_SERVER_SECRET: secret(LOCAL_VAPI.VAPI_SERVER_SECRET) });
  }
  if (simulateTwilio) {
    Object.assign(env, LOCAL_TWILIO, { TWILIO_AUTH_TOKEN: secret(LOCAL_TWILIO.TWILIO_AUTH_TOKEN) });
  }
  if (simulateVapi) env.OUTBOUND_API_KEY ??= secret(LOCAL_OUTBOUND_API_KEY);
  env.LINK_SIGNING_KEY ??= secret(LOCAL_LINK_SIGNING_KEY);
  const misspelt = namesInEnvironment(Object.keys(given).filter(has)).filter((one) => !seen.includes(one));
  const problems = [...seen, ...misspelt];
  try {
    readSettings({ ...PROVIDED, ...env }, SETTINGS);
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    problems.push(...error.problems);
  }
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('PORT is not a port number');
  if (problems.length > 0) throw new BadSettings(problems);
  return { port, simulateVapi, simulateTwilio, simulateTools, env };
};
