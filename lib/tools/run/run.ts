import { isStorageTrouble, Unavailable } from '../../base/trouble.ts';
import { withoutUndefined } from '../../base/without-undefined.ts';
import type { Claimed } from '../../outbox/claims.ts';
import { type Capability, workOff } from '../../outbox/loop.ts';
import { loadDecideSave } from '../../outbox/save.ts';
import { toolSpeechOf } from '../../speech/tools/index.ts';
import { type Acting, afterResult, promised, type ToolResult } from './decide.ts';
import { type ToolMessage, unkeptIn } from './message.ts';
import { askSystem, tellLate } from './perform.ts';
import type { LatePorts, LoadedRun, RunKey, RunPorts } from './ports.ts';
import { type Answer, isOwed, type ToolRun, type ToolWork } from './record.ts';

/** Two deliveries of one tool call, the worker and the sweeper at the most. */
const ROUNDS = 5;
/** No further effect is begun in the worker after this: the longest takes 6 s, and the worker has 10. */
const BEGIN_WITHIN_MS = 3_000;
/** Between two looks at what another invocation is doing. */
const LOOK_MS = 200;

type Loop = Capability<LoadedRun, ToolRun, ToolWork, ToolResult, ToolMessage>;

export type WaitPorts = {
  /** Resolves after so many ms. */
  wait(ms: number): Promise<void>;
};

const keyOf = ({ callId, toolCallId }: RunKey): string => `${callId} ${toolCallId}`;

/** The loop needs one name for a record; the store has two. */
const loopPorts = ({ runs, queue, clock, newOwner }: RunPorts, key: RunKey) => ({
  store: { load: () => runs.load(key), save: runs.save },
  queue,
  clock,
  newOwner,
});

function capability(
  acting: Acting,
  { log, count }: RunPorts,
  rest: Pick<Loop, 'decide' | 'perform' | 'beginWithinMs' | 'isWakeUp'> &
    Partial<Pick<Loop, 'expected' | 'givenUpBy'>> & { kept?: (run: ToolRun) => void },
): Loop {
  const { kept, ...given } = rest;
  return {
    ...given,
    recordOf: ({ run }) => run,
    isPatient: () => false,
    rounds: ROUNDS,
    afterResult: (run, effect, result, now) => afterResult(run, effect, result, acting, now),
    reportMove: (_before, after) => kept?.(after),
    reportEffect({ callId, tool }, { effect }, result) {
      const reason =
        'reason' in result ? result.reason : result.is === 'no-answer' ? result.why.reason : undefined;
      const line = { callId, effect: effect.work.kind, event: result.is, ...withoutUndefined({ reason }) };
      if (reason === undefined) log.info(tool, line);
      else log.warn(tool, line);
      if (effect.work.kind !== 'say') return;
      if (result.is === 'told' || result.is === 'unsure') count('late_answer_said');
      if (result.is === 'dropped' || result.is === 'refused') count('late_answer_dropped');
    },
    wakeUp: ({ callId, toolCallId }, givenUpBy) => ({
      callId,
      toolCallId,
      ...withoutUndefined({ givenUpBy }),
    }),
  };
}

/** What a tool call is answered as long as its answer is not there, or will still be said. */
export function pendingAnswer({ language }: Pick<ToolRun, 'language'>): Answer {
  return { say: toolSpeechOf(language).checking, data: { pending: true } };
}

/** What a tool call is answered that can be neither kept nor sent. */
export function unavailableAnswer({ language }: Pick<ToolRun, 'language'>): Answer {
  return { say: toolSpeechOf(language).unavailable, data: { reason: 'unavailable', failed: true } };
}

/** Whether two tool calls that have one id are one. */
function isSame(one: ToolRun, other: ToolRun): boolean {
  return one.given === other.given;
}

/** Undefined while it is looked for. Who comes again before a late answer was said hears it once, when it is. */
function answerIn(run: ToolRun | undefined): Answer | undefined {
  return run?.found === undefined || isOwed(run, 'say') ? undefined : run.found.answer;
}

/**
 * Answers a tool call until a moment (ms since 1970): with what the team's system says, with what was kept for the same tool call, or
 * that it is being checked; then the worker goes on, and says it into the call. Nothing is answered that was not kept.
 */
export async function answerInTime(
  asked: ToolRun,
  until: number,
  ports: RunPorts & WaitPorts,
): Promise<Answer> {
  const { count } = ports;
  let latest = await tried(asked, until, ports);
  if (typeof latest === 'object' && !isSame(latest, asked)) {
    // There are models whose ids begin anew with every turn: another tool call has this one already.
    latest = await tried({ ...asked, toolCallId: `${asked.toolCallId}.${asked.given}` }, until, ports);
  }
  const answer = latest === 'unkept' ? unavailableAnswer(asked) : answerIn(latest);
  const outcome = answer === undefined ? 'pending' : answer.data.failed === true ? 'failed' : 'answered';
  count(`lookup_${outcome}`);
  return answer ?? pendingAnswer(asked);
}

/** The tool call as it is kept by then; undefined where only its message is, `unkept` where not even that is. */
async function tried(
  fresh: ToolRun,
  until: number,
  ports: RunPorts & WaitPorts,
): Promise<ToolRun | 'unkept' | undefined> {
  const { runs, queue, clock, wait, log, toolNamed } = ports;
  const tool = toolNamed(fresh.tool);
  if (tool === undefined) return 'unkept';
  const budgetMs = Math.max(0, until - clock());
  const signal = AbortSignal.timeout(budgetMs);
  let latest: ToolRun | undefined;
  try {
    await workOff(
      keyOf(fresh),
      loopPorts(ports, fresh),
      capability({ is: 'in-time', until }, ports, {
        // Nearly always it comes for the first time: the guarded write finds out.
        expected: { run: undefined, version: 0 },
        decide({ run }) {
          latest = run;
          return { record: run === undefined ? fresh : isSame(run, fresh) ? run : undefined };
        },
        perform: (run, claimed) =>
          claimed.effect.work.kind === 'ask'
            ? askSystem(run, claimed, tool, { signal, isBudget: true }, ports)
            : Promise.resolve(LEFT_TO_THE_WORKER),
        beginWithinMs: budgetMs,
        isWakeUp: false,
        kept(run) {
          latest = run;
        },
      }),
    );
    if (latest !== undefined && !isSame(latest, fresh)) return latest;
    // Another delivery is at it: its answer is ours.
    while (latest?.found === undefined && clock() < until) {
      await wait(Math.min(LOOK_MS, until - clock()));
      latest = (await runs.load(fresh)).run ?? latest;
    }
    return latest?.found === undefined && latest?.promised !== true ? await promise(fresh, ports) : latest;
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    const isKept = error instanceof Unavailable && error.dependency === 'queue';
    if (isKept) return keptAs(fresh, ports);
    log.warn('tool call not kept', { callId: fresh.callId, reason: error.name });
    const message = { callId: fresh.callId, toolCallId: fresh.toolCallId, unkept: promised(fresh, clock()) };
    const sent = await queue.send([{ message, delaySeconds: 0 }]).then(
      () => true,
      () => false,
    );
    return sent ? undefined : 'unkept';
  }
}

/** Where only the message was not taken: the table has the tool call, and the sweeper brings the worker to it. */
function keptAs(fresh: ToolRun, ports: RunPorts): Promise<ToolRun | 'unkept'> {
  return promise(fresh, ports).then(
    (run) => run ?? 'unkept',
    (error: unknown) => {
      if (!isStorageTrouble(error)) throw error;
      return 'unkept';
    },
  );
}

/** Keeps that it was said to be checked, unless there is an answer by now. */
function promise(key: RunKey, { runs, clock }: RunPorts): Promise<ToolRun | undefined> {
  return loadDecideSave({ load: () => runs.load(key) }, keyOf(key), ROUNDS, ({ run, version }) => {
    if (run === undefined || run.found !== undefined) return { outcome: run };
    const next = promised(run, clock());
    return { outcome: next, save: () => runs.save(next, version) };
  });
}

/** Only the worker speaks into a call. */
const LEFT_TO_THE_WORKER: ToolResult = { is: 'not-done', reason: 'worker' };

/** Works off what a tool call owes: the worker of the tools queue. Throws where the message must come again. */
export async function workOffTool(message: ToolMessage, ports: LatePorts): Promise<void> {
  const { toolNamed, log } = ports;
  const { callId, toolCallId, givenUpBy } = message;
  const perform = (run: ToolRun, claimed: Claimed<ToolWork>): Promise<ToolResult> => {
    const tool = toolNamed(run.tool);
    if (claimed.effect.work.kind !== 'ask') {
      return run.found === undefined
        ? Promise.resolve({ is: 'dropped', reason: 'no-answer' })
        : tellLate(run, run.found, claimed, ports);
    }
    if (tool === undefined) return Promise.resolve({ is: 'not-done', reason: 'unknown-tool' });
    const signal = AbortSignal.timeout(tool.longestMs);
    return askSystem(run, claimed, tool, { signal, isBudget: false }, ports);
  };
  await workOff(
    keyOf({ callId, toolCallId }),
    loopPorts(ports, { callId, toolCallId }),
    capability({ is: 'late' }, ports, {
      decide({ run }, now) {
        const unkept = unkeptIn(message);
        if (run === undefined && unkept === undefined) log.warn('tool call gone', { callId });
        // Another delivery, or a save whose answer was lost, has kept it.
        return { record: run === undefined || unkept === undefined ? (run ?? unkept) : promised(run, now) };
      },
      perform,
      beginWithinMs: BEGIN_WITHIN_MS,
      isWakeUp: true,
      ...withoutUndefined({ givenUpBy }),
    }),
  );
}
