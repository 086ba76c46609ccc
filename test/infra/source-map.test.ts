import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownLines } from '../../infra/source-map.ts';

let folder: string;
let code = '';
let whole = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voice-handoff-map-'));
  await mkdir(join(folder, 'node_modules/some'), { recursive: true });
  await writeFile(
    join(folder, 'node_modules/some/index.js'),
    'export const theirs = (text) => "their " + text;\n',
  );
  await writeFile(
    join(folder, 'ours.ts'),
    "import { theirs } from 'some';\n\nexport const first = theirs('first word');\nexport const second: string = 'second word' + theirs('third word');\n",
  );
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'ours.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    sourcemap: 'external',
    outfile: join(folder, 'out.js'),
    write: false,
  });
  for (const { path, text } of outputFiles) {
    if (path.endsWith('.map')) whole = text;
    else code = text;
  }
});
afterAll(() => rm(folder, { recursive: true }));

const placeOf = (text: string) => {
  const at = code.indexOf(text);
  if (at < 0) throw new Error(`not in the bundle: ${text}`);
  const found = new SourceMap(JSON.parse(ownLines(whole) ?? '')).findEntry(0, at);
  return 'originalSource' in found ? [found.originalSource, found.originalLine] : undefined;
};

describe('The source map of a bundle', () => {
  it('names the line of what is ours', () => {
    expect(placeOf('first word')).toEqual(['ours.ts', 2]);
    expect(placeOf('second word')).toEqual(['ours.ts', 3]);
    expect(placeOf('third word')).toEqual(['ours.ts', 3]);
  });

  it('names no place in a package', () => {
    expect(placeOf('their')?.[0]).toBeUndefined();
  });

  it('is much shorter than that of everything', () => {
    expect(ownLines(whole)).not.toContain('node_modules');
    expect(ownLines(whole)?.length).toBeLessThan(whole.length / 2);
  });
});
