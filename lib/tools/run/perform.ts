import { type Trouble, troubleOf } from '../../base/trouble.ts';
import type { CallSeen } from '../../handoff/ports/calls.ts';
import type { Claimed } from '../../outbox/claims.ts';
import { filled } from '../../speech/index.ts';
import { toolSpeechOf } from '../../speech/tools/index.ts';
import type { NoAnswer } from '../ports.ts';
import { mayBeAsked, noteFault } from './breaker.ts';
import type { ToolResult } from './decide.ts';
import type { Asks, LatePorts, RunPorts } from './ports.ts';
import type { Found, ToolRun, ToolWork } from './record.ts';

const LEFT_ALONE_SECONDS = 5;

/**
 * One attempt to ask the team's system. `until` ends it; while somebody waits for the answer, its end is no fault of the
 * system.
 */
export async function askSystem(
  run: ToolRun,
  { effect, doubt }: Claimed<ToolWork>,
  tool: Asks,
  until: { signal: AbortSignal; isBudget: boolean },
  ports: RunPorts,
): Promise<ToolResult> {
  const { backends, breakers, clock, log, count, timeZone } = ports;
  const mayHaveHappened = effect.mayHaveHappened || doubt !== 'none';
  const none = (why: NoAnswer): ToolResult => ({
    is: 'no-answer',
    why,
    failed: { failed: tool.failed(run, 'failed'), unsure: tool.failed(run, 'unsure') },
  });
  const system = tool.systemOf(backends);
  // Taken out of the settings since.
  if (system === undefined)
    return none({ is: 'no-answer', reason: 'not-set-up', so: 'never', isFault: false });
  if (!(await mayBeAsked(breakers, system, clock()))) {
    count('system_left_alone');
    const reason = `${system}-left-alone`;
    return mayHaveHappened
      ? none({ is: 'no-answer', reason, so: 'open', retryAfterSeconds: LEFT_ALONE_SECONDS, isFault: false })
      : none({ is: 'no-answer', reason, so: 'never', isFault: false });
  }
  count('system_asked');
  const attempt = { toolCallId: run.toolCallId, asker: run.asker, mayHaveHappened, signal: until.signal };
  const answer = await tool.ask(run, backends, attempt, timeZone);
  if (!('is' in answer)) return { is: 'found', found: answer };
  if (answer.is === 'decided') return answer;
  const isFault = answer.isFault && !(until.isBudget && until.signal.aborted);
  if (isFault) {
    count('system_fault');
    if (await noteFault(breakers, system, clock())) log.warn('system left alone', { reason: system });
  }
  return none(answer);
}

const HANDED_OVER: ToolResult = { is: 'dropped', reason: 'handed-over' };
const OVER: ToolResult = { is: 'dropped', reason: 'over' };

/** Says the late answer into the call, or tells the assistant's model that the caller has heard it. */
export async function tellLate(
  run: ToolRun,
  found: Found,
  { effect, doubt }: Claimed<ToolWork>,
  ports: Pick<LatePorts, 'calls' | 'standingOf' | 'tellFailed'>,
): Promise<ToolResult> {
  const { calls, standingOf, tellFailed } = ports;
  const { callId } = run;
  const { say } = found.answer;
  const saying = effect.work.kind === 'say';
  let seen: CallSeen | undefined;
  if (saying && doubt !== 'none') {
    const looked = await calls.look(callId);
    if (looked.is !== 'call-seen') return looked;
    seen = looked.call;
    // Where the API does not show what was said it counts as said: better once too little than twice.
    if (seen.is === 'live' && seen.said?.includes(say) !== false) return { is: 'told' };
  }
  const standing = await standingOf(callId).catch((error: unknown) => troubleOf(error, 'standing'));
  if (typeof standing !== 'string') return standing satisfies Trouble;
  if (standing === 'handed-over') return HANDED_OVER;
  if (standing === 'over') return OVER;
  const controlUrl = run.controlUrl ?? (await controlUrlAtVapi(callId, seen, calls));
  if (typeof controlUrl !== 'string') return controlUrl;
  const to = { callId, controlUrl };
  // The talk shows only that it was checked.
  if (saying && found.answer.data.failed === true) await tellFailed(run);
  if (saying) return calls.say(to, say, { interrupt: false });
  return calls.inform(to, filled(toolSpeechOf(run.language).toAssistant.saidLate, { sentence: say }));
}

/** Where the call is spoken into, as Vapi shows it: not every message names it. Looks unless it has been looked at. */
async function controlUrlAtVapi(
  callId: string,
  before: CallSeen | undefined,
  calls: LatePorts['calls'],
): Promise<string | ToolResult> {
  const looked = before === undefined ? await calls.look(callId) : { is: 'call-seen' as const, call: before };
  if (looked.is !== 'call-seen') return looked;
  const { call } = looked;
  if (call.is === 'over') return OVER;
  const controlUrl = call.is === 'live' ? call.controlUrl : undefined;
  return controlUrl ?? { is: 'dropped', reason: 'no-control-url' };
}
