import { dueAt } from '../../../../lib/outbox/due.ts';
import type { Attempt, NoAnswer } from '../../../../lib/tools/ports.ts';
import { UNBROKEN } from '../../../../lib/tools/run/breaker.ts';
import { asked } from '../../../../lib/tools/run/decide.ts';
import type { ToolMessage } from '../../../../lib/tools/run/message.ts';
import type { Asks, LatePorts, Standing } from '../../../../lib/tools/run/ports.ts';
import type { Answer, Found, ToolRun } from '../../../../lib/tools/run/record.ts';
import { answerInTime, pendingAnswer, workOffTool } from '../../../../lib/tools/run/run.ts';
import { Died, stepsOf, type Trouble } from '../../outbox/steps.ts';

/** What the team's system does with the next attempt. `lost`: it has done it, and its answer does not come. */
export type Behaviour =
  | { is: 'answers' }
  | { is: 'taken' }
  | { is: 'lost' | 'slow' | 'unreachable' | 'refuses' }
  | { is: 'busy'; seconds: number };

export const BUDGET_MS = 2_500;
const START = 1_000_000;
const VISIBILITY_MS = 20_000;

export const RUN: ToolRun = asked(
  {
    ...{ callId: 'call-1', toolCallId: 'tool-1', given: 'mark', tool: 'book', args: {}, language: 'en' },
    asker: { callId: 'call-1', caller: '+14155550123', verified: true },
    controlUrl: 'https://phone-call.vapi.ai/call-1/control',
    askedAt: START,
  },
  START,
);

export const BOOKED: Found = {
  answer: { say: 'Your appointment is booked.', data: { reference: 'ref-1' } },
  booked: { reference: 'ref-1', start: START + 3_600_000 },
};
const TAKEN: Found = { answer: { say: 'That time has been taken.', data: { reason: 'taken' } } };
const failed = (reason: string): Found => ({
  answer: { say: `No: ${reason}.`, data: { reason, failed: true } },
});

/** One tool call, a system that books, a table, a queue, and a call in which somebody can be spoken to. */
export function world(script: Behaviour[], standing: Standing = 'with-the-assistant') {
  let now = START;
  let owners = 0;
  let trouble: Trouble | undefined;
  const steps = stepsOf({ troubles: () => (trouble === undefined ? [] : [trouble]) });
  let kept: { run: ToolRun; version: number } | undefined;
  const messages: { message: ToolMessage; at: number }[] = [];
  const said: string[] = [];
  const informed: string[] = [];
  const failures: string[] = [];
  const bookings: string[] = [];
  const requests: Attempt[] = [];
  const answers: Answer[] = [];
  const where = { standing };

  /** The ports of one invocation; once it has died, nothing that it does has any effect. */
  const invocation = (): LatePorts & { wait(ms: number): Promise<void> } => {
    const { step } = steps.invocation();
    const book = (attempt: Attempt): Found | NoAnswer => {
      requests.push(attempt);
      const behaviour = script.shift() ?? { is: 'answers' };
      const none = (reason: string, so: NoAnswer['so']): NoAnswer => ({
        is: 'no-answer',
        reason,
        so,
        isFault: true,
      });
      if (behaviour.is === 'unreachable') return none('team-unreachable', 'never');
      if (behaviour.is === 'refuses') return none('team-400', 'never');
      if (behaviour.is === 'busy') {
        return { ...none('team-429', 'open'), retryAfterSeconds: behaviour.seconds, isFault: false };
      }
      if (behaviour.is === 'slow') {
        now += BUDGET_MS;
        return none('team-timeout', 'open');
      }
      // It looks before it acts again: that is what `mayHaveHappened` is for.
      const before = attempt.mayHaveHappened && bookings.includes(attempt.toolCallId);
      if (behaviour.is === 'taken' && !before) return TAKEN;
      if (!before) bookings.push(attempt.toolCallId);
      if (behaviour.is !== 'lost') return BOOKED;
      now += BUDGET_MS;
      return none('team-timeout', 'open');
    };
    const tool: Asks = {
      systemOf: () => 'team',
      longestMs: 6_000,
      ask: (_run, _backends, attempt) => step('ask', () => book(attempt), false),
      failed: (_run, how) => failed(how === 'unsure' ? 'unknown' : 'unavailable'),
    };
    return {
      runs: {
        load: () => step('load', () => ({ run: kept?.run, version: kept?.version ?? 0 })),
        save: (run, expected) =>
          step('save', () => {
            if ((kept?.version ?? 0) !== expected) return 'lost';
            kept = { run, version: expected + 1 };
            return 'saved';
          }),
        ofCall: () => Promise.resolve([]),
      },
      queue: {
        send: (delayed) =>
          step('send', () => {
            for (const { message, delaySeconds } of delayed) {
              messages.push({ message, at: now + delaySeconds * 1_000 });
            }
          }),
      },
      toolNamed: () => tool,
      backends: {},
      breakers: { load: async () => ({ breaker: UNBROKEN, version: 0 }), save: async () => 'saved' },
      timeZone: 'UTC',
      clock: () => now,
      newOwner: () => {
        owners += 1;
        return `owner-${owners}`;
      },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      count: () => undefined,
      calls: {
        look: () =>
          step(
            'look',
            () =>
              ({
                is: 'call-seen',
                call: { is: 'live', status: 'in-progress', forwarding: false, said: [...said] },
              }) as const,
            false,
          ),
        say: (_to, content) =>
          step(
            'say',
            () => {
              said.push(content);
              return { is: 'told' } as const;
            },
            false,
          ),
        inform: (_to, content) =>
          step(
            'inform',
            () => {
              informed.push(content);
              return { is: 'told' } as const;
            },
            false,
          ),
      },
      standingOf: () => step('standing', () => where.standing),
      async tellFailed({ toolCallId }) {
        failures.push(toolCallId);
      },
      async wait(ms) {
        now += ms;
      },
    };
  };

  /** Vapi asks; undefined where the invocation has died. */
  const ask = async (): Promise<Answer | undefined> => {
    try {
      const answer = await answerInTime(RUN, now + BUDGET_MS, invocation());
      answers.push(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof Died)) throw error;
      return undefined;
    }
  };

  const work = async (message: ToolMessage): Promise<void> => {
    try {
      await workOffTool(message, invocation());
    } catch (error) {
      // A message that failed in passing comes again soon, one whose worker died after the visibility.
      messages.push({ message, at: now + (error instanceof Died ? VISIBILITY_MS : 1_000) });
    }
  };

  /** Until nothing is owed: messages in their order, and the sweeper for what has none. */
  const quiet = async (): Promise<void> => {
    for (let round = 0; round < 60; round += 1) {
      const [next] = messages.sort((a, b) => a.at - b.at);
      const due = kept && dueAt(kept.run);
      if (next === undefined && due === undefined) return;
      if (next !== undefined && (due === undefined || next.at <= due + 1_500)) {
        messages.shift();
        now = Math.max(now, next.at);
        await work(next.message);
      } else if (due !== undefined) {
        now = Math.max(now, due + 1_500);
        await work({ callId: RUN.callId, toolCallId: RUN.toolCallId });
      }
    }
    throw new Error('it never becomes quiet');
  };

  return {
    ask,
    work,
    quiet,
    where,
    troubleAt(given: Trouble | undefined) {
      trouble = given;
    },
    pass(ms: number) {
      now += ms;
    },
    seen: () => ({
      ...{ now, steps: steps.count(), said, informed, failures, bookings, requests, answers },
      run: kept?.run,
      messages: messages.map(({ message }) => message),
      isPending: (answer: Answer) => answer.data.pending === true && answer.say === pendingAnswer(RUN).say,
    }),
    START,
  };
}
