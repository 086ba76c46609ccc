import { AGAIN } from '../../lib/twilio/connection-overrides.ts';
import { type Capability, RECEIVES, REDELIVERED_AFTER_SECONDS, type TableOperation } from './kinds.ts';

const RECORD: readonly TableOperation[] = ['GetItem', 'PutItem'];
const HANDOFF = ['handoff'] as const;

/** The live call: from the request for a human to the end of the talk. */
export const handoff = {
  functions: {
    'vapi-webhook': {
      pace: 'waited-for',
      timeoutSeconds: 10,
      // Events whose queue is away are kept here, as the queue's worker keeps them.
      table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      sends: ['handoff', 'call-events', 'followups', 'outbound'],
      routes: [
        {
          method: 'POST',
          path: '/webhook/vapi',
          caller: 'vapi',
          answers: 'results of tool calls, destinations; `{}` for everything else',
          paste: {
            output: 'VapiServerUrl',
            where: 'Vapi: Server URL of the assistant (or of the organization)',
          },
        },
      ],
    },
    // TaskRouter gives an assignment callback 5 seconds, then it goes to the fallback.
    'twilio-assignment': {
      pace: 'waited-for',
      timeoutSeconds: 5,
      table: RECORD,
      sends: HANDOFF,
      routes: [
        {
          method: 'POST',
          path: '/webhook/twilio/assignment',
          caller: 'twilio',
          answers:
            '`{"instruction":"accept"}` (`vapi-transfer`), `{}` (the agent is asked first), or `{"instruction":"reject"}`',
          paste: {
            output: 'TwilioWorkflowAssignmentUrl',
            where: 'Twilio TaskRouter: Assignment callback URL of the workflow',
          },
        },
      ],
    },
    'twilio-assignment-fallback': {
      pace: 'waited-for',
      timeoutSeconds: 5,
      table: RECORD,
      sends: HANDOFF,
      routes: [
        {
          method: 'POST',
          path: '/webhook/twilio/assignment/fallback',
          caller: 'twilio',
          answers: 'the same, from a function of its own',
          paste: {
            output: 'TwilioWorkflowFallbackUrl',
            where: 'Twilio TaskRouter: Fallback assignment callback URL of the workflow',
          },
        },
      ],
    },
    'twilio-events': {
      pace: 'in-time',
      timeoutSeconds: 10,
      table: [...RECORD, 'UpdateItem'],
      sends: HANDOFF,
      routes: [
        {
          method: 'POST',
          path: '/webhook/twilio/events',
          caller: 'twilio',
          answers: '204',
          paste: {
            output: 'TwilioWorkspaceEventUrl',
            where: 'Twilio TaskRouter: Event callback URL of the workspace',
            overrides: AGAIN,
          },
        },
      ],
    },
    'twilio-status': {
      pace: 'in-time',
      timeoutSeconds: 10,
      table: [...RECORD, 'BatchGetItem', 'UpdateItem'],
      sends: HANDOFF,
      routes: [
        {
          method: 'POST',
          path: '/webhook/twilio/status',
          caller: 'twilio',
          answers: "204: callers' legs, agents' legs, conferences",
          paste: {
            output: 'TwilioNumberStatusUrl',
            where: 'Twilio Voice: Call status changes of the phone number (POST)',
            overrides: AGAIN,
          },
        },
      ],
    },
    // A leg at Twilio waits for its instructions in silence.
    'twiml-agent': {
      pace: 'waited-for',
      timeoutSeconds: 5,
      table: RECORD,
      sends: HANDOFF,
      routes: [
        { method: 'POST', path: '/twiml/agent', caller: 'twilio', answers: 'TwiML: who is calling and why' },
      ],
    },
    'twiml-agent-decision': {
      pace: 'waited-for',
      timeoutSeconds: 5,
      table: RECORD,
      sends: HANDOFF,
      routes: [
        {
          method: 'POST',
          path: '/twiml/agent/decision',
          caller: 'twilio',
          answers: 'TwiML: what the key means',
        },
      ],
    },
    'twiml-caller': {
      pace: 'waited-for',
      timeoutSeconds: 5,
      table: RECORD,
      sends: HANDOFF,
      routes: [
        {
          method: 'POST',
          path: '/twiml/caller',
          caller: 'twilio',
          answers: 'TwiML: what comes after the conference or the queue',
        },
      ],
    },
    'twiml-wait': {
      pace: 'in-time',
      timeoutSeconds: 5,
      table: RECORD,
      sends: HANDOFF,
      routes: [
        {
          method: 'POST',
          path: '/twiml/wait',
          caller: 'twilio',
          answers: 'TwiML: what is heard in the queue',
        },
      ],
    },
    'handoff-worker': {
      pace: 'waited-for',
      timeoutSeconds: 10,
      table: ['GetItem', 'BatchGetItem', 'BatchWriteItem', 'Query', 'PutItem', 'UpdateItem'],
      sends: ['handoff', 'call-events', 'followups', 'crm'],
    },
  },
  queues: {
    handoff: {
      env: 'HANDOFF_QUEUE_URL',
      worker: 'handoff-worker',
      // One message an invocation and no batching window: the caller is waiting on the line.
      batchSize: 1,
      maxConcurrency: 50,
      visibilitySeconds: REDELIVERED_AFTER_SECONDS,
      maxReceives: RECEIVES,
      dead: {
        what: 'Messages of the handoff queue failed for good and wait in its dead-letter queue.',
        article: 'dead-letters',
      },
      late: {
        atLeast: 60,
        what: 'Messages of the handoff queue wait longer than a minute; callers wait with them.',
      },
    },
  },
} as const satisfies Capability;
