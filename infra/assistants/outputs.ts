import type { Vapi } from '@vapi-ai/server-sdk';
import type { TeamWords } from '../../lib/handoff/briefing/routing.ts';
import { SENTIMENTS } from '../../lib/inbound/tools/escalate-to-human.ts';

/** A goodbye without a word of the caller is no talk. */
const TALKED = { type: 'minMessages', count: 2 } as const;

/** What the caller wanted, and what became of it. */
export const outcomeSchema = ({ departments }: TeamWords) =>
  ({
    type: 'object',
    properties: {
      reason: { type: 'string', description: 'Why the caller called, in one sentence.' },
      department: { type: 'string', enum: [...departments], description: 'Whose matter it was.' },
      resolved: { type: 'boolean', description: 'Whether the caller got what they called for.' },
      sentiment: { type: 'string', enum: SENTIMENTS, description: 'How the caller was at the end.' },
      unresolved_topics: {
        type: 'array',
        items: { type: 'string' },
        description: 'What is still open. Nothing that was settled.',
      },
    },
    required: ['reason', 'department', 'resolved'],
  }) satisfies Vapi.JsonSchema;

/**
 * What is asked of a call afterwards (C6), in the assistant itself: nothing has to be created before it. The report is
 * read by names: an output that is called a summary is the summary.
 */
export const structuredOutputs = (words: TeamWords): Vapi.CreateStructuredOutputDto[] => [
  {
    name: 'Call summary',
    type: 'ai',
    description:
      'The call in two or three whole sentences, for a colleague who reads it before calling back: what the caller wanted, what was done, what is promised or still open. In English. No card numbers, passwords or security codes.',
    schema: { type: 'string' },
    conditions: [TALKED],
  },
  {
    name: 'Call outcome',
    type: 'ai',
    description: 'What the caller wanted, and what became of it.',
    schema: outcomeSchema(words),
    conditions: [TALKED],
  },
];
