import type { Colors } from 'picocolors/types.js';
import type { Check } from '../../../lib/doctor/check.ts';
import { type DoctorPorts, examine } from '../../../lib/doctor/examine.ts';
import type { Env } from '../../../lib/settings/read.ts';
import { BadArguments } from '../arguments.ts';
import { BadStage } from '../stage/stage.ts';
import { DOCTOR_USAGE, type DoctorArguments, doctorArguments } from './arguments.ts';
import { type DoctorContext, readContext } from './context.ts';
import { checkLines, countsLine, sorted } from './print-checks.ts';

/** What the command works with: the machine's, or a test's. */
export type DoctorWorld = {
  env: Env;
  folder: string;
  out(text: string): void;
  /** For people: never where the result goes. */
  say(text: string): void;
  /** For people, while it works: how many answers there were. */
  progress(answers: number): void;
  colors: Colors;
  ports(context: DoctorContext): Omit<DoctorPorts, 'onAnswer'>;
};

/** What is to be run for it, with the stage that was looked at. */
function ofStage({ fix, ...check }: Check, option: string): Check {
  if (fix === undefined) return check;
  return { ...check, fix: fix.replaceAll('npm run setup -- ', `npm run setup --${option} `) };
}

async function examined({ stage, probe }: DoctorArguments, world: DoctorWorld): Promise<Check[]> {
  const context = readContext(stage, world.env, world.folder);
  const ports = { ...world.ports(context), onAnswer: world.progress };
  const checks = await examine(context.expected, ports, { withProbe: probe, asStranger: true });
  return [context.check, ...checks].map((check) => ofStage(check, context.stage.option));
}

/** Runs the command; returns its exit code: 1 where a check failed, 2 for a command line that says nothing. */
export async function runDoctor(args: readonly string[], world: DoctorWorld): Promise<0 | 1 | 2> {
  const { out, say, colors } = world;
  try {
    const wanted = doctorArguments(args);
    const checks = await examined(wanted, world);
    const isFine = checks.every(({ status }) => status !== 'fail');
    if (wanted.json) out(JSON.stringify({ ok: isFine, checks: sorted(checks) }, null, 2));
    else for (const line of [...checkLines(checks, colors), '', countsLine(checks, colors)]) out(line);
    return isFine ? 0 : 1;
  } catch (error) {
    if (!(error instanceof BadArguments || error instanceof BadStage)) throw error;
    say(`${error.message}\n${DOCTOR_USAGE}`);
    return 2;
  }
}
