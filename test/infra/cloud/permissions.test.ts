import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FunctionName, functionNames, queues } from '../../../infra/topology.ts';
import { ofType, type Resource, type Synthesized, synthesize } from './synthesized.ts';

type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

let made: Synthesized & { remove(): Promise<void> };
beforeAll(async () => {
  made = await synthesize();
});
afterAll(() => made.remove());

/** The IAM action behind each operation that the code can call. */
const ACTIONS: Record<string, string> = {
  GetItem: 'dynamodb:GetItem',
  PutItem: 'dynamodb:PutItem',
  UpdateItem: 'dynamodb:UpdateItem',
  DeleteItem: 'dynamodb:DeleteItem',
  Query: 'dynamodb:Query',
  DescribeTable: 'dynamodb:DescribeTable',
  SendMessage: 'sqs:SendMessage',
  SendMessageBatch: 'sqs:SendMessage',
  GetQueueAttributes: 'sqs:GetQueueAttributes',
  GetSecretValue: 'secretsmanager:GetSecretValue',
};
/** What Lambda itself does in the function's name. */
const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const POLLS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const functionOf = (name: FunctionName): Resource => {
  const found = ofType(made.service, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.FunctionName === `voice-handoff-dev-${name}`,
  );
  if (found === undefined) throw new Error(`no function ${name}`);
  return found[1];
};

/** Every statement of every policy of the function's role; the role has no managed policy. */
const statementsOf = (name: FunctionName): Statement[] => {
  const roleId = functionOf(name).Properties.Role['Fn::GetAtt'][0];
  const role = made.service.findResources('AWS::IAM::Role')[roleId] as Resource;
  expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  expect(role.Properties.Policies).toBeUndefined();
  return ofType(made.service, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === roleId))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
};

const actionsOf = ({ Action: action }: Statement): string[] => [action].flat();

/** The operations whose names are left in the bundle after everything unused was shaken out of it. */
const operationsOf = async (name: FunctionName): Promise<string[]> => {
  const code = await readFile(join(made.bundles, name, 'index.mjs'), 'utf8');
  return Object.keys(ACTIONS).filter((operation) => new RegExp(`["'\`]${operation}["'\`]`).test(code));
};

const needsSecret = (name: FunctionName): boolean =>
  functionOf(name).Properties.Environment.Variables.SECRET_ARN !== undefined;

describe('A function may do what its code does, and nothing else:', () => {
  it.each(functionNames)('%s', async (name) => {
    const worker = Object.values(queues).some((queue) => queue.worker === name);
    const derived = (await operationsOf(name))
      // The entry can read a secret; it is allowed to where the function needs one.
      .filter((operation) => operation !== 'GetSecretValue' || needsSecret(name))
      .map((operation) => ACTIONS[operation]);
    const expected = new Set([...LOGS, ...derived, ...(worker ? POLLS : [])]);
    expect(new Set(statementsOf(name).flatMap(actionsOf))).toEqual(expected);
  });
});

describe('Every statement', () => {
  /** The one resource that an action may be about, as the template names it. */
  const resourceOf = (action: string): RegExp => {
    if (action.startsWith('logs:')) return /Logs[0-9A-F]+/;
    if (action.startsWith('dynamodb:')) return /-data:ExportsOutputFnGetAttTable[0-9A-F]+Arn/;
    if (action.startsWith('sqs:')) return /-data:ExportsOutputFnGetAtthandoff[0-9A-F]+Arn/;
    return /-data:ExportsOutputRefSecret/;
  };

  it.each(functionNames)('of %s allows named actions on the one resource they are about', (name) => {
    for (const statement of statementsOf(name)) {
      expect(statement.Effect).toBe('Allow');
      for (const action of actionsOf(statement)) {
        expect(action).not.toContain('*');
        expect(JSON.stringify(statement.Resource)).toMatch(resourceOf(action));
      }
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
    'twiml-agent',
    'twiml-agent-decision',
    'twiml-caller',
    'twiml-wait',
  ];

  it.each([
    ['TWILIO_AUTH_TOKEN', [...CALLED_BY_TWILIO, 'handoff-worker']],
    ['VAPI_SERVER_SECRET', ['vapi-webhook']],
    ['VAPI_API_KEY', ['handoff-worker']],
    ['LINK_SIGNING_KEY', ['agent-page', 'handoff-worker']],
  ])('%s', (name, expected) => {
    expect(having(name).toSorted()).toEqual(expected.toSorted());
  });

  it('stands in no template: the names are declared empty and filled from the secret', () => {
    for (const name of functionNames) {
      const { Variables } = functionOf(name).Properties.Environment;
      for (const secret of ['TWILIO_AUTH_TOKEN', 'VAPI_SERVER_SECRET', 'VAPI_API_KEY', 'LINK_SIGNING_KEY']) {
        expect(Variables[secret] ?? '').toBe('');
      }
    }
  });

  it('the health check may read none', () => {
    expect(needsSecret('health')).toBe(false);
    expect(functionNames.filter((name) => !needsSecret(name))).toEqual(['health']);
  });
});
