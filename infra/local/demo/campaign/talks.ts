import type { SimulatedCall } from '../../simulators/vapi/vapi.ts';
import { toolAnswerIn } from '../../tool-answer.ts';
import { type Stage, talk } from '../story.ts';
import { lastDigits } from './words.ts';

/** What somebody does who was called, once they have picked up. */
export type Talk = (call: SimulatedCall, stage: Stage) => Promise<void>;

/** The agent who has the campaign's callees. */
export const CAMPAIGN_AGENT = 'ines.duarte';

/** How long people listen before they say something, and before they hang up. */
const LISTEN_MS = 400;
const REPORT_MS = 800;

async function says(call: SimulatedCall, { wait, tell }: Stage, text: string): Promise<void> {
  await wait(LISTEN_MS);
  tell('callee', `${lastDigits(call.caller ?? '')}: “${text}”`);
  await call.callerSays(text);
}

export const isContent: Talk = async (call, stage) => {
  await says(call, stage, 'Another year at the same price? That is fine with me.');
  await call.assistantSays('Thank you. Then it goes on for another year. Have a good day!');
  await stage.wait(LISTEN_MS);
  await call.hangUp();
};

export const asksForPerson: Talk = async (call, stage) => {
  await says(call, stage, 'I am moving next month. Can I talk to a person about that?');
  await call.askForHuman({
    reason: 'Moves next month, wants to take the contract along',
    department: 'renewals',
    summary: 'Was called about the renewal, and is moving next month.',
  });
  // Vapi writes its report for a while: by then they talk.
  call.endIsToldBy({ report: { delayMs: REPORT_MS } });
  await talk(call, stage, CAMPAIGN_AGENT);
};

export const refusesCalls: Talk = async (call, stage) => {
  await says(call, stage, 'Please do not call me any more.');
  const { body } = await call.askForHuman({}, { toolName: 'do_not_call' });
  stage.tell('assistant', `do_not_call: “${toolAnswerIn(body) ?? 'no answer'}”`);
  await stage.wait(LISTEN_MS);
  await call.hangUp();
};
