import type { EffectResult } from '../../../lib/handoff/ports/results.ts';
import { TRANSFER_MODES, type Work } from '../../../lib/handoff/record/handoff.ts';
import type { Claimed } from '../../../lib/outbox/claims.ts';
import { TWIML } from './given-legs.ts';

type WorkOf<K extends Work['kind']> = Extract<Work, { kind: K }>;
type Task = { sid: string; handoffId: string; taskNo: number; open: boolean; inQueue: boolean };
export type Leg = {
  sid: string;
  handoffId: string;
  reservationSid: string;
  number: string;
  madeAt: number;
  live: boolean;
  /** Whether the record was ever told of it. */
  told: boolean;
};

const LOST: EffectResult = { is: 'unsure', reason: 'answer lost' };
const TROUBLE: EffectResult[] = [
  { is: 'not-done', reason: 'busy', retryAfterSeconds: 2 },
  { is: 'not-done', reason: 'down' },
  { is: 'refused', reason: 'no' },
  LOST,
];
/** The trouble of an answer from `first` on; nothing for a better one. */
const troubleFrom = (first: number, answer: number): EffectResult | undefined =>
  answer < first ? undefined : (TROUBLE[answer - first] ?? LOST);

/** TaskRouter’s tasks and the agents’ legs as they are, whatever the record knows of them. */
export class OutsideWorld {
  readonly tasks: Task[] = [];
  readonly legs: Leg[] = [];

  /** Does what the answer says; 0 is success. What was done and answered by nobody is done all the same. */
  answer({ effect, doubt }: Claimed<Work>, answer: number, now: number): EffectResult {
    const { work } = effect;
    const inDoubt = doubt !== 'none';
    switch (work.kind) {
      case 'create-task': {
        const known = this.#taskOf(work);
        if (inDoubt && known !== undefined) return { is: 'task-created', taskSid: known.sid };
        const trouble = troubleFrom(6, answer);
        if (trouble !== undefined) return trouble;
        const taskSid = this.#makeTask(work, false);
        return answer === 5 ? LOST : { is: 'task-created', taskSid };
      }
      case 'close-task': {
        const trouble = troubleFrom(7, answer);
        if (trouble !== undefined) return trouble;
        for (const task of this.tasks) {
          const same = work.taskSid === undefined ? isOf(task, work) : task.sid === work.taskSid;
          if (same) task.open = false;
        }
        return answer === 6 ? LOST : { is: 'closed' };
      }
      case 'withdraw-task': {
        const trouble = troubleFrom(7, answer);
        if (trouble !== undefined) return trouble;
        if (answer > 4) return { is: 'task-taken' };
        for (const task of this.tasks) if (isOf(task, work)) task.open = false;
        return { is: 'closed' };
      }
      case 'bridge': {
        if (answer === 9) {
          return { is: 'call-seen', call: { is: 'over', endedReason: 'customer-ended-call' } };
        }
        const mode = work.mode ?? TRANSFER_MODES[0];
        if (answer === 4) return { is: 'plan-refused', mode, reason: 'vapi-400' };
        return troubleFrom(5, answer) ?? { is: 'transfer-asked' };
      }
      case 'look-at-call': {
        if (answer === 6) return { is: 'call-seen', call: { is: 'missing' } };
        const over = { is: 'over', endedReason: 'customer-ended-call' } as const;
        const live = { is: 'live', status: 'in-progress', forwarding: answer % 2 === 1 } as const;
        return troubleFrom(7, answer) ?? { is: 'call-seen', call: answer === 4 ? over : live };
      }
      case 'await-report':
        return { is: 'no-report' };
      case 'tell-caller':
      case 'tell-assistant':
        return troubleFrom(6, answer) ?? { is: 'told' };
      case 'request-callback':
        return answer > 5 ? { is: 'not-done', reason: 'queue' } : { is: 'callback-requested' };
      case 'announce-end':
        return answer > 5 ? { is: 'not-done', reason: 'queue' } : { is: 'end-announced' };
      case 'keep-facts':
        return answer > 5 ? { is: 'not-done', reason: 'table' } : { is: 'facts-kept' };
      case 'accept-reservation':
        return (
          troubleFrom(6, answer) ?? (answer === 5 ? { is: 'offer-gone', reason: 'gone' } : { is: 'accepted' })
        );
      case 'reject-reservation':
        return troubleFrom(6, answer) ?? { is: 'rejected' };
      case 'ring-agent':
        return this.#ring(work, effect.owedSince, inDoubt, answer, now);
      case 'look-at-agent': {
        const leg = this.#newest(work.reservation.agent.number, effect.owedSince);
        const seen =
          leg?.live === true ? { is: 'live', status: 'in-progress' } : { is: 'over', status: 'busy' };
        return troubleFrom(6, answer) ?? { is: 'leg-seen', leg: seen as { is: 'over'; status: string } };
      }
      case 'release-agent': {
        const leg =
          work.callSid === undefined
            ? this.#newest(work.number, work.since)
            : this.legs.find(({ sid }) => sid === work.callSid);
        // One that is refused is given up, so that its leg may well be there still.
        if (answer > 6) return { is: 'not-done', reason: 'busy' };
        if (leg !== undefined) leg.live = false;
        return answer === 6 ? LOST : { is: 'released' };
      }
      case 'move-caller':
        return this.#move(work, inDoubt, answer);
      case 'look-at-legs': {
        const live = { is: 'live', status: 'in-progress' } as const;
        const over = { is: 'over', status: 'completed' } as const;
        const caller = answer === 5 ? over : live;
        const agent = answer === 4 ? over : live;
        return troubleFrom(6, answer) ?? { is: 'legs-seen', caller, agent, together: answer !== 3 };
      }
      case 'open-assistant': {
        if (answer === 5) return { is: 'caller-gone' };
        return troubleFrom(6, answer) ?? { is: 'assistant-opened', callId: 'call-2', twiml: TWIML };
      }
    }
  }

  #makeTask({ handoffId, taskNo: taskTry }: { handoffId: string; taskNo: number }, inQueue: boolean): string {
    const sid = `WT${this.tasks.length + 1}`;
    this.tasks.push({ sid, handoffId, taskNo: taskTry, open: true, inQueue });
    return sid;
  }

  #taskOf(work: { handoffId: string; taskNo: number }): Task | undefined {
    return this.tasks.find((task) => isOf(task, work));
  }

  #newest(number: string | undefined, since: number): Leg | undefined {
    return this.legs.findLast((leg) => leg.number === number && leg.madeAt >= since);
  }

  #ring(
    work: WorkOf<'ring-agent'>,
    since: number,
    inDoubt: boolean,
    answer: number,
    now: number,
  ): EffectResult {
    const number = work.reservation.agent.number ?? '';
    const known = inDoubt ? this.#newest(number, since) : undefined;
    if (known !== undefined) return { is: 'rung', callSid: known.sid };
    if (answer === 4) return { is: 'leg-foreign', reason: 'the leg is not in our account' };
    if (answer === 5) return { is: 'caller-gone' };
    const trouble = troubleFrom(7, answer);
    if (trouble !== undefined) return trouble;
    const sid = `CA-${this.legs.length + 1}`;
    const { handoffId } = work;
    this.legs.push({
      sid,
      handoffId,
      reservationSid: work.reservation.sid,
      number,
      madeAt: now,
      live: true,
      told: false,
    });
    return answer === 6 ? LOST : { is: 'rung', callSid: sid };
  }

  #move({ to }: WorkOf<'move-caller'>, inDoubt: boolean, answer: number): EffectResult {
    if (inDoubt && to.is === 'queue' && this.#taskOf(to) !== undefined) return { is: 'redirected' };
    if (answer === 5) return { is: 'refused', reason: 'twilio-404-20404' };
    if (answer === 6) return { is: 'caller-gone' };
    const trouble = troubleFrom(8, answer);
    if (trouble !== undefined) return trouble;
    // TaskRouter cancels the task of a caller who is taken out of its queue.
    for (const task of this.tasks) if (task.inQueue) task.open = false;
    if (to.is === 'queue') this.#makeTask(to, true);
    return answer === 7 ? LOST : { is: 'redirected' };
  }
}

const isOf = (task: Task, work: { handoffId: string; taskNo: number }): boolean =>
  task.handoffId === work.handoffId && task.taskNo === work.taskNo;
