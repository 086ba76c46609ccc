import { randomBytes } from 'node:crypto';
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Keep, SetupFailed } from '../plan.ts';
import { CannotBeWritten, givenIn, settingsWritten } from './written.ts';

/** Nobody else on the machine reads keys. */
const OWN = 0o600;
const MODE_BITS = 0o777;

type Values = Readonly<Record<string, string>>;

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;

/** The file itself where its name is a link, so that the link stays one. */
async function placeOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return file;
    throw error;
  }
}

/** Throws for what is not UTF-8: written back, it would be something else. */
async function contentOf(path: string): Promise<{ text: string; mode: number } | undefined> {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await readFile(path));
    return { text, mode: (await stat(path)).mode & MODE_BITS };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** All or nothing: whoever reads meanwhile, or after a halt, finds the old file or the new one. */
async function replace(path: string, text: string, mode: number): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const file = await open(beside, 'wx', OWN);
    try {
      await file.writeFile(text);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

async function write(file: string, values: Values, only?: 'where-missing'): Promise<void> {
  const path = await placeOf(file);
  const before = await contentOf(path);
  const there = only === undefined ? [] : givenIn(before?.text ?? '').filter((name) => name in values);
  if (there.length > 0) throw new IsThere();
  const text = settingsWritten(before?.text ?? '', values);
  if (before?.text !== text) await replace(path, text, before?.mode ?? OWN);
}

/** A value that was missing when the plan was made stands in the file by now. */
class IsThere extends Error {
  override name = 'IsThere';
}

function reasonOf(error: unknown): string {
  if (error instanceof CannotBeWritten) return error.message;
  if (error instanceof IsThere) return 'the file has a value there by now';
  const code = codeOf(error);
  if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8';
  if (code !== undefined) return code;
  throw error;
}

/**
 * Returns how values are kept in a file of settings: each call has written when it comes back, one after the other. A
 * missing file is made, for its owner alone. Throws `SetupFailed`.
 */
export function keepIn(file: string): Keep {
  let last: Promise<void> = Promise.resolve();
  return (values, only) => {
    const written = last.then(async () => {
      try {
        await write(file, values, only);
      } catch (error) {
        const what = `${Object.keys(values).join(', ')} could not be written into ${basename(file)}`;
        throw new SetupFailed(what, reasonOf(error), 'Mend the file or its rights, then run it again.');
      }
    });
    last = written.catch(() => undefined);
    return written;
  };
}
