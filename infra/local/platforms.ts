import type { StartSettings } from './start-settings.ts';

/** What is said of one platform; `isWarning`: a caller or an agent would come to harm. */
export type Said = { line: string; isWarning: boolean };

const said = (line: string): Said => ({ line, isWarning: false });
const warned = (line: string): Said => ({ line, isWarning: true });

/** Whose platform answers at a URL: the platform's own host, or another. */
const at = (url: string | undefined, own: string): string => {
  const host = URL.parse(url ?? '')?.host;
  return host === undefined || host === own || host.endsWith(`.${own}`) ? '' : ` (the one at ${host})`;
};

/**
 * Which platforms are real, which are simulated, and what that means for whoever calls: a line for each, and one for
 * each mixture in which real people meet nobody. `urls`: where the simulators answer.
 */
export function platformsSaid(
  { simulateVapi, simulateTwilio, simulateTools, env }: StartSettings,
  urls: { vapi?: string | undefined; twilio?: string | undefined } = {},
): Said[] {
  const where = (url: string | undefined) => (url === undefined ? '' : `, at ${url}`);
  const lines = [
    said(
      simulateVapi
        ? `Vapi: simulated (no VAPI_API_KEY): nobody real calls${where(urls.vapi)}`
        : `Vapi: real${at(env.VAPI_API_URL, 'vapi.ai')}: its callers are people`,
    ),
    said(
      simulateTwilio
        ? `Twilio: simulated (no TWILIO_ACCOUNT_SID): nobody real will answer${where(urls.twilio)}`
        : `Twilio: real${at(env.TWILIO_API_URL ?? env.TWILIO_TASKROUTER_URL, 'twilio.com')}: its agents are rung, and calls cost money`,
    ),
    said(toolsSaid(simulateTools, env)),
    said(
      env.CRM_HOOK_URL === undefined
        ? 'CRM: none (no CRM_HOOK_URL): summaries of calls and ends of handoffs are not sent'
        : 'CRM: the one of CRM_HOOK_URL: it gets the summary of each call and the end of each handoff',
    ),
    said(
      env.AWS_ENDPOINT_URL_DYNAMODB && env.AWS_ENDPOINT_URL_SQS
        ? 'AWS: the emulators of AWS_ENDPOINT_URL_DYNAMODB and AWS_ENDPOINT_URL_SQS'
        : 'AWS: emulated: what is kept is gone when this ends',
    ),
  ];
  if (!simulateVapi && simulateTwilio) {
    lines.push(warned('Vapi is real, but Twilio is simulated: a real caller would wait for nobody'));
  }
  if (simulateVapi && !simulateTwilio) {
    lines.push(warned('Twilio is real, but Vapi is simulated: a real agent would be rung for nobody'));
  }
  if (!(simulateVapi && simulateTwilio) && env.PUBLIC_BASE_URL === undefined) {
    const who = [...(simulateVapi ? [] : ['Vapi']), ...(simulateTwilio ? [] : ['Twilio'])].join(' and ');
    lines.push(warned(`PUBLIC_BASE_URL is not set: ${who} cannot reach this machine, no webhook will come`));
  }
  return lines;
}

function toolsSaid(
  simulated: boolean,
  { HELP_DESK: helpDesk, CALENDAR: calendar }: StartSettings['env'],
): string {
  if (simulated)
    return 'Help desk and calendar: simulated (no HELP_DESK, no CALENDAR): what they know is made up';
  return `Help desk: ${helpDesk ?? 'none (no HELP_DESK)'}; calendar: ${calendar ?? 'none (no CALENDAR)'}`;
}
