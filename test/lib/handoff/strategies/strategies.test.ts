import { isDeepStrictEqual as same } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import { strategyOf } from '../../../../lib/handoff/strategies/index.ts';
import type { Strategy } from '../../../../lib/handoff/strategies/strategy.ts';
import * as given from '../given.ts';

const RECORD = given.handoff({ state: 'queued', taskSid: 'WT1' }, [], { taskNo: 2 });
const RESERVATION = given.reservation();

/** What is owed once the reservation is accepted. */
const joinedBy = ({ taking }: Strategy) =>
  taking.is === 'accepted' ? taking.join(RECORD, RESERVATION) : undefined;

const moved = (to: object) => ({ kind: 'move-caller', to });
const CONFERENCE = `${RECORD.handoffId}-2`;
const OF_TASK = { handoffId: RECORD.handoffId, taskNo: 2 };

const SENTENCES = {
  'the caller waits with the assistant': (s) => s.callerWaits === 'with-assistant',
  'the caller waits in the queue': (s) => s.callerWaits === 'in-queue',
  'the caller may have left the assistant before an agent has taken the call': (s) =>
    (['requested', 'queued', 'offered'] as const).every((state) => s.callerMayBeAway.includes(state)),
  'the caller may have left the assistant once an agent has taken the call': (s) =>
    (['bridging', 'connected'] as const).every((state) => s.callerMayBeAway.includes(state)),
  'the caller stays with the assistant': (s) => s.callerMayBeAway.length === 0,
  'we create the task': (s) => same(s.taskWork(RECORD), { kind: 'create-task', ...OF_TASK }),
  "the caller's way into the queue makes the task": (s) =>
    same(s.taskWork(RECORD), moved({ is: 'queue', ...OF_TASK })),
  'the assignment is accepted at once, and Vapi rings the agent': (s) => s.agentRungBy === 'vapi',
  'the agent is asked before the reservation is accepted': (s) => s.agentRungBy === 'us',
  'we ring a telephone and a SIP address': (s) => s.rings('+15550100') && s.rings('sip:dana@example.com'),
  'we ring a Twilio client': (s) => s.rings('client:dana'),
  'an agent whom we do not ring takes the caller in Flex': (s) => s.agentsInFlex,
  "the agent's own leg takes the caller out of the queue": (s) => s.taking.is === 'from-queue',
  'after the acceptance Vapi is asked to join the two': (s) =>
    same(joinedBy(s), { kind: 'bridge', reservation: RESERVATION }),
  "after the acceptance the caller's leg is moved to the conference": (s) =>
    same(joinedBy(s), moved({ is: 'conference', name: CONFERENCE })),
  'the two meet in the conference of this try': (s) => s.conference(RECORD) === CONFERENCE,
  "Vapi's call shows whether the two talk": (s) => s.seenIn === 'vapi-call',
  'their legs show whether the two talk, whatever Vapi says': (s) => s.seenIn === 'legs',
} satisfies Record<string, (strategy: Strategy) => boolean>;

type Sentence = keyof typeof SENTENCES;

const TRUE_OF: Record<StrategyName, Sentence[]> = {
  'vapi-transfer': [
    'the caller waits with the assistant',
    'the caller stays with the assistant',
    'we create the task',
    'the assignment is accepted at once, and Vapi rings the agent',
    'after the acceptance Vapi is asked to join the two',
    "Vapi's call shows whether the two talk",
  ],
  conference: [
    'the caller waits with the assistant',
    'the caller may have left the assistant once an agent has taken the call',
    'we create the task',
    'the agent is asked before the reservation is accepted',
    'we ring a telephone and a SIP address',
    'we ring a Twilio client',
    "after the acceptance the caller's leg is moved to the conference",
    'the two meet in the conference of this try',
    'their legs show whether the two talk, whatever Vapi says',
  ],
  enqueue: [
    'the caller waits in the queue',
    'the caller may have left the assistant before an agent has taken the call',
    'the caller may have left the assistant once an agent has taken the call',
    "the caller's way into the queue makes the task",
    'the agent is asked before the reservation is accepted',
    'we ring a telephone and a SIP address',
    'an agent whom we do not ring takes the caller in Flex',
    "the agent's own leg takes the caller out of the queue",
    'their legs show whether the two talk, whatever Vapi says',
  ],
};

const all = Object.keys(SENTENCES) as Sentence[];

for (const name of Object.keys(TRUE_OF) as StrategyName[]) {
  describe(`With the strategy ${name}`, () => {
    const strategy = strategyOf({ strategy: { is: name, reason: 'for the test' } });

    it.each(TRUE_OF[name])('%s', (sentence) => {
      expect(SENTENCES[sentence](strategy)).toBe(true);
    });

    it('nothing else is true', () => {
      expect(all.filter((sentence) => SENTENCES[sentence](strategy))).toEqual(TRUE_OF[name]);
    });

    it('the end of a handoff settles where the caller is', () => {
      expect(strategy.callerMayBeAway).not.toContain('ended');
    });
  });
}
