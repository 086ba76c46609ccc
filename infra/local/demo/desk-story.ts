import { legOf } from '../leg-of-call.ts';
import { OUR_NUMBER } from '../simulators/vapi/call.ts';
import type { SimulatedCall } from '../simulators/vapi/vapi.ts';
import { closed, joins, legsOf, type Played, type Stage, type Story, talk, unless } from './story.ts';

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

export const brokenOff: Story = {
  title: 'At our own number: an assistant breaks off, the next one knows',
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
    await first.callerSays('I was charged twice for invoice 4471.');
    tell('caller', '“I was charged twice for invoice 4471.”');
    const { body } = await first.askForHuman({ intent: 'billing' }, { toolName: 'route_call' });
    tell('handoff', `route_call: ${JSON.stringify(body).match(/GO \w+/)?.[0] ?? 'no answer'}`);
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
        first?.entries.map(({ assistantName }) => assistantName).join() === 'front-desk,billing',
        'the router had the caller first, then billing',
      ),
      ...unless(second === call && call.talking.name === 'billing', 'billing had the caller after the break'),
      ...unless(third === undefined, 'two calls were opened at Vapi, and no third'),
      ...unless(call.variableValues.resumed === 'yes', 'billing knew that the call had broken off'),
      ...unless(legsOf(played, 'gita.rao').length === 1, 'the agent was rung exactly once'),
      ...unless(joins(call, played), 'the caller was moved into the conference'),
      ...closed(call, played, 'completed'),
    ];
  },
};
