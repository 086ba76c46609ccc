import type { SimulatedCall } from '../simulators/vapi/vapi.ts';
import { type ToolAnswer, toldIn } from '../tool-answer.ts';
import { type AssistedStory, closed, legsOf, type Played, type Stage, talk, unless } from './story.ts';

const NAME = 'Robin Vale';
/** Longer than a tool call may take. */
const SLOW_MS = 3_500;

/** The assistant's model calls a tool of the tools' own server; what it has to say is told. */
async function uses(
  call: SimulatedCall,
  { tell, played }: Stage,
  toolName: string,
  args: Record<string, unknown>,
): Promise<ToolAnswer> {
  const { body } = await call.askForHuman(args, { toolName, serverUrl: played.toolsUrl });
  const answer = toldIn(body) ?? { say: 'no answer', isPending: false, slots: [] };
  tell('assistant', `${toolName}: “${answer.say}”`);
  return answer;
}

const BOOKED = /^Your appointment is booked on /;
const heardIn = ({ said }: SimulatedCall): string[] => said.filter((text) => BOOKED.test(text));

/** The one task of the call, as the agent has it. */
const capturedIn = (call: SimulatedCall, { twilio }: Played): string =>
  twilio.tasksOfCall(call.id)[0]?.attributes ?? '';

export const booksWhileSlow: AssistedStory = {
  title: 'Books an appointment while the calendar is slow',
  meets: 'assistant',
  expected: 'completed',
  startsAfterMs: 100,
  caller: '+14155550132',
  ownLeg: true,
  async arrives(stage) {
    const { until, tell, played } = stage;
    const call = await played.vapi.startCall({
      caller: '+14155550132',
      called: '+14155550188',
      ownLeg: true,
      messages: [{ role: 'bot', message: 'Hello, this is Example Energy. How can I help you?' }],
    });
    const asks = 'My meter shows twice as much as last month. Could somebody look at it?';
    tell('caller', `“${asks}”`);
    await call.callerSays(asks);
    const offered = await uses(call, stage, 'check_availability', {});
    tell('caller', `“The first one, please. I am ${NAME}.”`);
    await call.callerSays(`The first one, please. I am ${NAME}.`);
    played.team.faults.next('schedule_appointment', { kind: 'slow', ms: SLOW_MS });
    tell('outage', 'the calendar is slow');
    await uses(call, stage, 'schedule_appointment', { start: offered.slots[0] ?? '', name: NAME });
    await until(() => heardIn(call).length > 0);
    for (const heard of heardIn(call)) tell('assistant', `“${heard}”`);
    return call;
  },
  says: 'Great. Can I talk to a person about what to do until then?',
  tool: {
    reason: 'Wants to know what to do until somebody looks at the meter',
    department: 'meters',
    summary: 'The meter shows twice as much as last month; an appointment is booked.',
  },
  play: (call, stage) => talk(call, stage, 'hana.sato'),
  faults: (call, played) => [
    ...unless(played.team.appointments.size === 1, 'one appointment was booked'),
    ...unless(
      played.vapi.webhooks.some(({ callId, body }) => callId === call.id && isChecking(body)),
      'the assistant was told that it is being checked',
    ),
    ...unless(heardIn(call).length === 1, 'the caller heard once that it is booked'),
    ...unless(capturedIn(call, played).includes('"Booked"'), 'the agent reads what was booked'),
    ...unless(legsOf(played, 'hana.sato').length === 1, 'the agent was rung exactly once'),
    ...closed(call.id, played, 'completed'),
  ],
};

function isChecking(body: unknown): boolean {
  return toldIn(body)?.isPending === true;
}
