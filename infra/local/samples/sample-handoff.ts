import type { Progress } from '../../../lib/handoff/record/handoff.ts';

/** What the table of `npm start` holds of the handoff that the samples are about. */
export type SampleHandoff = { is: 'there'; progress: Progress } | { is: 'none' } | { is: 'not-known' };

const FIRST = 'invoke handoff-worker with its sample first';

/**
 * How an offer of the agent in the sample is answered, and the task that it has to be of: `reject` where nobody waits,
 * and the note says why.
 */
export function whatIsAnswered(handoff: SampleHandoff): { note: string; taskSid?: string } {
  switch (handoff.is) {
    case 'not-known':
      return { note: 'Answered with `reject` unless its handoff is there: `npm start` does not run here.' };
    case 'none':
      return { note: `Answered with \`reject\`: its handoff is not there; ${FIRST}.` };
    case 'there': {
      const { progress } = handoff;
      if (progress.state === 'ended') {
        const why = `its handoff has ended (${progress.outcome}: ${progress.reason})`;
        return { note: `Answered with \`reject\`: ${why}; start \`npm start\` anew, and ${FIRST}.` };
      }
      const taskSid = 'taskSid' in progress ? progress.taskSid : undefined;
      const hasAgent = progress.state === 'bridging' || progress.state === 'connected';
      const note = hasAgent
        ? `Answered with \`reject\`: its handoff has an agent already (${progress.state}).`
        : 'Takes the offer: its handoff waits for an agent.';
      return { note, ...(taskSid !== undefined && { taskSid }) };
    }
  }
}
