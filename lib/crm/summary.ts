import * as z from 'zod/mini';
import { beginningOf, boundedData, type JsonValue, type Redact } from '../base/bounded-data.ts';
import { callIdSchema, type Source, sourceSchema } from '../base/call-facts.ts';
import { clip } from '../base/clip.ts';
import { idOf } from '../base/ids.ts';
import { stored } from '../base/stored.ts';
import { type Handoff, OUTCOMES, STATES } from '../handoff/record/handoff.ts';
import { MAX_WORD_BYTES, moment, nullable, word } from './fields.ts';

/** Grows when a field changes its meaning or goes away; fields may be added without it. */
export const SUMMARY_VERSION = 1;

export const callSummarySchema = z.object({
  type: z.literal('call.summary'),
  version: z.literal(SUMMARY_VERSION),
  /** The same for every delivery about this call; also the `webhook-id`. */
  id: z.string().check(z.regex(/^sum_[0-9A-Z]{26}$/)),
  call: z.object({
    /** Vapi's. */
    id: z.string(),
    /** ISO 8601, UTC. */
    startedAt: nullable,
    endedAt: nullable,
    durationSeconds: z.nullable(z.int()),
    endedReason: nullable,
    direction: z.nullable(z.enum(['inbound', 'outbound', 'web'])),
    from: nullable,
    to: nullable,
    callSid: nullable,
    customerId: nullable,
    /** Who says it: the team's own systems, the caller, or the assistant's model. */
    customerIdSource: z._default(z.nullable(sourceSchema), null),
    assistantId: nullable,
  }),
  summary: nullable,
  structured: z.record(z.string(), z.json()),
  /** Required, and not found out. */
  missingFields: z.array(z.string()),
  intent: nullable,
  /** How often the caller interrupted the assistant. */
  interruptions: z.int(),
  handoff: z.nullable(
    z.object({
      id: z.string(),
      state: z.enum(STATES),
      /** Once it has ended. */
      outcome: z.nullable(z.enum(OUTCOMES)),
      /** Why the caller wanted a human. */
      reason: nullable,
      department: nullable,
      /** By name, else by worker id; of the last agent who had it. */
      agent: nullable,
    }),
  ),
});
/** The one final summary of a call, as a CRM gets it. What is not known is `null`, never absent. */
export type CallSummary = z.infer<typeof callSummarySchema>;

/** A message of the CRM queue, below 64 KB. */
export const summaryMessageSchema = z.object({
  callId: callIdSchema,
  summary: callSummarySchema,
});
export type SummaryMessage = z.infer<typeof summaryMessageSchema>;

/** As much of it as whoever posts it has to know: a summary of another version is posted as that one made it. */
export const postableSchema = stored({
  callId: summaryMessageSchema.shape.callId,
  summary: stored({ id: callSummarySchema.shape.id }),
});

/** What is known about a call when it is over. */
export type SummarySource = {
  call: {
    id: string;
    /** Milliseconds since 1970. */
    startedAt?: number | undefined;
    endedAt?: number | undefined;
    endedReason?: string | undefined;
    direction?: 'inbound' | 'outbound' | 'web' | undefined;
    from?: string | undefined;
    to?: string | undefined;
    callSid?: string | undefined;
    customerId?: string | undefined;
    customerIdSource?: Source | undefined;
    assistantId?: string | undefined;
  };
  summary?: string | undefined;
  structured?: Record<string, JsonValue> | undefined;
  missingFields: readonly string[];
  intent?: string | undefined;
  interruptions: number;
  handoff?: Handoff | undefined;
};

/** With structured data of 16 KB, all of it together stays below 64 KB, whatever JSON makes of its characters. */
const LIMITS = { summary: 4_000, summaryBytes: 24_000, fields: 50 } as const;

/** The id of a call's summary: nothing but the call decides it, so that a CRM can tell a repetition. */
export const summaryIdOf = (callId: string): string => idOf('sum', callId, 'summary');

const secondsBetween = (startedAt: number | undefined, endedAt: number | undefined): number | null => {
  const seconds = Math.round(((endedAt ?? Number.NaN) - (startedAt ?? Number.NaN)) / 1000);
  return Number.isSafeInteger(seconds) && seconds >= 0 ? seconds : null;
};

const handoffPart = ({ handoffId, progress, request }: Handoff): NonNullable<CallSummary['handoff']> => {
  const agent = 'reservation' in progress ? progress.reservation?.agent : undefined;
  return {
    id: handoffId,
    state: progress.state,
    outcome: progress.state === 'ended' ? progress.outcome : null,
    reason: word(request.context.reason),
    department: word(request.context.department),
    agent: word(agent?.name ?? agent?.workerSid),
  };
};

/** Reports come redacted already. */
const asItIs: Redact = (text) => text;

/** The message for the CRM queue about a call that is over (C6): bounded, and the same for the same facts. */
export const summaryOf = (source: SummarySource): SummaryMessage => {
  const { call, handoff, interruptions } = source;
  const short = source.summary === undefined ? '' : beginningOf(source.summary, LIMITS.summary, asItIs).text;
  const fits = Buffer.byteLength(JSON.stringify(short)) <= LIMITS.summaryBytes;
  return {
    callId: call.id,
    summary: {
      type: 'call.summary',
      version: SUMMARY_VERSION,
      id: summaryIdOf(call.id),
      call: {
        id: call.id,
        startedAt: moment(call.startedAt),
        endedAt: moment(call.endedAt),
        durationSeconds: secondsBetween(call.startedAt, call.endedAt),
        endedReason: word(call.endedReason),
        direction: call.direction ?? null,
        from: word(call.from),
        to: word(call.to),
        callSid: word(call.callSid),
        customerId: word(call.customerId),
        customerIdSource: word(call.customerId) === null ? null : (call.customerIdSource ?? null),
        assistantId: word(call.assistantId),
      },
      summary: (fits ? short : clip(short, LIMITS.summaryBytes)) || null,
      structured: boundedData(source.structured ?? {}, asItIs).data,
      missingFields: source.missingFields.slice(0, LIMITS.fields).map((name) => clip(name, MAX_WORD_BYTES)),
      intent: word(source.intent),
      interruptions: Number.isSafeInteger(interruptions) ? Math.max(0, interruptions) : 0,
      handoff: handoff === undefined ? null : handoffPart(handoff),
    },
  };
};
