import { secretsOf } from '../../../lib/settings/read.ts';
import type { Needs } from '../../cloud/needs.ts';
import { byFunction, type FunctionName, functions, placesOf } from '../../topology/index.ts';
import { TABLE_NAME } from '../aws/emulators.ts';
import {
  LOCAL_LINK_SIGNING_KEY,
  LOCAL_OUTBOUND_API_KEY,
  LOCAL_PORTS,
  LOCAL_TOOLS,
  LOCAL_TWILIO,
  LOCAL_VAPI,
} from '../local-values.ts';

/** By this name a container reaches the machine that it runs on (Docker Desktop; docs/local.md for Linux). */
const MACHINE = 'host.docker.internal';
const at = (port: number) => `http://${MACHINE}:${port}`;

const VALUES: Record<string, string> = {
  ...LOCAL_VAPI,
  ...LOCAL_TWILIO,
  LINK_SIGNING_KEY: LOCAL_LINK_SIGNING_KEY,
  OUTBOUND_API_KEY: LOCAL_OUTBOUND_API_KEY,
  ...placesOf('local', TABLE_NAME, (name) => `${at(LOCAL_PORTS.sqs)}/000000000000/${name}`),
  PUBLIC_BASE_URL: 'http://127.0.0.1:3000',
  VAPI_API_URL: at(LOCAL_PORTS.vapi),
  TWILIO_TASKROUTER_URL: at(LOCAL_PORTS.twilio),
  TWILIO_API_URL: at(LOCAL_PORTS.twilio),
  ...LOCAL_TOOLS,
  TOOLS_URL: `${at(LOCAL_PORTS.tools)}/tools`,
};

/** Who makes the calls that the samples ask for. */
const CALLS = {
  VAPI_ASSISTANT_ID: '00000000-0000-4000-8000-0000000000a1',
  VAPI_PHONE_NUMBER_ID: '00000000-0000-4000-8000-0000000000b1',
};
const OF_FUNCTION: Partial<Record<FunctionName, Record<string, string>>> = {
  'outbound-calls': CALLS,
  'outbound-campaigns': CALLS,
  'outbound-worker': CALLS,
};

/**
 * The env file of `sam local invoke`: for every function the settings that its template declares and that have to
 * lead to the emulators and simulators of `npm start`. `test/events/env.json` is this.
 */
export const samEnvironment = (needs: Needs): Record<FunctionName, Record<string, string>> =>
  byFunction((name) => {
    const { table, readsLists, sends, watchesQueues } = functions[name];
    return {
      ...Object.fromEntries(
        Object.keys(needs[name]).flatMap((setting) => {
          const value = VALUES[setting];
          return value === undefined ? [] : [[setting, value]];
        }),
      ),
      ...OF_FUNCTION[name],
      ...(secretsOf(needs[name]).length > 0 && { SECRET_ARN: '' }),
      ...((table || readsLists) && { AWS_ENDPOINT_URL_DYNAMODB: at(LOCAL_PORTS.dynamodb) }),
      ...((sends || watchesQueues) && { AWS_ENDPOINT_URL_SQS: at(LOCAL_PORTS.sqs) }),
    };
  });
