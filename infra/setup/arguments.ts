import { parseArgs } from 'node:util';

export const PLATFORMS = ['twilio', 'vapi', 'aws'] as const;
export type Platform = (typeof PLATFORMS)[number];

export type SetupArguments = {
  stage: string | undefined;
  /** Without it the plan alone is shown. */
  apply: boolean;
  only: Platform | undefined;
  /** What somebody else made under our names may be taken over. */
  adopt: boolean;
  /** What Vapi would get is printed, and nothing is asked or written. */
  print: 'vapi' | undefined;
  json: boolean;
};

export const USAGE = `Usage: npm run setup -- [--stage dev] [--apply] [--only ${PLATFORMS.join('|')}] [--adopt] [--print vapi] [--json]`;

/** The command line holds something that the command does not know. */
export class BadArguments extends Error {
  override name = 'BadArguments';
}

const OPTIONS = {
  stage: { type: 'string' },
  apply: { type: 'boolean', default: false },
  only: { type: 'string' },
  adopt: { type: 'boolean', default: false },
  print: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

function chosen<const C extends string>(name: string, given: string | undefined, choices: readonly C[]) {
  const found = choices.find((one) => one === given);
  if (given === undefined || found !== undefined) return found;
  throw new BadArguments(`--${name} is none of ${choices.join(', ')}`);
}

/** Returns what the command line asks for. Throws `BadArguments`. */
export function setupArguments(args: readonly string[]): SetupArguments {
  const values = parsed(args);
  const print = chosen('print', values.print, ['vapi']);
  if (print !== undefined && values.apply) throw new BadArguments('--print writes nothing: not with --apply');
  const only = chosen('only', values.only, PLATFORMS);
  const { stage, apply, adopt, json } = values;
  return { stage, apply, only, adopt, print, json };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    if (error instanceof TypeError) throw new BadArguments(error.message.split('. ')[0] ?? '');
    throw error;
  }
}
