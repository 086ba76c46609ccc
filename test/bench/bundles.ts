import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { bundling, entryFile } from '../../infra/bundling.ts';
import { functions } from '../../infra/topology.ts';

const run = promisify(execFile);

/** Enough for every function to build its handler while it loads, as it does in Lambda. */
const ENV = {
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_REGION: 'us-west-2',
  AWS_ACCESS_KEY_ID: 'bench',
  AWS_SECRET_ACCESS_KEY: 'bench',
  TABLE_NAME: 'bench',
  HANDOFF_QUEUE_URL: 'http://127.0.0.1/queue',
  PUBLIC_BASE_URL: 'http://127.0.0.1',
  VAPI_API_KEY: 'bench',
  VAPI_SERVER_SECRET: 'bench',
  TWILIO_ACCOUNT_SID: 'ACbench',
  TWILIO_AUTH_TOKEN: 'bench',
  TWILIO_WORKSPACE_SID: 'WSbench',
  TWILIO_WORKFLOW_SID: 'WWbench',
};

export type BundleFigure = { function: string; kB: number; gzipKB: number; importMs: number };

const STARTS = 7;
const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** How long a fresh process takes to load the bundle and build the handler. */
const importMs = async (file: string): Promise<number> => {
  const script = `const t = performance.now(); await import(${JSON.stringify(file)}); console.log(performance.now() - t)`;
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env: ENV });
    times.push(Number(stdout.trim().split('\n').at(-1)));
  }
  return median(times);
};

/** Bundles every function as a deployment would and measures size and loading time. */
export const measureBundles = async (): Promise<BundleFigure[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-bench-'));
  try {
    const figures: BundleFigure[] = [];
    for (const [name, { entry }] of Object.entries(functions)) {
      const outfile = join(folder, `${name}.mjs`);
      await build({
        ...bundling,
        mainFields: [...bundling.mainFields],
        entryPoints: [entryFile(entry)],
        outfile,
      });
      const { size } = await stat(outfile);
      const gzip = gzipSync(await readFile(outfile)).length;
      figures.push({
        function: name,
        kB: size / 1000,
        gzipKB: gzip / 1000,
        importMs: await importMs(outfile),
      });
    }
    return figures;
  } finally {
    await rm(folder, { recursive: true });
  }
};
