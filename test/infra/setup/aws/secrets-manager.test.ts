import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretsManager } from '../../../../infra/setup/aws/secrets-manager.ts';
import { isObject, parsedJson } from '../../../../lib/base/json.ts';

type Fault = 'lost' | 'refused';

/** Secrets Manager as far as set-up asks it, with versions and their labels. */
function serve() {
  const versions = new Map<string, string>([['v1', '{}']]);
  const labels = new Map<string, string>([['AWSCURRENT', 'v1']]);
  const asked: string[] = [];
  let fault: { operation: string; is: Fault } | undefined;

  const answer = (operation: string, given: Record<string, unknown>): [status: number, body: object] => {
    const no = (type: string): [number, object] => [400, { __type: type, message: 'no' }];
    if (given.SecretId !== 'Secret-abc') return no('ResourceNotFoundException');
    const current = labels.get('AWSCURRENT') ?? '';
    switch (operation) {
      case 'GetSecretValue':
        return [200, { VersionId: current, SecretString: versions.get(current) }];
      case 'PutSecretValue': {
        const [token, text] = [String(given.ClientRequestToken), String(given.SecretString)];
        if (versions.has(token) && versions.get(token) !== text) return no('ResourceExistsException');
        versions.set(token, text);
        for (const label of Array.isArray(given.VersionStages) ? given.VersionStages : ['AWSCURRENT']) {
          labels.set(String(label), token);
        }
        return [200, {}];
      }
      case 'UpdateSecretVersionStage':
        if (given.RemoveFromVersionId !== current) return no('InvalidParameterException');
        labels.set(String(given.VersionStage), String(given.MoveToVersionId));
        return [200, {}];
      default:
        return no('InvalidRequestException');
    }
  };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
      const given = parsedJson(Buffer.concat(chunks).toString());
      asked.push(operation);
      const now = fault?.operation === operation ? fault.is : undefined;
      if (now !== undefined) fault = undefined;
      const [status, body] =
        now === 'refused'
          ? [400, { __type: 'AccessDeniedException' }]
          : answer(operation, isObject(given) ? given : {});
      if (now === 'lost') return response.destroy();
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      return response.end(JSON.stringify(body));
    });
  });
  return {
    server,
    asked,
    current: () => versions.get(labels.get('AWSCURRENT') ?? ''),
    count: () => versions.size,
    /** Somebody else's change. */
    put(version: string, text: string) {
      versions.set(version, text);
      labels.set('AWSCURRENT', version);
    },
    failing(operation: string, is: Fault) {
      fault = { operation, is };
    },
  };
}

let aws: ReturnType<typeof serve>;
let secrets: ReturnType<typeof secretsManager>;
beforeEach(async () => {
  aws = serve();
  await new Promise<void>((resolve) => aws.server.listen(0, '127.0.0.1', resolve));
  const { port }: Pick<AddressInfo, 'port'> = Object(aws.server.address());
  secrets = secretsManager({ region: 'us-west-2', endpoint: `http://127.0.0.1:${port}` });
});
afterEach(() => {
  aws.server.closeAllConnections();
  aws.server.close();
});

describe('Secrets Manager', () => {
  it('gives the version that counts', async () => {
    expect(await secrets.read('Secret-abc')).toEqual({ is: 'read', version: 'v1', text: '{}' });
    expect(await secrets.read('another')).toEqual({ is: 'missing' });
  });

  it('has a new version count', async () => {
    expect(await secrets.write('Secret-abc', { version: 'v1', text: '{"a":"1"}' })).toEqual({
      is: 'written',
    });
    expect(aws.current()).toBe('{"a":"1"}');
  });

  it('never writes over what somebody else has written since', async () => {
    aws.put('v2', '{"theirs":"1"}');
    expect(await secrets.write('Secret-abc', { version: 'v1', text: '{"a":"1"}' })).toEqual({
      is: 'overtaken',
    });
    expect(aws.current()).toBe('{"theirs":"1"}');
  });

  it.each([
    'PutSecretValue',
    'UpdateSecretVersionStage',
  ])('makes one version though the answer to %s was lost', async (operation) => {
    aws.failing(operation, 'lost');
    expect(await secrets.write('Secret-abc', { version: 'v1', text: '{"a":"1"}' })).toEqual({
      is: 'written',
    });
    expect([aws.current(), aws.count()]).toEqual(['{"a":"1"}', 2]);
  });

  it.each(['PutSecretValue', 'UpdateSecretVersionStage'])('says why %s was refused', async (operation) => {
    aws.failing(operation, 'refused');
    expect(await secrets.write('Secret-abc', { version: 'v1', text: '{"a":"1"}' })).toEqual({
      is: 'failed',
      why: 'AWS: AccessDeniedException',
    });
    expect(aws.current()).toBe('{}');
    expect(await secrets.write('Secret-abc', { version: 'v1', text: '{"a":"1"}' })).toEqual({
      is: 'written',
    });
    expect(aws.count()).toBe(2);
  });
});
