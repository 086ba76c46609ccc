import type { Colors } from 'picocolors/types.js';
import type { PlanRow } from './plan.ts';
import { type Failed, isRefused, type Walked } from './walks.ts';

const SIGNS = { create: '+', change: '~', same: '=', refuse: '!' } as const;
const TITLES: Partial<Record<string, string>> = {
  settings: 'Settings',
  twilio: 'Twilio',
  vapi: 'Vapi',
  aws: 'AWS',
};

/** In characters; what is longer is read at the platform. */
const LONGEST_VALUE = 100;

/** Returns a text as one line. What a platform holds is not ours: nothing in it moves the terminal's cursor. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

function shown(value: string): string {
  const flat = onOneLine(value);
  if (flat === '') return '(empty)';
  return flat.length > LONGEST_VALUE ? `${flat.slice(0, LONGEST_VALUE)}…` : flat;
}

function paint(action: PlanRow['action'], colors: Colors): (text: string) => string {
  switch (action) {
    case 'create':
      return colors.green;
    case 'change':
      return colors.yellow;
    case 'same':
      return colors.dim;
    case 'refuse':
      return (text) => colors.bold(colors.red(text));
  }
}

function rowLines(row: PlanRow, kind: string, colors: Colors): string[] {
  const painted = paint(row.action, colors);
  const later = row.later ? ' (after the deployment)' : '';
  const head = painted(`  ${SIGNS[row.action]} ${kind} ${shown(row.name)}${later}`);
  const fields = Object.entries(row.action === 'same' ? {} : row.fields).map(([field, value]) => {
    const text = typeof value === 'string' ? shown(value) : `${shown(value.from)} -> ${shown(value.to)}`;
    return `      ${shown(field)}: ${text}`;
  });
  if (row.why === undefined) return [head, ...fields];
  const why = onOneLine(row.why);
  return [head, ...fields, `      ${row.action === 'refuse' ? painted(why) : why}`];
}

/** Returns the plan as people read it, platform by platform, each in the order in which it is done. */
export function planLines(rows: readonly PlanRow[], colors: Colors): string[] {
  const groups = new Map<string, string[]>();
  for (const row of rows) {
    const [platform = '', ...rest] = row.what.split('.');
    const lines = groups.get(platform) ?? [];
    groups.set(platform, [...lines, ...rowLines(row, rest.join('.') || row.what, colors)]);
  }
  return [...groups].flatMap(([platform, lines]) => [
    colors.bold(TITLES[platform] ?? platform),
    ...lines,
    '',
  ]);
}

/** What the last lines have to know besides the rows. */
export type NextStep = {
  /** ` --stage dev`, or nothing. */
  option: string;
  /** What else the plan was asked for with: ` --only twilio --adopt`, or nothing. */
  further?: string;
  hasBaseUrl: boolean;
  /** Something that the functions read was written: a deployment has to take it up. */
  needsDeployment: boolean;
};

const count = (rows: readonly PlanRow[], is: (row: PlanRow) => boolean): number => rows.filter(is).length;

function counts(plan: readonly PlanRow[], applied: boolean): string {
  const of = (action: PlanRow['action']) =>
    count(plan, (row) => row.action === action && row.later === undefined);
  const later = count(plan, (row) => row.later === true);
  const parts: [number, string][] = applied
    ? [
        [of('create'), 'created'],
        [of('change'), 'changed'],
        [of('same'), 'as they were'],
      ]
    : [
        [of('create'), 'to create'],
        [of('change'), 'to change'],
        [of('same'), 'as they are'],
        [of('refuse'), 'refused'],
      ];
  parts.push([later, 'after the deployment']);
  const told = parts.filter(([number]) => number > 0).map(([number, words]) => `${number} ${words}`);
  return told.length === 0 ? 'Nothing to look after' : told.join(', ');
}

function deployFirst({ option }: NextStep): string {
  return option === ''
    ? 'Next: give PUBLIC_BASE_URL in .env, or work with a stage (--stage dev); then run it again.'
    : `Next: npm run deploy --${option}, then npm run setup --${option} --apply`;
}

function nextOf({ plan, applied }: Walked, step: NextStep): string {
  const command = `npm run setup --${step.option}${step.further ?? ''} --apply`;
  if (isRefused(plan)) return 'Nothing was written. Mend what is refused (!), then run it again.';
  const isLeft = plan.some(({ action, later }) => action !== 'same' && later === undefined);
  if (!applied && isLeft) return `Nothing was written yet. Next: ${command}`;
  // Without a stage nothing is deployed: it is the system on this machine.
  const waits = plan.some(({ later, what }) => later && (step.option !== '' || !what.startsWith('aws.')));
  if (!step.hasBaseUrl || waits) return deployFirst(step);
  const check = `npm run doctor --${step.option}`;
  return step.needsDeployment && step.option !== ''
    ? `Next: npm run deploy --${step.option}, then ${check}`
    : `Next: ${step.option === '' ? 'npm run doctor' : check}`;
}

/** Returns the last line: how much of what, and what to do next. */
export function lastLine(walked: Walked, step: NextStep): string {
  return `${counts(walked.plan, walked.applied)}. ${nextOf(walked, step)}`;
}

/** Returns what did not work, what was done before it, and what to do. */
export function failureLines({ what, why, remedy, done, begun, notDone }: Failed, colors: Colors): string[] {
  const names = (all: readonly string[]) => onOneLine(all.join(', '));
  return [
    colors.bold(colors.red(onOneLine(`${what}: ${why}`))),
    ...(done.length === 0 ? [] : [`  Done: ${names(done)}`]),
    ...(begun === undefined ? [] : [`  Begun, perhaps done: ${onOneLine(begun)}`]),
    ...(notDone.length === 0 ? [] : [`  Not done: ${names(notDone)}`]),
    `  ${onOneLine(remedy)}${done.length > 0 || begun !== undefined ? ' What was done stays; it is safe to run it again.' : ''}`,
  ];
}
