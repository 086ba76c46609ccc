import * as z from 'zod/mini';

/** What is read of each object: secrets and tokens that come along are left behind. */
const text = z.nullish(z.string());
const serverFields = {
  url: text,
  credentialId: text,
  backoffPlan: z.nullish(z.looseObject({ maxRetries: z.nullish(z.number()) })),
};
const server = z.nullish(z.object(serverFields));
const toolFields = { type: text, function: z.nullish(z.looseObject({ name: text })) };

/** Whole, because it is held against what set-up writes. */
export const assistantShape = z.looseObject({
  name: text,
  server: z.nullish(z.looseObject(serverFields)),
  serverMessages: z.nullish(z.array(z.string())),
  model: z.nullish(
    z.looseObject({
      tools: z.nullish(
        z.array(z.looseObject({ ...toolFields, server: z.nullish(z.looseObject(serverFields)) })),
      ),
      toolIds: z.nullish(z.array(z.string())),
    }),
  ),
});
export const savedToolShape = z.object({ id: z.string(), ...toolFields, server });
export const squadShape = z.object({
  members: z.array(z.object({ assistantId: text })),
  membersOverrides: z.nullish(z.object({ server })),
});
export const numberShape = z.object({
  id: z.string(),
  orgId: text,
  number: text,
  status: text,
  assistantId: text,
  squadId: text,
  workflowId: text,
  server,
  fallbackDestination: z.nullish(z.object({ number: text, sipUri: text })),
});
export const credentialShape = z.object({
  id: z.string(),
  provider: text,
  authenticationPlan: z.nullish(z.object({ type: text })),
});
/** The organisation, or its limits: which of them a key may read is not documented. */
export const limitsShape = z.object({
  concurrencyLimit: z.nullish(z.number()),
  subscriptionLimits: z.nullish(z.object({ concurrencyLimit: z.nullish(z.number()) })),
});

export type Server = z.output<typeof server>;
export type Assistant = z.output<typeof assistantShape>;
export type SavedTool = z.output<typeof savedToolShape>;
export type Squad = z.output<typeof squadShape>;
export type VapiNumber = z.output<typeof numberShape>;
export type Credential = z.output<typeof credentialShape>;
export type Limits = z.output<typeof limitsShape>;
