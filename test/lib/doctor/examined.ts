import type { Check } from '../../../lib/doctor/check.ts';
import { type DoctorPorts, examine } from '../../../lib/doctor/examine.ts';
import type { Expectations } from '../../../lib/doctor/expectations.ts';
import { expectedOf } from '../../../lib/doctor/expected-of.ts';
import type { Ask } from '../../../lib/doctor/ours/ask.ts';
import {
  asFound,
  BASE,
  inOrder,
  NOW,
  NUMBER,
  SID,
  TOKEN,
  type TwilioAccount,
  twilioWith,
} from './twilio-account.ts';
import { FALLBACK, ID, type Organisation, organisation, vapiWith } from './vapi-organisation.ts';

/** Everything set as the two platforms have it. */
export const SETTINGS = {
  TWILIO_ACCOUNT_SID: SID.account,
  TWILIO_AUTH_TOKEN: [TOKEN],
  TWILIO_WORKSPACE_SID: SID.workspace,
  TWILIO_WORKFLOW_SID: SID.workflow,
  TWILIO_UNAVAILABLE_ACTIVITY_SID: SID.unavailable,
  TWILIO_NUMBER: NUMBER,
  HUMAN_AGENT_NUMBER: FALLBACK,
  VAPI_CREDENTIAL_ID: ID.credential,
  VAPI_ASSISTANTS: { 'front-desk': ID.frontDesk, support: ID.support },
  VAPI_SQUAD_ID: ID.squad,
  VAPI_PHONE_NUMBER_ID: ID.number,
  ESCALATION_TOOLS: ['escalate_to_human'],
  MAX_CALLS: 10,
};

export const TEAM: NonNullable<Expectations['team']> = {
  agents: [{ name: 'amara.osei', contact: '+14155550177', departments: ['support'], languages: [] }],
  departments: ['support'],
  numbers: [{ number: NUMBER, answeredBy: 'vapi' }],
};

export function expected(
  settings: Parameters<typeof expectedOf>[0] = {},
  more: Partial<Parameters<typeof expectedOf>[1]> = {},
): Expectations {
  return expectedOf({ ...SETTINGS, ...settings }, { stage: 'prod', baseUrl: BASE, team: TEAM, ...more });
}

/** Our own service, well. */
export const well: Ask = async ({ method, headers = {} }) => {
  if (method === 'GET') {
    return { is: 'answered', status: 200, body: { status: 'healthy', stage: 'prod', dependencies: {} } };
  }
  return { is: 'answered', status: headers['x-signature'] === undefined ? 401 : 200, body: {} };
};

export type World = {
  twilio?: TwilioAccount;
  vapi?: Organisation;
  expectations?: Expectations;
  ports?: Partial<DoctorPorts>;
  withProbe?: boolean;
  asStranger?: boolean;
};

/** Looks at a set-up that is in order but for what is given. */
export async function examined(world: World = {}): Promise<Check[]> {
  const { expectations = expected(), ports = {}, withProbe = false, asStranger = true } = world;
  return examine(
    expectations,
    {
      twilio: twilioWith(world.twilio ?? inOrder()).api,
      vapi: vapiWith(world.vapi ?? organisation()).api,
      ask: well,
      signing: { scheme: 'hmac', options: undefined, secret: 'a-secret-of-the-stage' },
      helpDesk: { name: 'zendesk', whoDecides: 'us', ticket: async () => ({ is: 'not-found' }) },
      calendar: {
        name: 'calcom',
        whoDecides: 'us',
        slots: async () => ({ is: 'slots', starts: [NOW] }),
        book: async () => ({ is: 'taken' }),
        find: async () => ({ is: 'found', appointments: [] }),
        cancel: async () => ({ is: 'not-found' }),
      },
      clock: () => NOW,
      wait: async () => undefined,
      ...ports,
    },
    { withProbe, asStranger },
  );
}

/** One check of it. */
export async function checkOf(id: string, world: World = {}): Promise<Check> {
  const all = await examined(world);
  const found = all.filter((one) => one.id === id);
  const [one] = found;
  if (one === undefined || found.length > 1) throw new Error(`${id}: ${found.length} checks`);
  return one;
}

/** The check of an account that is in order but for one thing. */
export async function withTwilio(
  id: string,
  change: (has: TwilioAccount) => Partial<TwilioAccount>,
): Promise<Check> {
  const has = inOrder();
  return checkOf(id, { twilio: { ...has, ...change(has) } });
}

export { asFound, inOrder };
