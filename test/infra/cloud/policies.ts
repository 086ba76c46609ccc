import type { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';
import { type FunctionName, queueNames } from '../../../infra/topology/index.ts';
import { ofType, type Resource } from './synthesized.ts';

export type Statement = { Effect: string; Action: string | string[]; Resource: unknown };

export function functionOf(service: Template, name: FunctionName): Resource {
  const found = ofType(service, 'AWS::Lambda::Function').find(
    ([, { Properties }]) => Properties.FunctionName === `voice-handoff-dev-${name}`,
  );
  if (found === undefined) throw new Error(`no function ${name}`);
  return found[1];
}

/** Every statement of every policy of the function's role; the role has no managed policy. */
export function statementsOf(service: Template, name: FunctionName): Statement[] {
  const roleId = functionOf(service, name).Properties.Role['Fn::GetAtt'][0];
  const role = service.findResources('AWS::IAM::Role')[roleId] as Resource;
  expect(role.Properties.ManagedPolicyArns).toBeUndefined();
  expect(role.Properties.Policies).toBeUndefined();
  return ofType(service, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === roleId))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement as Statement[]);
}

export function actionsOf({ Action: action }: Statement): string[] {
  return [action].flat();
}

/** What a statement is about, in one word: a queue by its name. Throws for whatever a function has no business with. */
export function resourceOf({ Resource: resource }: Statement): string {
  const text = JSON.stringify(resource);
  const queue = queueNames.find((name) =>
    new RegExp(`-data:ExportsOutputFnGetAtt${name.replaceAll('-', '')}[0-9A-F]{8}Arn`).test(text),
  );
  if (queue !== undefined) return queue;
  if (/-data:ExportsOutputFnGetAttTable[0-9A-F]+Arn.*\/index\/lists/.test(text)) return 'lists';
  if (/-data:ExportsOutputFnGetAttTable[0-9A-F]+Arn/.test(text)) return 'table';
  if (/-data:ExportsOutputRefSecret/.test(text)) return 'secret';
  if (/Logs[0-9A-F]+/.test(text)) return 'logs';
  throw new Error(`a function may do something to ${text}`);
}
