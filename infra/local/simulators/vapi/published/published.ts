import { readFileSync } from 'node:fs';
import { complaintsAbout, type Schemas } from './check.ts';
import type { Schema } from './schema.ts';

const written: Schemas = JSON.parse(readFileSync(new URL('schemas.json', import.meta.url), 'utf8'));

const string: Schema = { type: 'string' };

/** What only the guides teach, and real calls take. */
const IN_THE_GUIDES: Schemas = {
  CreateCallDTO: { properties: { phoneCallProviderBypassEnabled: { type: 'boolean' } } },
  TransferPlan: {
    properties: { transferAssistant: { $ref: 'TransferAssistant' }, voicemailDetectionType: string },
  },
  Handoff: {
    type: 'object',
    properties: {
      type: { enum: ['handoff'] },
      destination: { type: 'object', properties: { type: { enum: ['assistant'] } }, required: ['type'] },
      content: string,
    },
    required: ['type', 'destination'],
    additionalProperties: false,
  },
};

/** What the declarations show as one value, or as objects, and the API takes as a list of values. */
const LISTS: Schemas = {
  ...Object.fromEntries(
    ['CreateAssistantDTO', 'AssistantOverrides'].map((name) => {
      const { serverMessages, clientMessages } = written[name]?.properties ?? {};
      return [
        name,
        { properties: { serverMessages: listOf(serverMessages), clientMessages: listOf(clientMessages) } },
      ];
    }),
  ),
  BackoffPlan: { properties: { excludedStatusCodes: listOf({ type: 'number' }) } },
};

function listOf(items: Schema = {}): Schema {
  return { type: 'array', items };
}

const schemas: Schemas = {
  ...written,
  ...Object.fromEntries(
    Object.entries({ ...IN_THE_GUIDES, ...LISTS }).map(([name, more]) => {
      const properties = { ...written[name]?.properties, ...more.properties };
      return [name, { ...written[name], ...more, properties }];
    }),
  ),
};

const reference = (name: string): Schema => ({ $ref: name });

/** What can be posted to a control URL: the messages of the client SDKs, without their envelope. */
export const CONTROL: Schema = {
  anyOf: [...(schemas.ClientInboundMessage?.properties?.message?.anyOf ?? []), reference('Handoff')],
};
export const CREATE_CALL = reference('CreateCallDTO');
export const UPDATE_CALL = reference('UpdateCallDTO');
export const CALL = reference('Call');
export const CALLS_CREATED = reference('CallBatchResponse');
export const ASSISTANT = reference('CreateAssistantDTO');
export const SQUAD = reference('CreateSquadDTO');
export const ASSISTANT_ANSWER = reference('ServerMessageResponseAssistantRequest');
export const HANDOFF_TOOL = reference('CreateHandoffToolDTO');
export const HANDOFF_ANSWER = reference('ServerMessageResponseHandoffDestinationRequest');
export const HANDOFF_DESTINATION: Schema = {
  anyOf: [reference('HandoffDestinationAssistant'), reference('HandoffDestinationSquad')],
};
export const SERVER_MESSAGE = reference('ServerMessage');
export const DESTINATION: Schema = {
  anyOf: [reference('TransferDestinationNumber'), reference('TransferDestinationSip')],
};

/** What Vapi's documents find wrong with a value. */
export const complaints = (value: unknown, schema: Schema): string[] =>
  complaintsAbout(value, schema, schemas);
