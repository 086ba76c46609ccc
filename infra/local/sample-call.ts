import { setTimeout as wait } from 'node:timers/promises';
import { handoffIdOf } from '../../lib/base/ids.ts';
import { agentPages } from '../../lib/base/signed-link.ts';
import type { Phone, TwilioSimulator } from './simulators/twilio/twilio.ts';
import type { VapiSimulator } from './simulators/vapi/vapi.ts';

/** Always the same ids, so that the link to its page can be told before it is played. */
const CALL_ID = '0199a3c4-7e21-7bb3-9c55-00005a3b1e01';
const TOOL_CALL_ID = 'call_SampleOfTheAgentPage';
const ASKED_AT = 1_767_225_600_000;

/** The link to the agent page of the sample call. */
export const samplePage = (baseUrl: string, signingKey: string, now: number): string => {
  const handoffId = handoffIdOf(CALL_ID, TOOL_CALL_ID, ASKED_AT);
  return agentPages(baseUrl, signingKey).agentPage?.({ callId: CALL_ID, handoffId, now }) ?? '';
};

const LOOK_AGAIN_MS = 100;

/** Comes back when the page is there, which is when the caller has asked for a person. Throws when `signal` does. */
export const pageIsThere = async (page: string, signal: AbortSignal): Promise<void> => {
  while (!(await fetch(page, { signal })).ok) await wait(LOOK_AGAIN_MS, undefined, { signal });
};

const AGENT = { name: 'amara.osei', contactUri: '+14155550177' };
/** How the sample's agent answers: slowly enough to be watched. */
export const SAMPLE_PHONE: Phone = { does: 'takes', answersAfterMs: 4_000, decidesAfterMs: 5_000 };

const ASKED = {
  reason: 'Was charged twice on invoice 4471 and wants one charge back.',
  department: 'billing',
  summary:
    'The caller paid invoice 4471 on Monday and finds the charge twice on the statement. The assistant found both charges, but may not pay money back. The caller has to be told when it comes.',
  sentiment: 'worried',
  unresolved_topics: ['refund of one charge', 'date of the refund'],
  captured: { reference: 'invoice 4471', amount: '$86.40', email: 'caller@example.com' },
};

/**
 * A call to look at: the caller talks with the assistant, asks for a person, waits, and is joined with an agent about
 * half a minute later; a minute after that both hang up. Real time; ends early with `signal`.
 */
export const playSampleCall = async (
  { vapi, twilio }: { vapi: VapiSimulator; twilio: TwilioSimulator },
  signal: AbortSignal,
): Promise<void> => {
  const call = await vapi.startCall({
    callId: CALL_ID,
    ownLeg: true,
    metadata: { customerId: 'C-20417', customerName: 'Robin Vale', accountStatus: 'gold' },
    messages: [{ role: 'bot', message: 'Hello, this is Example Energy. How can I help you?' }],
  });
  const says = (text: string) => call.callerSays(text, { realTime: true, takesMs: 1_500 });
  const answers = (text: string) => call.assistantSays(text, { realTime: true, takesMs: 1_500 });
  await says('Hi, I was charged twice for invoice 4471.');
  await answers('I am sorry about that. I can see two charges of 86 dollars and 40 cents, both on Monday.');
  await says('Yes, exactly. I want one of them back. Can I talk to somebody about it?');
  await call.askForHuman(ASKED, { toolCallId: TOOL_CALL_ID, timestamp: ASKED_AT });
  await wait(2_000, undefined, { signal });
  await says('Will it take long? I have to leave in ten minutes.');
  await answers('A colleague is being fetched. Meanwhile: is caller@example.com still your address?');
  await says('Yes, that is right.');
  await wait(6_000, undefined, { signal });
  twilio.addWorker(AGENT);
  await wait(60_000, undefined, { signal });
  for (const { sid, to } of twilio.calls.values()) if (to === AGENT.contactUri) twilio.hangUp(sid);
};
