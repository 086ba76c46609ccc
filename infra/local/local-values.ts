/**
 * What the local system uses where nothing real is given: fixed, so that a function in a container (`sam local
 * invoke`, with test/events/env.json) can talk to it. They open nothing but simulators on this machine.
 */
export const LOCAL_VAPI = {
  VAPI_API_KEY: 'local-vapi-api-key',
  VAPI_SERVER_SECRET: 'local-vapi-server-secret',
} as const;

const sid = (prefix: string) => `${prefix}${'0'.repeat(31)}1`;
export const LOCAL_TWILIO = {
  TWILIO_ACCOUNT_SID: sid('AC'),
  TWILIO_AUTH_TOKEN: 'local-twilio-auth-token',
  TWILIO_WORKSPACE_SID: sid('WS'),
  TWILIO_WORKFLOW_SID: sid('WW'),
} as const;

/** Of the help desk and the calendar that are simulated. */
export const LOCAL_TOOLS = {
  HELP_DESK: 'http',
  CALENDAR: 'http',
  TOOLS_SECRET: 'local-tools-signing-secret',
} as const;

export const LOCAL_LINK_SIGNING_KEY = 'local-link-signing-key';

/** By which calls are asked for at `npm start`. */
export const LOCAL_OUTBOUND_API_KEY = 'local-outbound-api-key';

/** Where `npm start` puts its emulators and simulators, if the ports are free. */
export const LOCAL_PORTS = { dynamodb: 28001, sqs: 28002, vapi: 28003, twilio: 28004, tools: 28005 } as const;
