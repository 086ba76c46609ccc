import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a command on the terminal of this one and returns its exit code. A key that ends it goes to both: this one waits,
 * so that the other can finish what it must.
 */
export async function runChild(command: string, args: readonly string[], env = process.env): Promise<number> {
  const wait = () => undefined;
  process.on('SIGINT', wait);
  try {
    const child = spawn(command, args, { stdio: 'inherit', env });
    const [code] = await once(child, 'exit');
    return typeof code === 'number' ? code : 1;
  } finally {
    process.off('SIGINT', wait);
  }
}
