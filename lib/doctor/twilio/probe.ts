import * as z from 'zod/mini';
import type { PlatformApi } from '../../http/platform-api.ts';
import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, skipped, warn } from '../finding.ts';
import { ifSeen, isMissing, type Source, see } from '../seen.ts';
import { seeList } from './lists.ts';
import { placesOf } from './places.ts';

const ID = 'twilio.probe';
/** TaskRouter gives an assignment callback so long. */
const LOOKS = 6;
const EVERY_MS = 1_000;
/** It is gone by then, should nobody be able to cancel it. */
const LIFE_SECONDS = 30;

const created = z.object({ sid: z.string() });
const taskState = z.object({ assignment_status: z.string() });
const offer = z.object({ reservation_status: z.string() });

/**
 * Offers the workflow a task of nobody's, looks how far it comes, and cancels it: our webhook rejects what it does not
 * know, so that a rejected offer proves the whole way there and back. The only thing here that writes.
 */
export async function probe(
  source: Source,
  { twilio }: Expectations,
  wait: (ms: number) => Promise<void>,
): Promise<Check> {
  const { api } = source;
  const { tasks } = placesOf(twilio);
  if (isMissing(api)) return skipped(ID, `${api.missing}.`);
  if (isMissing(tasks)) return skipped(ID, `${tasks.missing}.`);
  if (twilio.workflowSid === undefined) return skipped(ID, 'TWILIO_WORKFLOW_SID is not set.');
  const made = await api({
    method: 'POST',
    url: tasks,
    form: {
      WorkflowSid: twilio.workflowSid,
      TaskChannel: 'voice',
      Timeout: String(LIFE_SECONDS),
      Attributes: JSON.stringify({ type: 'doctor_probe' }),
    },
  });
  const task = made.is === 'ok' ? created.safeParse(made.body).data : undefined;
  if (task === undefined) {
    const why = made.is === 'lost' ? made.reason : `twilio-${made.status}`;
    return judged(ID, '', [
      fail(`No task can be made (${why}): no caller reaches an agent.`, 'Check TWILIO_WORKFLOW_SID.'),
    ]);
  }
  const url = `${tasks}/${task.sid}`;
  const found = await followed(source, url, wait);
  const isCanceled = found.isOver || (await cancel(api, url));
  return judged(ID, 'A task was offered to an agent, and the offer came to us and was answered.', [
    found.finding,
    isCanceled
      ? undefined
      : warn(
          `The task ${task.sid} could not be canceled; it ends by itself in ${LIFE_SECONDS} s.`,
          'Look for it in TaskRouter.',
        ),
  ]);
}

/** Follows the task until its offer is answered, as long as TaskRouter would wait. */
async function followed(
  source: Source,
  url: string,
  wait: (ms: number) => Promise<void>,
): Promise<{ finding: Finding | undefined; isOver: boolean }> {
  let offered: string[] = [];
  for (let look = 0; look < LOOKS; look += 1) {
    await wait(EVERY_MS);
    const offers = await seeList(source, `${url}/Reservations`, 'reservations', offer);
    offered = (ifSeen(offers) ?? []).map((one) => one.reservation_status);
    if (offered.includes('rejected')) return { finding: undefined, isOver: false };
    const state = ifSeen(await see(source, url, taskState))?.assignment_status;
    if (state === 'canceled') {
      return {
        finding: fail(
          'The workflow gave the task up at once: callers whom no filter fits get nobody.',
          'Give it a default filter.',
        ),
        isOver: true,
      };
    }
  }
  return { finding: unanswered(offered), isOver: false };
}

function unanswered(offered: readonly string[]): Finding {
  return offered.length === 0
    ? warn(
        'No agent was free, so that nothing was offered and our webhook was not asked.',
        'Try again when somebody is available.',
      )
    : fail(
        `An agent was offered the task, and our webhook did not answer within ${LOOKS - 1} s: callers lose the agents whom they are offered.`,
        'Look at the checks `twilio.workflow-callbacks` and `twilio.alerts`.',
      );
}

async function cancel(api: PlatformApi, url: string): Promise<boolean> {
  const answer = await api({
    method: 'POST',
    url,
    form: { AssignmentStatus: 'canceled', Reason: 'doctor probe' },
  });
  return answer.is === 'ok';
}
