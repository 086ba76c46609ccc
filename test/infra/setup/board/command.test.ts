import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCAL_LINK_SIGNING_KEY } from '../../../../infra/local/local-values.ts';
import { NO_CREDENTIALS, type SecretRead } from '../../../../infra/setup/aws/secret.ts';
import { runBoard } from '../../../../infra/setup/board/command.ts';
import { readBoardToken } from '../../../../lib/base/signed-link.ts';
import { temporaryFolder } from '../folder.ts';

const at = temporaryFolder();
let folders = 0;

const NOW = Date.UTC(2026, 10, 30, 9, 0);
const HOUR = 3_600_000;
const KEY = 'q7-Zk4mNp2vRx8Lw3T';
const OTHER = 'k9-Tb6hYd1sQf5Jc2Xa';
const BASE = 'https://abc123.execute-api.eu-central-1.amazonaws.com';
const CONSOLE = 'https://eu-central-1.console.aws.amazon.com/secretsmanager/secret?name=Secret-abc';
const DEPLOYED = {
  'voice-handoff-dev-service': { VapiServerUrl: `${BASE}/webhook/vapi` },
  'voice-handoff-dev-data': { SecretName: 'Secret-abc', SecretConsoleUrl: CONSOLE },
};

type Given = {
  /** The files of the checkout, by their names. */
  files?: Record<string, string | object>;
  env?: Record<string, string>;
  secret?: SecretRead;
  isServed?: boolean;
};

/** A checkout with these files; what the command says there, and what it asks. */
async function run(args: string[], { files = {}, env = {}, secret, isServed = true }: Given = {}) {
  folders += 1;
  const folder = at(`checkout-${folders}`);
  mkdirSync(folder);
  for (const [name, held] of Object.entries(files)) {
    writeFileSync(`${folder}/${name}`, typeof held === 'string' ? held : JSON.stringify(held));
  }
  const heard = { out: [] as string[], said: [] as string[], asked: [] as string[], opened: [] as string[] };
  const code = await runBoard(args, {
    env,
    folder,
    out: (text) => heard.out.push(text),
    say: (text) => heard.said.push(text),
    clock: () => NOW,
    secrets: ({ region }) => ({
      async read(name) {
        heard.asked.push(`read ${name} in ${region}`);
        return secret ?? { is: 'read', version: 'v1', text: JSON.stringify({ LINK_SIGNING_KEY: OTHER }) };
      },
      write: () => Promise.reject(new Error('nothing is written')),
    }),
    async opens(link) {
      heard.opened.push(link);
      return isServed;
    },
  });
  return { code, ...heard };
}

/** What the link is worth, to functions that know this key. */
const worth = ([link = '']: readonly string[], base: string, key: string, after = 0) => {
  expect(link.startsWith(`${base}/board/`)).toBe(true);
  return readBoardToken(link.slice(`${base}/board/`.length), [key], NOW + after).is;
};

describe('npm run board, for a deployed stage', () => {
  it('prints a link that is good for 12 hours, and nothing else where it can be piped', async () => {
    const files = { '.env.dev': `LINK_SIGNING_KEY=${KEY}\n`, 'cdk-outputs.dev.json': DEPLOYED };
    const { code, out, said, asked, opened } = await run(['--stage', 'dev'], { files });
    expect(out).toHaveLength(1);
    expect(worth(out, BASE, KEY)).toBe('good');
    expect(worth(out, BASE, KEY, 12 * HOUR - 1_000)).toBe('good');
    expect(worth(out, BASE, KEY, 12 * HOUR)).toBe('expired');
    expect(said).toEqual(['Good for 12 hours, for whoever has it.']);
    expect([asked, opened]).toEqual([[], []]);
    expect(code).toBe(0);
  });

  it('takes the key that the deployment generated from the secret, in the region of the deployment', async () => {
    const { code, out, asked } = await run(['--stage', 'dev'], {
      files: { 'cdk-outputs.dev.json': DEPLOYED },
    });
    expect(worth(out, BASE, OTHER)).toBe('good');
    expect(asked).toEqual(['read Secret-abc in eu-central-1']);
    expect(code).toBe(0);
  });

  it('signs with the first of two keys while they are rotated, and goes by PUBLIC_BASE_URL before the deployment’s URL', async () => {
    const env = `LINK_SIGNING_KEY=${KEY},${OTHER}\nPUBLIC_BASE_URL=https://voice.example.com/\n`;
    const files = { '.env.dev': env, 'cdk-outputs.dev.json': DEPLOYED };
    const { out } = await run(['--stage', 'dev'], { files });
    expect(worth(out, 'https://voice.example.com', KEY)).toBe('good');
  });

  it('is told of its stage by STAGE too, as the other commands are', async () => {
    const { out } = await run([], { env: { STAGE: 'dev' }, files: { 'cdk-outputs.dev.json': DEPLOYED } });
    expect(worth(out, BASE, OTHER)).toBe('good');
  });

  it('names all that is missing before the first deployment, and ends with 2', async () => {
    const { code, out, said } = await run(['--stage', 'dev'], { files: { '.env.dev': 'MAX_CALLS=ten\n' } });
    expect(out).toEqual([]);
    expect(said).toEqual([
      [
        'Settings are missing or wrong:',
        '  MAX_CALLS is not a whole number',
        '  PUBLIC_BASE_URL is not set, and cdk-outputs.dev.json tells no address: npm run deploy -- --stage dev writes it',
        '  LINK_SIGNING_KEY is not set, and cdk-outputs.dev.json names no secret that holds one: npm run deploy -- --stage dev writes it',
      ].join('\n'),
    ]);
    expect(code).toBe(2);
  });

  it('says of outputs that no deployment has written only that', async () => {
    const { code, said } = await run(['--stage', 'dev'], { files: { 'cdk-outputs.dev.json': '[]' } });
    expect(said.join()).toMatch(
      /:\n {2}\S+cdk-outputs\.dev\.json does not hold the outputs of a deployment[^\n]+$/,
    );
    expect(code).toBe(2);
  });

  it.each([
    ['{}', 'LINK_SIGNING_KEY is neither in .env.dev nor in the secret Secret-abc'],
    ['no JSON', 'LINK_SIGNING_KEY is neither in .env.dev nor in the secret Secret-abc'],
    ['{"LINK_SIGNING_KEY":""}', 'LINK_SIGNING_KEY is neither in .env.dev nor in the secret Secret-abc'],
    [
      '{"LINK_SIGNING_KEY":"k9-Tb6hYd"}',
      'LINK_SIGNING_KEY is shorter than 16 characters (in the secret Secret-abc)',
    ],
  ])('prints no link by a secret of %s, and ends with 2', async (text, words) => {
    const { code, out, said } = await run(['--stage', 'dev'], {
      files: { 'cdk-outputs.dev.json': DEPLOYED },
      secret: { is: 'read', version: 'v1', text },
    });
    expect(out).toEqual([]);
    expect(said.join()).toContain(words);
    expect(code).toBe(2);
  });

  it.each([
    [{ is: 'missing' }, 'AWS has no such secret', 'Deploy the stage again'],
    [{ is: 'failed', why: NO_CREDENTIALS }, 'there are no credentials for AWS', 'Sign in to AWS'],
  ] as const)('ends with 1, and what to do, where AWS answers %j', async (secret, why, remedy) => {
    const files = { 'cdk-outputs.dev.json': DEPLOYED };
    const { code, out, said } = await run(['--stage', 'dev'], { files, secret });
    expect(out).toEqual([]);
    expect(said.join()).toContain(`aws.secret Secret-abc: ${why}\n  ${remedy}`);
    expect(code).toBe(1);
  });
});

describe('npm run board, for the system on this machine', () => {
  it('prints the link that npm start opens, at its port', async () => {
    const { code, out, said, opened } = await run([], { files: { '.env': 'PORT=3977\n' } });
    expect(worth(out, 'http://127.0.0.1:3977', LOCAL_LINK_SIGNING_KEY)).toBe('good');
    expect(opened).toEqual(out);
    expect(said).toEqual(['Good for 12 hours, for whoever has it.']);
    expect(code).toBe(0);
  });

  it('says where people read that npm start has to run, when nothing opens there', async () => {
    const { code, out, said } = await run([], { isServed: false });
    expect(worth(out, 'http://127.0.0.1:3000', LOCAL_LINK_SIGNING_KEY)).toBe('good');
    expect(said[1]).toMatch(/^Nothing opens there yet: it needs npm start/);
    expect(code).toBe(0);
  });

  it('goes by PUBLIC_BASE_URL and the key of .env, real platforms or not', async () => {
    const env = `PUBLIC_BASE_URL=https://tunnel.example.com\nLINK_SIGNING_KEY=${KEY}\nVAPI_API_KEY=k9-Tb6hYd1sQf5Jc2\nVAPI_SERVER_SECRET=${OTHER}\nSTAGE=local\n`;
    const { out, asked } = await run([], { files: { '.env': env } });
    expect(worth(out, 'https://tunnel.example.com', KEY)).toBe('good');
    expect(asked).toEqual([]);
  });

  it('prints none that only npm start itself could sign or reach, says both, and ends with 2', async () => {
    const env = { VAPI_API_KEY: 'k9-Tb6hYd1sQf5Jc2', VAPI_SERVER_SECRET: OTHER, PORT: '0' };
    const { code, out, said } = await run([], { env });
    expect(out).toEqual([]);
    expect(said.join()).toContain('\n  PORT is 0: only npm start itself knows where it serves.');
    expect(said.join()).toContain('\n  LINK_SIGNING_KEY is not set, and a platform is real');
    expect(said.join()).not.toContain(OTHER);
    expect(code).toBe(2);
  });

  it('names what npm start would refuse, all of it, and ends with 2', async () => {
    const env = { VAPI_API_KEY: 'k9-Tb6hYd1sQf5Jc2', PORT: 'x' };
    const { code, said } = await run([], { env, files: { '.env': 'LINK_SIGNING_KEYS=x\n' } });
    expect(said.join()).toContain('LINK_SIGNING_KEYS is no setting; did you mean LINK_SIGNING_KEY?');
    expect(said.join()).toContain('VAPI_SERVER_SECRET is not set');
    expect(said.join()).toContain('PORT is not a port number');
    expect(code).toBe(2);
  });
});

describe('npm run board', () => {
  it.each([
    [['--help'], "Unknown option '--help'"],
    [['--stge', 'dev'], "Unknown option '--stge'"],
    [['dev'], "Unexpected argument 'dev'"],
    [['--stage'], "Option '--stage <value>' argument missing"],
    [['--stage', 'Prod'], '--stage is not a name of lower-case letters'],
  ])('answers what it does not know with its usage, and ends with 2: %j', async (args, words) => {
    const { code, out, said } = await run(args);
    expect(out).toEqual([]);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(words);
    expect(said[0]).toContain('\nUsage: npm run board -- [--stage dev]');
    expect(code).toBe(2);
  });
});
