import { isObject } from '../../../lib/base/json.ts';
import { hidden } from '../../../lib/doctor/hidden.ts';
import { type Difference, differences, subtrees } from '../../../lib/vapi/differences.ts';
import type { PlanRow } from '../plan.ts';
import type { TeamNumber } from '../team/team.ts';
import type { Body } from './body.ts';
import { prefixOf, stageNamed } from './names.ts';
import { change, fieldsOf } from './shown.ts';
import type { Thing } from './things.ts';
import { apiUrlOf, ownUrls, type Wish } from './wanted.ts';

const WHAT = 'vapi.number';
/** Vapi asks us only where it has none of these. */
const SPEAKERS = ['assistantId', 'squadId', 'workflowId'] as const;

export type NumberPlan = {
  row: PlanRow;
  todo: { is: 'import' } | { is: 'take'; thing: Thing } | { is: 'nothing' };
  /** What is sent for one that is there. */
  change?: Body;
};

/** Returns what is managed of an imported number. */
export function wantedNumber({ number }: TeamNumber, wish: Wish, credentialId: string | undefined): Body {
  const { HUMAN_AGENT_NUMBER } = wish.settings;
  return {
    // Numbers of several kinds share the route: it tells them apart.
    provider: 'twilio',
    number,
    name: `${prefixOf(wish.stage)}${number.slice(-4)}`,
    smsEnabled: false,
    server: {
      url: ownUrls(wish).serverUrl,
      timeoutSeconds: 20,
      ...(credentialId !== undefined && { credentialId }),
    },
    // Without a word about it the one of before would stay.
    fallbackDestination:
      HUMAN_AGENT_NUMBER === undefined ? null : { type: 'number', number: HUMAN_AGENT_NUMBER },
  };
}

/** Returns by what Vapi may write the number's URLs at Twilio; undefined where nothing is given. */
export function twilioAccess(settings: Wish['settings']): Body | undefined {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_API_KEY, TWILIO_API_KEY_SECRET } = settings;
  if (TWILIO_ACCOUNT_SID === undefined) return undefined;
  const account = { twilioAccountSid: TWILIO_ACCOUNT_SID };
  // The token wins at Vapi where it has both: a key can be taken back alone.
  if (TWILIO_API_KEY !== undefined && TWILIO_API_KEY_SECRET !== undefined) {
    return { ...account, twilioApiKey: TWILIO_API_KEY, twilioApiSecret: TWILIO_API_KEY_SECRET };
  }
  const token = TWILIO_AUTH_TOKEN?.split(',')[0]?.trim();
  return token ? { ...account, twilioAuthToken: token } : undefined;
}

/** What has to be sent, with a null for everybody who answers in our place. */
export function numberChange(wanted: Body, actual: Body): { body: Body; found: Difference[] } | undefined {
  const speakers = Object.fromEntries(
    SPEAKERS.filter((key) => actual[key] != null).map((key) => [key, null]),
  );
  // What Vapi does not show is not there.
  const { fallbackDestination = null } = actual;
  const found = differences({ ...wanted, ...speakers }, { ...actual, fallbackDestination });
  if (found.length === 0) return undefined;
  return { found, body: { ...subtrees(wanted, found), ...speakers, provider: 'twilio' } };
}

/** Whether the number is as it is to be. */
export function isNumberSet(wanted: Body, actual: Body): boolean {
  return numberChange(wanted, actual) === undefined;
}

function leadsElsewhere({ server, ...actual }: Body, wanted: Body): boolean {
  const url = isObject(server) ? server.url : undefined;
  const ours = isObject(wanted.server) ? wanted.server.url : undefined;
  return SPEAKERS.some((key) => actual[key] != null) || (url != null && url !== ours);
}

/** Decides about one number of the team. */
export function planNumber(given: {
  number: TeamNumber;
  wish: Wish;
  wanted: Body;
  all: readonly Thing[];
  adopt: boolean;
}): NumberPlan {
  const { number, wish, wanted, all, adopt } = given;
  const { stage, settings, baseUrl } = wish;
  const row = { what: WHAT, name: hidden(number.number) };
  const later = baseUrl === undefined ? ({ later: true } as const) : {};
  const refuse = (why: string): NumberPlan => ({
    row: { ...row, action: 'refuse', fields: {}, why },
    todo: { is: 'nothing' },
  });
  const access = twilioAccess(settings);
  const found = all.filter(({ body }) => body.number === number.number);
  const [thing, twin] = found;
  if (thing === undefined) {
    if (access === undefined) {
      return refuse(
        'Vapi imports it with TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or an API key): set them.',
      );
    }
    const why = importNote(number, settings);
    return {
      row: { ...row, action: 'create', fields: outline(wanted, baseUrl === undefined), why, ...later },
      todo: { is: 'import' },
    };
  }
  if (twin !== undefined) {
    return refuse(`Vapi has it ${found.length} times: delete all but one in the dashboard.`);
  }
  const { body } = thing;
  if (body.provider !== 'twilio') return refuse('Vapi has it from another carrier than Twilio.');
  if (access !== undefined && body.twilioAccountSid !== access.twilioAccountSid) {
    return refuse('Vapi has it from another Twilio account than TWILIO_ACCOUNT_SID.');
  }
  const owner = stageNamed(thing.name);
  if (owner !== stage && leadsElsewhere(body, wanted) && !adopt) {
    const whose = owner === undefined ? 'leads to somebody else' : `belongs to the stage ${owner}`;
    return refuse(`At Vapi it ${whose}, who would get no more calls: --adopt takes it over.`);
  }
  const changed = baseUrl === undefined ? undefined : numberChange(wanted, body);
  if (changed === undefined)
    return { row: { ...row, action: 'same', fields: {}, ...later }, todo: { is: 'take', thing } };
  return {
    row: { ...row, action: 'change', fields: fieldsOf(changed.found) },
    todo: { is: 'take', thing },
    change: changed.body,
  };
}

function importNote({ answeredBy }: TeamNumber, settings: Wish['settings']): string {
  const voice = `${apiUrlOf(settings)}/twilio/inbound_call`;
  const after =
    answeredBy === 'us' ? ', and set-up sets it back to our own voice webhook (twilio.number)' : '';
  const fallback =
    settings.HUMAN_AGENT_NUMBER === undefined
      ? ' Without HUMAN_AGENT_NUMBER a caller whom we cannot answer goes nowhere.'
      : '';
  return `The import sets the voice URL of the number at Twilio to ${voice}${after}.${fallback}`;
}

function outline(
  { server, fallbackDestination, smsEnabled }: Body,
  isLater: boolean,
): Record<string, string> {
  const to = isObject(fallbackDestination) ? { fallback: change('', fallbackDestination.number).to } : {};
  const url = isObject(server) && !isLater ? { server: change('', server.url).to } : {};
  return { ...url, ...to, smsEnabled: String(smsEnabled) };
}
