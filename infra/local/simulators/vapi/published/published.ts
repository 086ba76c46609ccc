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

/** What the declarations show as one value of several, and the API takes as a list of them, as the server SDK knows. */
const LISTED = [
  'serverMessages',
  'clientMessages',
  'oneOf',
  'voicemailDetectionTypes',
  'punctuationBoundaries',
  'formattersEnabled',
  'redaction',
  'languageCodes',
  'languages',
];
const LISTS: Schemas = {
  ...Object.fromEntries(
    Object.entries(written).map(([name, { properties = {} }]) => {
      const shown = Object.entries(properties).filter(
        ([key, { enum: values }]) => LISTED.includes(key) && values,
      );
      return [name, { properties: Object.fromEntries(shown.map(([key, one]) => [key, listOf(one)])) }];
    }),
  ),
  // Shown as objects.
  BackoffPlan: { properties: { excludedStatusCodes: listOf({ type: 'number' }) } },
};

/** What field reports of refusals show beside the declarations. */
const IDS: Schemas = Object.fromEntries(
  Object.entries(written)
    .filter(([, { properties }]) => properties?.toolIds !== undefined)
    .map(([name]) => [name, { properties: { toolIds: listOf({ type: 'string', format: 'uuid' }) } }]),
);

function listOf(items: Schema = {}): Schema {
  return { type: 'array', items };
}

const schemas: Schemas = Object.fromEntries(
  Object.keys({ ...written, ...IN_THE_GUIDES }).map((name) => {
    const corrected = [written, IN_THE_GUIDES, LISTS, IDS].flatMap((all) => all[name] ?? []);
    const properties = Object.assign({}, ...corrected.map((one) => one.properties));
    const whole: Schema = Object.assign({}, ...corrected);
    return [name, { ...whole, ...(whole.properties && { properties }) }];
  }),
);

/** The kinds of tool that the simulated account can hold. */
const TOOL_TYPES = ['function', 'handoff', 'endCall', 'voicemail', 'transferCall'];
function toolOf(type: unknown): string {
  return `Create${String(type).replace(/^./, (letter) => letter.toUpperCase())}ToolDTO`;
}

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
export const UPDATE_ASSISTANT = reference('UpdateAssistantDTO');
export const UPDATE_SQUAD = reference('UpdateSquadDTO');
export const PHONE_NUMBER = reference('CreateTwilioPhoneNumberDTO');
/** Several kinds of number share the route, and the provider tells them apart. */
export const UPDATE_PHONE_NUMBER: Schema = { ...schemas.UpdateTwilioPhoneNumberDTO, required: ['provider'] };
export const CREDENTIAL = reference('CreateCustomCredentialDTO');
export const UPDATE_CREDENTIAL = reference('UpdateCustomCredentialDTO');
export const ASSISTANT_SAVED = reference('Assistant');
export const SQUAD_SAVED = reference('Squad');
export const PHONE_NUMBER_SAVED = reference('TwilioPhoneNumber');
export const PHONE_NUMBERS_PAGE = reference('PhoneNumberPaginatedResponse');
export const CREDENTIAL_SAVED = reference('CustomCredential');
/** By the type that tells them apart, which a saved tool keeps: it is refused where one is changed. */
export const TOOLS: Schema = { anyOf: TOOL_TYPES.map((type) => reference(toolOf(type))) };
export function updateTool(type: unknown): Schema {
  const { type: _fixed, ...properties } = schemas[toolOf(type)]?.properties ?? {};
  return { type: 'object', properties, additionalProperties: false };
}
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
