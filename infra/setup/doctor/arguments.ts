import { parseArgs } from 'node:util';
import { BadArguments } from '../arguments.ts';

export const DOCTOR_USAGE = 'Usage: npm run doctor -- [--stage dev] [--json] [--probe]';

export type DoctorArguments = {
  stage: string | undefined;
  json: boolean;
  /** One task is made and canceled again. */
  probe: boolean;
};

/** Returns what the command line asks for. Throws `BadArguments`. */
export function doctorArguments(args: readonly string[]): DoctorArguments {
  const options = {
    stage: { type: 'string' },
    json: { type: 'boolean', default: false },
    probe: { type: 'boolean', default: false },
  } as const;
  try {
    const { stage, json, probe } = parseArgs({ args: [...args], options }).values;
    return { stage, json, probe };
  } catch (error) {
    if (error instanceof TypeError) throw new BadArguments(error.message.split('. ')[0] ?? '');
    throw error;
  }
}
