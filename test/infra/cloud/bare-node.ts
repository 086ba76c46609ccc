import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';

/** What Lambda gives every function, and nothing else of this machine. */
const lambdaEnvironment = (name: string): Record<string, string> => ({
  AWS_LAMBDA_FUNCTION_NAME: name,
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_REGION: 'us-west-2',
  AWS_DEFAULT_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'defaultkey',
  AWS_SECRET_ACCESS_KEY: 'defaultsecret',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  LAMBDA_TASK_ROOT: '/var/task',
});

const SCRIPT = `
  const { text } = await import('node:stream/consumers');
  const { events, file, handler } = JSON.parse(await text(process.stdin));
  const module = await import(file);
  for (const event of events) {
    const result = await module[handler](event, { getRemainingTimeInMillis: () => 5000 });
    process.stdout.write('\\nRESULT ' + JSON.stringify(result ?? null) + '\\n');
  }
  process.exit(0);
`;

export type Ran = { is: 'returned'; result: unknown } | { is: 'failed'; output: string };

/** Loads a bundle in a Node process of its own, as Lambda's runtime would, and gives it these events one by one. */
export const runBundle = (options: {
  name: string;
  file: string;
  handler: string;
  env: Record<string, string>;
  events: readonly unknown[];
}): Promise<Ran[]> => {
  const { name, file, handler, env, events } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT], {
      cwd: '/',
      env: { ...lambdaEnvironment(name), ...env },
      timeout: 20_000,
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('close', () => {
      const results = [...output.matchAll(/^RESULT (.*)$/gm)].map(([, result = '']) => result);
      resolve(
        events.map((_, at): Ran => {
          const result = results[at];
          return result === undefined
            ? { is: 'failed', output }
            : { is: 'returned', result: JSON.parse(result) };
        }),
      );
    });
    child.stdin.end(JSON.stringify({ events, handler, file: pathToFileURL(file).href }));
  });
};
