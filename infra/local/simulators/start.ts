import { onPort } from '../kit/on-port.ts';
import { LOCAL_TOOLS } from '../local-values.ts';
import { startTeamBackend, type TeamBackend } from './team-backend/team-backend.ts';
import { type Phone, startTwilioSimulator, type TwilioSimulator } from './twilio/twilio.ts';
import { OUR_NUMBER } from './vapi/call.ts';
import type { OutboundPhone } from './vapi/outbound.ts';
import { type AgentAnswer, startVapiSimulator, type VapiSimulator } from './vapi/vapi.ts';

export type Simulators = {
  /** What the functions need to know to talk to the simulators. */
  env: Record<string, string>;
  vapi: VapiSimulator | undefined;
  twilio: TwilioSimulator | undefined;
  /** The team's own help desk and calendar. */
  team: TeamBackend | undefined;
  vapiUrl: string | undefined;
  twilioUrl: string | undefined;
  /** Tells the simulators where the product's webhooks are. */
  connect(baseUrl: string): void;
  stop(): Promise<void>;
};

/** All of them are one simulator. */
const TWILIO_HOSTS = [
  'TWILIO_TASKROUTER_URL',
  'TWILIO_API_URL',
  'TWILIO_MONITOR_URL',
  'TWILIO_VOICE_URL',
  'TWILIO_TRUSTHUB_URL',
] as const;

/** Starts the wanted simulators with the credentials of `env`. */
export const startSimulators = async (
  env: Record<string, string>,
  wanted: {
    vapi: boolean;
    twilio: boolean;
    tools?: boolean;
    agentAnswers?: ((number: string) => AgentAnswer) | undefined;
    /** What the telephones do that Vapi dials. */
    outboundPhones?: ((number: string) => OutboundPhone) | undefined;
    /** What the phones of agents do that Twilio rings. */
    agentPhones?: ((number: string) => Phone) | undefined;
    /** How long a second of TwiML takes. */
    secondMs?: number | undefined;
    /** How long Vapi waits for the answer to a webhook. */
    webhookPatienceMs?: number | undefined;
    /** How long TaskRouter waits for the answer to an assignment, and for the agent. */
    taskRouterPatienceMs?: number | undefined;
    /** Any free ones where none are given, or they are taken. */
    ports?: { vapi: number; twilio: number; tools: number };
  },
): Promise<Simulators> => {
  const need = (name: string): string => {
    const value = env[name]?.split(',')[0];
    if (value === undefined) throw new Error(`${name} is not set`);
    return value;
  };
  const twilio = wanted.twilio
    ? await onPort(wanted.ports?.twilio ?? 0, (port) =>
        startTwilioSimulator({
          accountSid: need('TWILIO_ACCOUNT_SID'),
          authToken: need('TWILIO_AUTH_TOKEN'),
          workspaceSid: need('TWILIO_WORKSPACE_SID'),
          workflowSid: need('TWILIO_WORKFLOW_SID'),
          ...(wanted.agentPhones && { agentPhones: wanted.agentPhones }),
          ...(wanted.secondMs !== undefined && { secondMs: wanted.secondMs }),
          ...(wanted.taskRouterPatienceMs !== undefined && {
            assignmentTimeoutMs: wanted.taskRouterPatienceMs,
            reservationTimeoutMs: wanted.taskRouterPatienceMs,
          }),
          port,
        }),
      )
    : undefined;
  const vapi = wanted.vapi
    ? await onPort(wanted.ports?.vapi ?? 0, (port) =>
        startVapiSimulator({
          apiKey: need('VAPI_API_KEY'),
          secret: need('VAPI_SERVER_SECRET'),
          ...(wanted.agentAnswers && { agentAnswers: wanted.agentAnswers }),
          ...(wanted.outboundPhones && { outboundPhones: wanted.outboundPhones }),
          ...(wanted.webhookPatienceMs !== undefined && { webhookPatienceMs: wanted.webhookPatienceMs }),
          port,
        }),
      )
    : undefined;
  const team = wanted.tools
    ? await onPort(wanted.ports?.tools ?? 0, (port) =>
        startTeamBackend({ secrets: [LOCAL_TOOLS.TOOLS_SECRET], port }),
      )
    : undefined;
  if (vapi !== undefined && twilio !== undefined) {
    vapi.connectLegs(twilio.legs, need('TWILIO_ACCOUNT_SID'));
    twilio.connectStreams(vapi.streams);
    // An import takes the number's calls to Vapi.
    vapi.onImport((number) => {
      const isThere = twilio.state().numbers.some(({ phone_number }) => phone_number === number);
      if (isThere) twilio.console.setNumber(number, { voiceUrl: vapi.inboundUrl });
    });
  }
  return {
    env: {
      ...(vapi && { VAPI_API_URL: vapi.url, VAPI_CONTROL_HOSTS: '127.0.0.1' }),
      ...(twilio && Object.fromEntries(TWILIO_HOSTS.map((host) => [host, twilio.url]))),
      ...(team && { ...LOCAL_TOOLS, TOOLS_URL: team.url }),
    },
    vapi,
    twilio,
    team,
    vapiUrl: vapi?.url,
    twilioUrl: twilio?.url,
    connect(baseUrl) {
      const base = baseUrl.replace(/\/+$/, '');
      vapi?.connect(`${base}/webhook/vapi`);
      twilio?.connect({
        assignmentUrl: `${base}/webhook/twilio/assignment`,
        fallbackUrl: `${base}/webhook/twilio/assignment/fallback`,
        eventsUrl: `${base}/webhook/twilio/events`,
        statusUrl: `${base}/webhook/twilio/status`,
      });
      // Whoever calls it at Twilio is answered by us.
      twilio?.addNumber({
        number: OUR_NUMBER,
        voiceUrl: `${base}/webhook/twilio/voice`,
        statusCallback: `${base}/webhook/twilio/status`,
      });
    },
    async stop() {
      await vapi?.stop();
      await twilio?.stop();
      await team?.stop();
    },
  };
};
