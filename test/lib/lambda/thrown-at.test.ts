import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { ownLines } from '../../../infra/source-map.ts';
import { thrownAt } from '../../../lib/lambda/thrown-at.ts';
import { breaksInside } from './breaks-inside.ts';

const thrownBy = (call: () => unknown): unknown => {
  try {
    return call();
  } catch (error) {
    return error;
  }
};

/** An error with these lines under its message. */
const withFrames = (message: string, ...frames: string[]): Error => {
  const error = new Error(message);
  error.stack = [`Error: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join('\n');
  return error;
};

describe('The place of an error', () => {
  it('is in our own file that threw it', () => {
    expect(thrownAt(thrownBy(breaksInside)).at).toMatch(/^lib\/settings\/read\.ts:\d+$/);
  });

  it('names the three innermost of ours, and none of a package or of Node', () => {
    const error = withFrames(
      'secret',
      'parse (file:///task/node_modules/zod/v4/core/lib/parse.js:1:1)',
      'first (file:///task/lib/vapi/first.ts:1:10)',
      'process.processTicksAndRejections (node:internal/process/task_queues:103:5)',
      'async /task/lib/inbound/second.ts:22:3',
      'async Promise.all (index 0)',
      'async third (/task/functions/third.ts:333:3)',
      'async fourth (/task/lib/lambda/fourth.ts:4:4)',
    );
    expect(thrownAt(error)).toEqual({
      at: 'lib/vapi/first.ts:1 < lib/inbound/second.ts:22 < functions/third.ts:333',
    });
  });

  it.each([
    ['an error that came from elsewhere', withFrames('secret', 'file:///task/node_modules/zod/index.js:1:1')],
    ['words that look like a place', withFrames('secret\n    at /lib/secret.ts:1:1')],
    ['what is no error', 'at /lib/secret.ts:1:1'],
    ['an error without a stack', Object.assign(new Error('secret'), { stack: undefined })],
    ['a bundle that is gone', withFrames('secret', 'file:///task/gone/index.mjs:1:1')],
  ])('is not named for %s', (_what, error) => {
    expect(thrownAt(error)).toEqual({});
  });
});

describe('In a bundle', () => {
  const folders: string[] = [];
  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  const bundled = async (source: string): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'voice-handoff-thrown-'));
    folders.push(folder);
    await mkdir(join(folder, 'lib'));
    await writeFile(join(folder, 'lib/breaks.ts'), source);
    const outfile = join(folder, 'index.mjs');
    const { outputFiles } = await build({
      entryPoints: [join(folder, 'lib/breaks.ts')],
      ...{ bundle: true, minify: true, format: 'esm', sourcemap: 'external', write: false, outfile },
    });
    for (const { path, text } of outputFiles)
      await writeFile(path, path.endsWith('.map') ? (ownLines(text) ?? '') : text);
    return outfile;
  };

  it('the place is that in the source, by the map beside it', async () => {
    const file = await bundled(
      "const refuse = (): never => {\n  throw new Error('secret');\n};\n\nexport const breaks = () =>\n  refuse();\n",
    );
    const { breaks } = await import(pathToFileURL(file).href);
    const { at } = thrownAt(thrownBy(breaks));
    expect(at).toMatch(/^lib\/breaks\.ts:2 < lib\/breaks\.ts:6\b/);
  });

  it('without its map none is named, and nothing fails', async () => {
    const file = await bundled("export const breaks = () => { throw new Error('secret'); };\n");
    await rm(`${file}.map`);
    const { breaks } = await import(pathToFileURL(file).href);
    expect(thrownAt(thrownBy(breaks))).toEqual({});
  });
});
