import { dirname } from 'node:path';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadNeeds, type Needs } from '../../../infra/cloud/needs.ts';
import { isSecret, SETTING_NAMES } from '../../../infra/settings.ts';
import {
  type FunctionName,
  functionNames,
  functions,
  isWorker,
  type QueueName,
  queueNames,
  queues,
} from '../../../infra/topology/index.ts';
import { secretsOf } from '../../../lib/settings/read.ts';
import * as policies from './policies.ts';
import { actionsOf, resourceOf } from './policies.ts';
import { ofType, readMetafile, type Synthesized, synthesize } from './synthesized.ts';

let made: Synthesized;
let metafile: Metafile;
let needs: Needs;
beforeAll(async () => {
  made = await synthesize();
  metafile = await readMetafile(made);
  needs = await loadNeeds();
});

/** The IAM action behind each operation that the code can call. */
const ACTIONS: Record<string, string> = {
  GetItem: 'dynamodb:GetItem',
  BatchGetItem: 'dynamodb:BatchGetItem',
  BatchWriteItem: 'dynamodb:BatchWriteItem',
  PutItem: 'dynamodb:PutItem',
  UpdateItem: 'dynamodb:UpdateItem',
  DeleteItem: 'dynamodb:DeleteItem',
  Query: 'dynamodb:Query',
  DescribeTable: 'dynamodb:DescribeTable',
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  ChangeMessageVisibility: 'sqs:ChangeMessageVisibility',
  GetSecretValue: 'secretsmanager:GetSecretValue',
};
/** What Lambda itself does in the function's name. */
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const POLLS = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:ChangeMessageVisibility',
  'sqs:GetQueueAttributes',
];

const functionOf = (name: FunctionName) => policies.functionOf(made.service, name);
const statementsOf = (name: FunctionName) => policies.statementsOf(made.service, name);

/** The queues whose URLs a function reads: it has no use for one that it does nothing to. */
const queuesOf = (name: FunctionName): QueueName[] => {
  const known: readonly string[] = Object.keys(needs[name]);
  return queueNames.filter((queue) => known.includes(queues[queue].env) || known.includes('QUEUE_URLS'));
};

/** Held by DynamoDB's client itself, for tables with endpoints of their own: that is switched off. */
const NEVER_SENT = 'DescribeEndpoints';

/** The operations whose commands are left in the bundle after everything unused was shaken out of it. */
const operationsOf = (name: FunctionName): string[] =>
  Object.entries(metafile.outputs)
    .filter(([file]) => dirname(file).endsWith(`/${name}`))
    .flatMap(([, { inputs }]) => Object.entries(inputs))
    .flatMap(([file, { bytesInOutput }]) => {
      const [, operation] = /\/client-[a-z-]+\/dist-es\/commands\/(\w+)Command\.js$/.exec(file) ?? [];
      return operation === undefined || bytesInOutput === 0 || operation === NEVER_SENT ? [] : [operation];
    });

const needsSecret = (name: FunctionName): boolean =>
  functionOf(name).Properties.Environment.Variables.SECRET_ARN !== undefined;

describe('A function may do what its code does, to what its settings name, and nothing else:', () => {
  it.each(functionNames)('%s', (name) => {
    const derived = operationsOf(name).flatMap((operation): string[] => {
      const action = ACTIONS[operation];
      if (action === undefined) throw new Error(`${operation} is behind no action that is known here`);
      if (action.startsWith('dynamodb:')) {
        const { readsLists, table = [] } = functions[name];
        if (operation !== 'Query' || !readsLists) return [`${action} table`];
        // One command for both: that it reads the table too is said where it is declared.
        return [`${action} lists`, ...(table.includes('Query') ? [`${action} table`] : [])];
      }
      // Of the queue that it takes from, as below.
      if (POLLS.includes(action) && isWorker(name)) return [];
      if (action.startsWith('sqs:')) return queuesOf(name).map((queue) => `${action} ${queue}`);
      // The entry can read a secret; it is allowed to where the function needs one.
      return needsSecret(name) ? [`${action} secret`] : [];
    });
    const polled = queueNames.filter((queue) => queues[queue].worker === name);
    const expected = new Set([
      ...LOGS.map((action) => `${action} logs`),
      ...derived,
      ...polled.flatMap((queue) => POLLS.map((action) => `${action} ${queue}`)),
    ]);
    const allowed = statementsOf(name).flatMap((statement) =>
      actionsOf(statement).map((action) => `${action} ${resourceOf(statement)}`),
    );
    expect(new Set(allowed)).toEqual(expected);
  });

  it('only those of a conversation and the sweeper can send to its queue, and only who has something to tell it to the CRM', () => {
    const sendingTo = (queue: QueueName) =>
      functionNames.filter((name) =>
        statementsOf(name).some(
          (statement) => resourceOf(statement) === queue && actionsOf(statement).includes('sqs:SendMessage'),
        ),
      );
    expect(sendingTo('call-events').toSorted()).toEqual([
      'call-events-worker',
      'handoff-worker',
      'sweeper',
      'tools-worker',
      'vapi-tools',
      'vapi-webhook',
    ]);
    expect(sendingTo('crm').toSorted()).toEqual(['call-events-worker', 'handoff-worker']);
  });
});

describe('Every statement', () => {
  it.each(functionNames)('of %s allows named actions on the one resource they are about', (name) => {
    for (const statement of statementsOf(name)) {
      expect(statement.Effect).toBe('Allow');
      expect(actionsOf(statement).join()).not.toContain('*');
      expect(new Set(actionsOf(statement).map((action) => action.split(':', 1)[0])).size).toBe(1);
      expect(Array.isArray(statement.Resource)).toBe(false);
      expect(JSON.stringify(statement.Resource)).not.toContain('*');
    }
  });

  it('is in a policy of one function alone: no role is shared', () => {
    const roles = functionNames.map((name) => JSON.stringify(functionOf(name).Properties.Role));
    expect(new Set(roles).size).toBe(functionNames.length);
    for (const [, { Properties }] of ofType(made.service, 'AWS::IAM::Policy')) {
      expect(Properties.Roles).toHaveLength(1);
    }
  });
});

describe('A secret reaches only who needs it:', () => {
  const having = (name: string) =>
    functionNames.filter((each) => name in functionOf(each).Properties.Environment.Variables);
  const CALLED_BY_TWILIO: FunctionName[] = [
    'twilio-assignment',
    'twilio-assignment-fallback',
    'twilio-events',
    'twilio-status',
    'twilio-voice',
    'twiml-agent',
    'twiml-agent-decision',
    'twiml-caller',
    'twiml-wait',
  ];

  it.each([
    ['TWILIO_AUTH_TOKEN', [...CALLED_BY_TWILIO, 'handoff-worker', 'followup-worker', 'board-page', 'doctor']],
    // The doctor signs a message of no effect, to see that the webhook takes it.
    ['VAPI_SERVER_SECRET', ['vapi-webhook', 'vapi-tools', 'doctor']],
    [
      'VAPI_API_KEY',
      ['handoff-worker', 'call-events-worker', 'twilio-voice', 'tools-worker', 'outbound-worker', 'doctor'],
    ],
    ['OUTBOUND_API_KEY', ['outbound-calls', 'outbound-campaigns', 'do-not-call']],
    [
      'LINK_SIGNING_KEY',
      [
        ...['agent-page', 'handoff-worker', 'followup-worker', 'twilio-voice'],
        ...['outbound-campaigns', 'campaign-page', 'board-page'],
      ],
    ],
    ['CRM_HOOK_SECRET', ['crm-worker']],
    ['TOOLS_SECRET', ['vapi-tools', 'tools-worker']],
    ['GOOGLE_SERVICE_ACCOUNT', ['vapi-tools', 'tools-worker']],
  ])('%s', (name, expected) => {
    expect(having(name).toSorted()).toEqual(expected.toSorted());
  });

  it('stands in no template: the names are declared empty and filled from the secret', () => {
    for (const name of functionNames) {
      const { Variables } = functionOf(name).Properties.Environment;
      for (const secret of SETTING_NAMES.filter(isSecret)) {
        expect(Variables[secret] ?? '').toBe('');
      }
    }
  });

  it('the health check may read none', () => {
    expect(needsSecret('health')).toBe(false);
    const without = functionNames.filter((name) => secretsOf(needs[name]).length === 0);
    expect(functionNames.filter((name) => !needsSecret(name))).toEqual(without);
  });
});
