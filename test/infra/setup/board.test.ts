import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { serve } from '../../../infra/local/lambda/http.ts';
import { temporaryFolder } from './folder.ts';

const at = temporaryFolder();
const SCRIPT = new URL('../../../infra/setup/board.ts', import.meta.url).pathname;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const run = async (args: string[], given: Record<string, string> = {}) => {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const child = spawn(process.execPath, [SCRIPT, ...args], {
    cwd: at(),
    env: { PATH, NODE_COMPILE_CACHE, ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[code], out, said] = await Promise.all([
    once(child, 'exit'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { code, out, said };
};

describe('npm run board, as a command', () => {
  it('prints the link alone, and looks whether it opens', async () => {
    const asked: (string | undefined)[] = [];
    const server = await serve(async (request, response) => {
      asked.push(request.url);
      response.end();
    });
    stops.push(server.stop);
    const { port } = new URL(server.url);
    const { code, out, said } = await run([], { PORT: port });
    expect(out).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/board/[\\w.-]+\n$`));
    expect(said).toBe('Good for 12 hours, for whoever has it.\n');
    expect(asked).toEqual([new URL(out).pathname]);
    expect(code).toBe(0);
    await server.stop();
    stops.pop();
    expect((await run([], { PORT: port })).said).toContain('it needs npm start');
  });

  it('reads the key of a deployed stage out of its secret', async () => {
    const outputs = {
      'voice-handoff-dev-service': { VapiServerUrl: 'https://abc.example.com/webhook/vapi' },
      'voice-handoff-dev-data': { SecretName: 'Secret-abc' },
    };
    writeFileSync(at('cdk-outputs.dev.json'), JSON.stringify(outputs));
    const manager = await serve(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      const SecretString = JSON.stringify({ LINK_SIGNING_KEY: 'q7-Zk4mNp2vRx8Lw3T' });
      response.end(JSON.stringify({ SecretString, VersionId: 'v1' }));
    });
    stops.push(manager.stop);
    const { code, out, said } = await run(['--stage', 'dev'], {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: manager.url,
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
    expect(said).toBe('Good for 12 hours, for whoever has it.\n');
    expect(out).toMatch(/^https:\/\/abc\.example\.com\/board\/[\w.-]+\n$/);
    expect(code).toBe(0);
  });
});
