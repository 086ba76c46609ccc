import { setTimeout as wait } from 'node:timers/promises';
import type { Colors } from 'picocolors/types.js';
import type { Check } from '../../lib/doctor/check.ts';
import { examine } from '../../lib/doctor/examine.ts';
import { counted } from '../../lib/doctor/finding.ts';
import { contextOf, teamIn } from '../setup/doctor/context.ts';
import { ports } from '../setup/doctor/platforms.ts';
import { findingLine, sorted } from '../setup/doctor/print-checks.ts';
import { stageOf } from '../setup/stage/stage.ts';
import type { StartSettings } from './start-settings.ts';

/** More than anybody reads while a system starts. */
const MOST_FINDINGS = 5;
/** After it somebody has begun to try calls. */
const PATIENCE_MS = 30_000;

/** What makes most of all others meaningless: as long as one of these has failed, it is what is mended first. */
const FIRST = ['twilio.account', 'vapi.key', 'ours.health', 'ours.webhook', 'twilio.workspace'];

const isSimulated = { missing: 'It is simulated' };
const isNotAsked = { missing: 'npm start does not ask it' };

async function checked(settings: StartSettings, folder: string): Promise<Check[]> {
  const { simulateVapi, simulateTwilio, env } = settings;
  // What a deployment of this stage is told is nothing to the system on this machine.
  const stage = { ...stageOf(undefined, env, folder), option: '' };
  const team = teamIn(folder, env, []);
  const context = contextOf({ stage, values: env, team, baseUrl: env.PUBLIC_BASE_URL, problems: [] });
  return examine(
    context.expected,
    {
      ...ports(context),
      ...(simulateTwilio && { twilio: isSimulated }),
      ...(simulateVapi && { vapi: isSimulated }),
      helpDesk: isNotAsked,
      calendar: isNotAsked,
    },
    { withProbe: false, asStranger: false },
  );
}

/** Returns what npm start says of the checks: one line where all is well, and never more than eight. */
export function linesOf(checks: readonly Check[], url: string, colors: Colors): string[] {
  const found = sorted(checks)
    .filter(({ status }) => status === 'fail' || status === 'warn')
    .map((check) => ofThisMachine(check, url));
  const first = found.filter(({ id, status }) => status === 'fail' && FIRST.includes(id));
  const told = [...first, ...found.filter((check) => !first.includes(check))];
  if (told.length === 0) {
    const looked = checks.filter(({ status }) => status === 'ok').length;
    return [colors.dim(`Set-up: ${counted(looked, 'check')}, nothing that would cost a caller anything`)];
  }
  const more = told.length - MOST_FINDINGS;
  const isSetUpsWork = told.some(({ fix }) => fix?.includes('npm run setup') === true);
  return [
    colors.bold('Set-up: what would cost a caller something'),
    ...told.slice(0, MOST_FINDINGS).map((check) => findingLine(check, colors)),
    ...(isSetUpsWork
      ? [colors.dim('  A tunnel with a new name? `npm run setup -- --apply` leads all that is ours to it.')]
      : []),
    ...(more > 0 ? [colors.dim(`  ${more} more: npm run doctor`)] : []),
  ];
}

/** What a deployment mends is mended here by whatever leads from the address to this machine. */
function ofThisMachine(check: Check, url: string): Check {
  if (check.status !== 'fail' || !check.id.startsWith('ours.')) return check;
  return { ...check, fix: `Check that PUBLIC_BASE_URL (the tunnel) leads to ${url}.` };
}

/**
 * Looks at the platforms that are real, as they are set up for this system at `url`, and returns what that would cost
 * its callers. Nothing is asked where both are simulated. Never throws: a system starts without it.
 */
export async function setUpSaid(
  settings: StartSettings,
  { url, folder, colors }: { url: string; folder: string; colors: Colors },
): Promise<string[]> {
  if (settings.simulateVapi && settings.simulateTwilio) return [];
  const given = new AbortController();
  try {
    const tooLong = wait(PATIENCE_MS, undefined, { ref: false, signal: given.signal });
    const checks = await Promise.race([checked(settings, folder), tooLong]);
    if (checks !== undefined) return linesOf(checks, url, colors);
    return [colors.dim(`Set-up: not looked at in ${PATIENCE_MS / 1000} s; npm run doctor waits longer`)];
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'unknown';
    return [colors.dim(`Set-up: not looked at (${why})`)];
  } finally {
    given.abort();
  }
}
