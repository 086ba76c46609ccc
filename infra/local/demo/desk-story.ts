import { legOf } from '../leg-of-call.ts';
import { OUR_NUMBER } from '../simulators/vapi/call.ts';
import type { SimulatedCall } from '../simulators/vapi/vapi.ts';
import { toolAnswerIn } from '../tool-answer.ts';
import { type AssistedStory, closed, joins, legsOf, type Played, type Stage, talk, unless } from './story.ts';

const CALLER = '+14155550130';
const BROKEN = 'call.in-progress.error-vapifault-worker-died';

/** The calls at Vapi that were opened for the caller's leg, the newest last. */
const callsOf = ({ vapi, twilio }: Played): SimulatedCall[] => {
  const leg = [...twilio.calls.values()].find(
    ({ direction, from }) => direction === 'inbound' && from === CALLER,
  );
  return vapi.calls().filter((call) => leg !== undefined && legOf(call) === leg.sid);
};

const talking = async ({ until, played }: Stage, number: number): Promise<SimulatedCall> => {
  const newest = () => callsOf(played)[number - 1];
  await until(() => newest()?.status === 'in-progress');
  return newest() ?? Promise.reject(new Error(`no assistant number ${number} has come`));
};

/** What the router's model was answered when it asked where the caller belongs, each time. */
const routesOf = ({ messages }: SimulatedCall): string[] =>
  messages.flatMap((message) =>
    message.role === 'tool_call_result' && message.name === 'route_call' ? [message.result] : [],
  );

const QUESTION = 'Is it about a bill, or does something not work?';

/** The router asks where the caller belongs, and puts the question to the caller that it may put. */
const route = async (call: SimulatedCall, { tell }: Stage, asked: Record<string, string>): Promise<void> => {
  const { body } = await call.askForHuman(asked, { toolName: 'route_call' });
  const answer = toolAnswerIn(body) ?? 'no answer';
  tell('handoff', `route_call: ${answer}`);
  const [, question] = /^ASK (.+)$/.exec(answer) ?? [];
  if (question === undefined) return;
  await call.assistantSays(question);
  tell('assistant', `“${question}”`);
};

const callerSays = async (call: SimulatedCall, { tell }: Stage, text: string): Promise<void> => {
  await call.callerSays(text);
  tell('caller', `“${text}”`);
};

export const brokenOff: AssistedStory = {
  title: 'At our own number: one question, then billing; it breaks off, the next one knows',
  meets: 'assistant',
  expected: 'completed',
  startsAfterMs: 300,
  caller: CALLER,
  ownLeg: true,
  async arrives(stage) {
    const { wait, tell, played } = stage;
    played.twilio.callIn({ to: OUR_NUMBER, from: CALLER });
    tell('caller', 'rings our own number');
    const first = await talking(stage, 1);
    tell('assistant', 'the router has the caller');
    await callerSays(first, stage, 'Hello, there is something wrong with my account.');
    await route(first, stage, { intent: 'unclear', question: QUESTION });
    await callerSays(first, stage, 'A bill: I was charged twice for invoice 4471.');
    await route(first, stage, { intent: 'billing' });
    const { moved } = await first.handsOff('handoff_to_billing');
    tell('assistant', moved ? 'billing has the caller' : 'the caller is not moved');
    await wait(400);
    await first.breaks(BROKEN);
    tell('outage', 'the assistant breaks off; the caller is still on the line');
    const second = await talking(stage, 2);
    tell('assistant', 'billing has the caller again, and knows what it was about');
    return second;
  },
  says: 'Yes, please go on. I would like to talk to a person about the refund.',
  tool: {
    reason: 'Wants one of two charges of invoice 4471 back',
    department: 'refunds',
    summary: 'Charged twice for invoice 4471.',
  },
  play: (call, stage) => talk(call, stage, 'gita.rao'),
  faults: (call, played) => {
    const [first, second, third] = callsOf(played);
    return [
      ...unless(
        first !== undefined && routesOf(first).join() === `ASK ${QUESTION},GO billing`,
        'the router asked one question, and no second',
      ),
      ...unless(first?.said.filter((text) => text === QUESTION).length === 1, 'the caller was asked it once'),
      ...unless(
        first?.entries.map(({ assistantName }) => assistantName).join() === 'front-desk,billing',
        'the router had the caller first, then billing',
      ),
      ...unless(second === call && call.talking.name === 'billing', 'billing had the caller after the break'),
      ...unless(third === undefined, 'two calls were opened at Vapi, and no third'),
      ...unless(call.variableValues.resumed === 'yes', 'billing knew that the call had broken off'),
      ...unless(legsOf(played, 'gita.rao').length === 1, 'the agent was rung exactly once'),
      ...unless(joins(call, played), 'the caller was moved into the conference'),
      ...closed(call.id, played, 'completed'),
    ];
  },
};
