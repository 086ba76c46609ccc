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

export const LOCAL_LINK_SIGNING_KEY = 'local-link-signing-key';

/** Who answers at our own number where Vapi is simulated, and nobody else is set up. */
export const LOCAL_ASSISTANTS = {
  'front-desk': 'c1d7e2a9-4b55-4a1e-8f60-0d9b8c7a6e51',
  sales: 'e3f9a4cb-6d77-4c3a-a182-2fbdae9c8a73',
  support: 'f4aab5dc-7e88-4d4b-b293-30cebfad9b84',
  billing: 'd2e8f3ba-5c66-4b2f-9071-1eac9d8b7f62',
} as const;
export const LOCAL_DESK = {
  VAPI_PHONE_NUMBER_ID: 'f2a1b3c4-90de-4c8b-a7f6-3e2d1c0b9a88',
  VAPI_ASSISTANTS: JSON.stringify(LOCAL_ASSISTANTS),
} as const;

/** Where `npm start` puts its emulators and simulators, if the ports are free. */
export const LOCAL_PORTS = { dynamodb: 28001, sqs: 28002, vapi: 28003, twilio: 28004 } as const;
