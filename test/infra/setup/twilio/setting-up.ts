import type { PlanRow } from '../../../../infra/setup/plan.ts';
import type { Team } from '../../../../infra/setup/team/team.ts';
import { setUpTwilio, type TwilioSetup } from '../../../../infra/setup/twilio/set-up.ts';
import { ACCOUNT_SID } from './account.ts';

export const BASE = 'https://handoff.example.com';

export const TEAM: Team = {
  company: 'Example Energy',
  departments: { sales: {}, support: {}, billing: {} },
  agents: [
    {
      name: 'amara.osei',
      contact: '+14155550177',
      departments: ['billing', 'support'],
      languages: ['en', 'es'],
    },
    { name: 'lee.park', contact: 'client:lee', departments: ['sales'], languages: [] },
  ],
  numbers: [{ number: '+14155550199', answeredBy: 'us' }],
};

/** A stage's file of settings, in memory. */
export type Stage = { stage: string; settings: Record<string, string> };

export function stageNamed(stage: string): Stage {
  return { stage, settings: { TWILIO_ACCOUNT_SID: ACCOUNT_SID, HANDOFF_WINDOW_SECONDS: '30' } };
}

type Choices = Partial<Pick<TwilioSetup, 'mode' | 'team' | 'baseUrl' | 'adopt'>>;

/** Runs set-up once, as its command does after reading the file. Returns what was told. */
export async function run(
  { api }: Pick<TwilioSetup, 'api'>,
  stage: Stage,
  choices: Choices = {},
): Promise<PlanRow[]> {
  const rows: PlanRow[] = [];
  await setUpTwilio({
    mode: 'apply',
    team: TEAM,
    baseUrl: BASE,
    adopt: false,
    stage: stage.stage,
    settings: { ...stage.settings },
    ...choices,
    tell: (row) => rows.push(row),
    keep: async (values) => {
      Object.assign(stage.settings, values);
    },
    api,
  });
  return rows;
}

/** `+ twilio.queue support`, as people read a plan. */
export function lines(rows: readonly PlanRow[]): string[] {
  const signs = { create: '+', change: '~', same: '=', refuse: '!' };
  return rows.map(
    ({ action, what, name, later }) =>
      `${signs[action]} ${what} ${name}${later ? ' (after the deployment)' : ''}`,
  );
}

/** Only what is not as it is to be. */
export function differing(rows: readonly PlanRow[]): string[] {
  return lines(rows.filter(({ action }) => action !== 'same'));
}
