import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';

const FOLDER = new URL('../../.github/workflows/', import.meta.url);
const files = await readdir(FOLDER);

describe('The GitHub workflows', () => {
  it('are one for tests and one for deployments', () => {
    expect(files.toSorted()).toEqual(['deploy.yml', 'test.yml']);
  });

  it.each(
    files,
  )('%s pins every action to a commit and puts no expression into a shell line', async (file) => {
    const text = await readFile(new URL(file, FOLDER), 'utf8');
    for (const [, action = ''] of text.matchAll(/uses: (.+)/g)) {
      expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
    for (const [, script = ''] of text.matchAll(/run: (\|\n(?: {10}.*\n)+|.*)/g)) {
      expect(script).not.toContain('${{');
    }
    expect(text).toMatch(/^permissions:/m);
  });
});

describe('Whoever runs the tests', () => {
  it.each([
    '.ci/run',
    ...files.map((file) => `.github/workflows/${file}`),
  ])('%s installs with npm, the browser too, and with nothing else', async (file) => {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(text.indexOf('npm ci\n')).toBeGreaterThan(0);
    expect(text.indexOf('npm ci\n')).toBeLessThan(text.indexOf('npm test\n'));
    expect(text).not.toMatch(/apt|chrom/i);
  });
});
