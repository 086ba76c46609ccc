import { SPEECHES } from '../../../lib/speech/index.ts';
import type { SimulatedCall } from '../simulators/vapi/vapi.ts';
import { booksWhileSlow } from './appointment-story.ts';
import { linesBusy } from './busy-story.ts';
import { brokenOff } from './desk-story.ts';
import { closed, joins, legsOf, type Played, type Story, TALK_MS, talk, unless } from './story.ts';

const { en: speech, es: spanish } = SPEECHES;

/** How long the table is away. */
const OUTAGE_MS = 2_000;

const hasHeardBusy = ({ said }: SimulatedCall): boolean => said.includes(speech.toCaller.busy);
/** The only agent for bills has a caller. */
const isBillingBusy = ({ vapi }: Played): boolean =>
  vapi.calls().some(({ transfers }) => transfers.length > 0);

/** Agents who are asked before a caller is moved, and one whose call Vapi transfers; ten callers, one of whom speaks Spanish. */
export const stories: readonly Story[] = [
  {
    title: 'Agent first',
    meets: 'assistant',
    expected: 'completed',
    startsAfterMs: 0,
    caller: '+14155550126',
    ownLeg: true,
    says: 'We are forty people and need a yearly price. Can I talk to your sales team?',
    tool: {
      reason: 'Wants a quote for forty seats',
      department: 'sales',
      summary: 'Runs a team of forty and asks for a yearly price.',
    },
    play: (call, stage) => talk(call, stage, 'ben.castro'),
    faults: (call, played) => [
      ...unless(legsOf(played, 'ben.castro').length === 1, 'the agent was rung exactly once'),
      ...unless(
        legsOf(played, 'ben.castro').some(({ heard }) => heard.join().includes('forty seats')),
        'the agent heard why',
      ),
      ...unless(
        played.twilio.calls.get(call.callSid ?? '')?.heard.length === 0,
        'the caller heard nothing of that',
      ),
      ...unless(joins(call, played), 'the caller was moved into the conference'),
      ...unless(call.transfers.length === 0, 'Vapi transferred nobody'),
      ...closed(call.id, played, 'completed'),
    ],
  },
  {
    title: 'Asked in words alone; declined, then the next agent',
    meets: 'assistant',
    expected: 'completed',
    startsAfterMs: 200,
    caller: '+14155550127',
    ownLeg: true,
    says: 'My router does not work any more since the update. I want to talk to a real person.',
    play: (call, stage) => talk(call, stage, 'dana.novak'),
    faults: (call, played) => [
      ...unless(
        call.said.filter((text) => text === speech.toCaller.connecting).length === 1,
        'the caller heard once that a colleague is being fetched',
      ),
      ...unless(legsOf(played, 'chen.li').length === 1, 'the first agent was rung exactly once'),
      ...unless(legsOf(played, 'dana.novak').length === 1, 'the second agent was rung exactly once'),
      ...unless(joins(call, played), 'the caller was moved into the conference'),
      ...closed(call.id, played, 'completed'),
    ],
  },
  {
    title: 'A caller who speaks Spanish',
    meets: 'assistant',
    expected: 'completed',
    startsAfterMs: 600,
    caller: '+14155550129',
    ownLeg: true,
    says: 'Me han cobrado dos veces la misma factura. Quiero hablar con una persona.',
    tool: { reason: 'Le cobraron dos veces la misma factura', department: 'facturas' },
    async play(call, stage) {
      const { until, tell, played } = stage;
      await until(() => joins(call, played));
      const [leg] = legsOf(played, 'felipe.rojas');
      for (const sentence of leg?.heard ?? []) {
        tell('agent', `felipe.rojas hears: “${sentence}”`, leg?.answeredAt);
      }
      await talk(call, stage, 'felipe.rojas');
    },
    faults: (call, played) => {
      const heard = legsOf(played, 'felipe.rojas').flatMap((leg) => leg.heard);
      const readAs = legsOf(played, 'felipe.rojas').flatMap((leg) => leg.heardIn);
      const why =
        'El asistente tiene en línea a una persona, para facturas. Le cobraron dos veces la misma factura.';
      return [
        ...unless(
          played.vapi.webhooks.some(
            ({ callId, body }) =>
              callId === call.id && JSON.stringify(body)?.includes(spanish.toCaller.connecting),
          ),
          'the assistant was answered in Spanish',
        ),
        ...unless(
          heard.join() === `${why} ${spanish.toAgent.keys}` && readAs.join() === spanish.readAs,
          'the agent heard in Spanish who is calling and why',
        ),
        ...unless(joins(call, played), 'the caller was moved into the conference'),
        ...closed(call.id, played, 'completed'),
      ];
    },
  },
  {
    title: 'Handed over by Vapi',
    meets: 'assistant',
    expected: 'completed',
    startsAfterMs: 0,
    caller: '+14155550123',
    says: 'You have charged me twice for invoice 4471. I want my money back from a person.',
    tool: {
      reason: 'Disputes a duplicate charge on invoice 4471',
      department: 'billing',
      summary: 'Charged twice for invoice 4471, asks for a refund.',
      sentiment: 'frustrated',
    },
    async play(call, { wait, until, played }) {
      // They talk for longer than the others wait, so that nobody else is free.
      await until(() => played.vapi.calls().some(hasHeardBusy));
      await wait(TALK_MS);
      if (call.transfers.some(({ outcome }) => outcome === 'connected')) await call.endConversation();
    },
    faults: (call, played) => [
      ...unless(call.transfers.length === 1, 'the caller was transferred exactly once'),
      ...closed(call.id, played, 'completed'),
    ],
  },
  {
    title: 'Nobody free',
    meets: 'assistant',
    expected: 'no_agent',
    startsAfterMs: 400,
    startsWhen: isBillingBusy,
    caller: '+14155550124',
    says: 'I have to change the delivery address, and you cannot do that.',
    tool: { reason: 'Wants to change the delivery address', department: 'billing' },
    async play(call, { wait, until, tell }) {
      await until(() => hasHeardBusy(call));
      await wait(1_200);
      call.addMessage('user', 'Then please take a message.');
      tell('caller', '“Then please take a message.”');
      tell('assistant', 'goes on with the caller');
    },
    faults: (call, played) => [
      ...unless(call.status === 'in-progress', 'the assistant goes on with the caller'),
      ...unless(
        call.said.filter((text) => text === speech.toCaller.busy).length === 1,
        'the caller heard once that all agents are busy',
      ),
      ...unless(call.transfers.length === 0, 'nobody was transferred'),
      ...closed(call.id, played, 'canceled'),
    ],
  },
  {
    title: 'Caller hangs up while waiting',
    meets: 'assistant',
    expected: 'caller_left',
    startsAfterMs: 800,
    startsWhen: isBillingBusy,
    caller: '+14155550125',
    says: 'Get me a technician, please.',
    tool: { reason: 'Asks for a technician', department: 'billing' },
    async play(call, { wait, until, played }) {
      await until(() => played.twilio.tasksOfCall(call.id).length > 0);
      await wait(1_500);
      await call.hangUp();
    },
    faults: (call, played) => [
      ...unless(call.transfers.length === 0, 'nobody was transferred'),
      ...closed(call.id, played, 'canceled'),
    ],
  },
  booksWhileSlow,
  brokenOff,
  {
    title: 'The table is away while the caller waits',
    meets: 'assistant',
    expected: 'completed',
    startsAfterMs: 0,
    alone: true,
    caller: '+14155550128',
    ownLeg: true,
    says: 'A tree fell on my car. I want to report it to somebody.',
    tool: { reason: 'Reports damage by a tree', department: 'claims' },
    async play(call, stage) {
      const { wait, tell, played } = stage;
      played.table.mood = 'cutting';
      tell('outage', 'the table refuses everything');
      await wait(OUTAGE_MS);
      played.table.mood = 'up';
      tell('outage', 'the table is back');
      await talk(call, stage, 'eva.lindqvist');
    },
    faults: (call, played) => [
      ...unless(legsOf(played, 'eva.lindqvist').length === 1, 'the agent was rung exactly once'),
      ...unless(joins(call, played), 'the caller was moved into the conference'),
      ...unless(
        !call.said.some((text) => text === speech.toCaller.busy || text === speech.toCaller.sorry),
        'the caller heard of no trouble',
      ),
      ...closed(call.id, played, 'completed'),
    ],
  },
  linesBusy,
];
