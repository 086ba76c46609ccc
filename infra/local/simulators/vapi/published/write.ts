import { writeFileSync } from 'node:fs';
import { fileOfPackage } from '../../../../fetch-package.ts';
import { readDeclarations } from './declarations.ts';

/**
 * Writes `schemas.json` from what Vapi publishes: `node infra/local/simulators/vapi/published/write.ts`. The
 * declarations of this package are made from Vapi's API, with every limit; those of the server SDK lack limits.
 */
const PACKAGE = '@vapi-ai/web@2.7.1';
/** What the simulator takes and answers, and what it sends. */
const ROOTS = [
  'CreateCallDTO',
  'UpdateCallDTO',
  'Call',
  'CallBatchResponse',
  'ClientInboundMessage',
  'ServerMessage',
  'TransferAssistant',
  'ServerMessageResponseAssistantRequest',
  'ServerMessageResponseHandoffDestinationRequest',
  'CreateSquadDTO',
  'CreateHandoffToolDTO',
  'UpdateAssistantDTO',
  'UpdateSquadDTO',
  'CreateTwilioPhoneNumberDTO',
  'UpdateTwilioPhoneNumberDTO',
  'UpdateCustomCredentialDTO',
  'Assistant',
  'Squad',
  'PhoneNumberPaginatedResponse',
  'CustomCredential',
];

const declared = readDeclarations(fileOfPackage(PACKAGE, 'package/dist/api.d.ts').toString('utf8'));
const wanted = new Set<string>();
function want(name: string): void {
  const found = declared.get(name);
  if (wanted.has(name) || found === undefined) return;
  wanted.add(name);
  for (const other of found.refers) want(other);
}
for (const root of ROOTS) want(root);

// A line for each, so that the next version shows what has changed.
const lines = [...wanted]
  .sort()
  .map((name) => `${JSON.stringify(name)}: ${JSON.stringify(declared.get(name)?.schema)}`);
writeFileSync(new URL('schemas.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
