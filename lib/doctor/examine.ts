import type { Clock } from '../base/clock.ts';
import { atMost } from '../http/at-most.ts';
import type { PlatformApi } from '../http/platform-api.ts';
import type { Calendar, HelpDesk } from '../tools/ports.ts';
import type { Check } from './check.ts';
import type { Expectations } from './expectations.ts';
import type { Ask } from './ours/ask.ts';
import { healthCheck, webhookCheck } from './ours/service.ts';
import type { Signing } from './ours/sign.ts';
import type { Source } from './seen.ts';
import { calendarCheck, helpDeskCheck, type System } from './tools/systems.ts';
import { twilioChecks } from './twilio/checks.ts';
import { probe } from './twilio/probe.ts';
import { readTwilio } from './twilio/read.ts';
import { vapiChecks } from './vapi/checks.ts';
import { businessNumbers, vapiNumberChecks } from './vapi/numbers.ts';
import { readVapi } from './vapi/read.ts';

/** Requests in flight at one time, over all platforms together: a doctor must not cost callers their rate limits. */
const AT_ONCE = 5;

export type DoctorPorts = {
  /** The platforms' APIs, or which setting is missing to ask them. */
  twilio: PlatformApi | { missing: string };
  vapi: PlatformApi | { missing: string };
  /** Our own service. */
  ask: Ask;
  /** How a message to it is signed. */
  signing: Signing | { missing: string };
  helpDesk: System<HelpDesk>;
  calendar: System<Calendar>;
  clock: Clock;
  wait(ms: number): Promise<void>;
  /** Called after every answer, with how many there were. */
  onAnswer?(answers: number): void;
};

export type Examination = {
  /** Offers the workflow a task that is canceled again: the only thing that writes. */
  withProbe: boolean;
  /** Whether our webhook is also asked as a stranger would: it counts as a request that was refused. */
  asStranger: boolean;
};

/**
 * Looks at a whole set-up: everything side by side, each thing once, at most five requests at one time. Only GETs, but
 * for the probe and the message to our own webhook that has no effect.
 */
export async function examine(
  expected: Expectations,
  ports: DoctorPorts,
  { withProbe, asStranger }: Examination,
): Promise<Check[]> {
  const { twilio, vapi, ask, clock, wait, signing, helpDesk, calendar } = sharing(ports);
  const ofVapi = readVapi(vapi, expected);
  const business = ofVapi.numbers.then((numbers) => businessNumbers(numbers, expected));
  const ofTwilio = readTwilio(
    twilio,
    expected,
    business.then((all) => all.map(({ number }) => number)),
    clock,
  );
  const [seenAtTwilio, seenAtVapi, numbers, ...others] = await Promise.all([
    ofTwilio,
    ofVapi.all,
    business,
    healthCheck(ask, expected),
    webhookCheck(ask, expected, { signing, asStranger }, clock),
    helpDeskCheck(helpDesk),
    calendarCheck(calendar, clock),
  ]);
  return [
    ...twilioChecks(seenAtTwilio, expected, numbers),
    ...(withProbe ? [await probe(twilio, expected, wait)] : []),
    ...vapiChecks(seenAtVapi, expected),
    ...vapiNumberChecks(seenAtVapi, expected, numbers),
    ...others,
  ];
}

/** Lets all of them together ask only so much at one time, and counts the answers. */
function sharing(
  ports: DoctorPorts,
): Omit<DoctorPorts, 'twilio' | 'vapi'> & Record<'twilio' | 'vapi', Source> {
  const limited = atMost(AT_ONCE);
  let answers = 0;
  const counted = <T>(work: () => Promise<T>): Promise<T> =>
    limited(async () => {
      const answer = await work();
      answers += 1;
      ports.onAnswer?.(answers);
      return answer;
    });
  const shared = (platform: Source['platform'], api: PlatformApi | { missing: string }): Source => ({
    platform,
    api: typeof api === 'function' ? (request) => counted(() => api(request)) : api,
  });
  return {
    ...ports,
    twilio: shared('Twilio', ports.twilio),
    vapi: shared('Vapi', ports.vapi),
    ask: (request) => counted(() => ports.ask(request)),
  };
}
