import { parseArgs } from 'node:util';
import { BadArguments } from '../arguments.ts';

export const BOARD_USAGE = 'Usage: npm run board -- [--stage dev]';

/** Returns the stage that the command line names. Throws `BadArguments`. */
export function boardArguments(args: readonly string[]): { stage: string | undefined } {
  try {
    const { stage } = parseArgs({ args: [...args], options: { stage: { type: 'string' } } }).values;
    return { stage };
  } catch (error) {
    if (error instanceof TypeError) throw new BadArguments(error.message.split('. ')[0] ?? '');
    throw error;
  }
}
