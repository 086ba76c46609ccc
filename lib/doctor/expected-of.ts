import type { DESK_SETTINGS } from '../desk/settings.ts';
import type { FOLLOWUP_SETTINGS } from '../followup/settings.ts';
import type { HANDOFF_SETTINGS } from '../handoff/settings.ts';
import { strategyOf } from '../handoff/strategies/index.ts';
import type { SettingsOf } from '../settings/setting.ts';
import type { TWILIO_COMMAND_SETTINGS, TWILIO_SETTINGS } from '../twilio/settings.ts';
import type { VAPI_COMMAND_SETTINGS, VAPI_SETTINGS } from '../vapi/settings.ts';
import type { Expectations } from './expectations.ts';
import { ourUrls } from './urls.ts';

type Read = SettingsOf<
  typeof TWILIO_SETTINGS &
    typeof TWILIO_COMMAND_SETTINGS &
    typeof VAPI_SETTINGS &
    typeof VAPI_COMMAND_SETTINGS &
    typeof HANDOFF_SETTINGS &
    typeof DESK_SETTINGS &
    typeof FOLLOWUP_SETTINGS
>;

/** What is read of them may be missing, or wrong and so left out: then the checks that need it say so. */
export type DoctorSettings = { readonly [Name in keyof Read]?: Read[Name] | undefined };

type Beside = Pick<Expectations, 'stage' | 'team'> & {
  baseUrl: string | undefined;
  wanted?: Expectations['vapi']['wanted'];
};

const under = (url: string | undefined, usual: string): string => (url ?? usual).replace(/\/+$/, '');

function bridging(
  bridge: DoctorSettings['BRIDGE'] = 'auto',
): Pick<Expectations['twilio'], 'bridge' | 'agentRungBy'> {
  if (bridge === 'auto') return { bridge, agentRungBy: 'either' };
  const chosen = { is: bridge, reason: 'as it is set' };
  return { bridge, agentRungBy: strategyOf({ strategy: chosen }).agentRungBy };
}

function isTwilios(url: string): boolean {
  return URL.parse(url)?.hostname.endsWith('.twilio.com') === true;
}

/** Returns what a set-up is held against, from its settings. */
export function expectedOf(settings: DoctorSettings, { stage, baseUrl, team, wanted }: Beside): Expectations {
  const api = under(settings.TWILIO_API_URL, 'https://api.twilio.com');
  const beside = (name: 'TWILIO_MONITOR_URL' | 'TWILIO_VOICE_URL' | 'TWILIO_TRUSTHUB_URL', usual: string) => {
    const url = under(settings[name], usual);
    // What asks a stand-in for Twilio does not take its credentials to Twilio itself.
    return isTwilios(url) && !isTwilios(api) ? { missing: `${name} is not set` } : url;
  };
  return {
    stage,
    team,
    urls: baseUrl === undefined ? undefined : ourUrls(baseUrl),
    twilio: {
      hosts: {
        taskrouter: under(settings.TWILIO_TASKROUTER_URL, 'https://taskrouter.twilio.com'),
        api,
        monitor: beside('TWILIO_MONITOR_URL', 'https://monitor.twilio.com'),
        voice: beside('TWILIO_VOICE_URL', 'https://voice.twilio.com'),
        trusthub: beside('TWILIO_TRUSTHUB_URL', 'https://trusthub.twilio.com'),
      },
      accountSid: settings.TWILIO_ACCOUNT_SID,
      authTokens: settings.TWILIO_AUTH_TOKEN ?? [],
      asksWithKey: settings.TWILIO_API_KEY !== undefined && settings.TWILIO_API_KEY_SECRET !== undefined,
      workspaceSid: settings.TWILIO_WORKSPACE_SID,
      workflowSid: settings.TWILIO_WORKFLOW_SID,
      callbackWorkflowSid: settings.TWILIO_CALLBACK_WORKFLOW_SID,
      reviewWorkflowSid: settings.TWILIO_REVIEW_WORKFLOW_SID,
      unavailableActivitySid: settings.TWILIO_UNAVAILABLE_ACTIVITY_SID,
      callerId: settings.TWILIO_NUMBER,
      windowSeconds: settings.HANDOFF_WINDOW_SECONDS ?? 30,
      ...bridging(settings.BRIDGE),
      agentsInFlex: settings.TWILIO_FLEX_WORKFLOW ?? false,
      longestCallSeconds: settings.MAX_CALL_SECONDS ?? 3600,
      countries: settings.CALLBACK_COUNTRIES ?? [],
    },
    vapi: {
      url: under(settings.VAPI_API_URL, 'https://api.vapi.ai'),
      credentialId: settings.VAPI_CREDENTIAL_ID,
      scheme: settings.VAPI_AUTH ?? 'hmac',
      squadId: settings.VAPI_SQUAD_ID,
      assistants: settings.VAPI_ASSISTANTS ?? {},
      assistantId: settings.VAPI_ASSISTANT_ID,
      phoneNumberId: settings.VAPI_PHONE_NUMBER_ID,
      fallbackNumber: settings.HUMAN_AGENT_NUMBER,
      maxCalls: settings.MAX_CALLS,
      escalationTools: settings.ESCALATION_TOOLS ?? [],
      wanted: wanted ?? new Map(),
    },
  };
}

/** How our own webhook is asked as Vapi would, or what is missing for it. */
export function signingOf({ VAPI_SERVER_SECRET, VAPI_AUTH, VAPI_AUTH_OPTIONS }: DoctorSettings) {
  const [secret] = VAPI_SERVER_SECRET ?? [];
  return secret === undefined
    ? { missing: 'VAPI_SERVER_SECRET is not set' }
    : { secret, scheme: VAPI_AUTH ?? ('hmac' as const), options: VAPI_AUTH_OPTIONS };
}
