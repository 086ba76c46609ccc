import { type Answer, problem, scriptedTaskRouter } from './scripted-taskrouter.ts';

/** A time limit that a silent server exceeds soon. */
export const SHORT_MS = 50;

type Trouble = {
  name: string;
  answer: Answer;
  reason: string;
  /** What it is for a request that must not be made twice, and for one that may. */
  once: 'refused' | 'not-done' | 'unsure';
  again: 'refused' | 'not-done';
  retryAfterSeconds?: number;
};

const refused = (status: number, code: number): Trouble => ({
  name: `${status} ${code}`,
  answer: problem(status, code),
  reason: `twilio-${status}-${code}`,
  once: 'refused',
  again: 'refused',
});
const lost = (name: string, answer: Answer, reason: string): Trouble => ({
  name,
  answer,
  reason,
  once: 'unsure',
  again: 'not-done',
});

/** Every way in which Twilio may fail to do what it was asked. */
export const TROUBLES: Trouble[] = [
  refused(400, 21201),
  refused(401, 20003),
  refused(403, 20403),
  {
    name: 'a 4xx that is no JSON',
    answer: { status: 400, text: '<html>no</html>' },
    reason: 'twilio-400',
    once: 'refused',
    again: 'refused',
  },
  {
    name: '429',
    answer: problem(429, 20429),
    reason: 'twilio-429-20429',
    once: 'not-done',
    again: 'not-done',
  },
  {
    name: '429 with Retry-After',
    answer: problem(429, 20429, { 'retry-after': '7' }),
    reason: 'twilio-429-20429',
    once: 'not-done',
    again: 'not-done',
    retryAfterSeconds: 7,
  },
  lost('500', problem(500, 20500), 'twilio-500-20500'),
  lost('503', { status: 503, text: 'upstream failed' }, 'twilio-503'),
  lost('a cut connection', 'cut', 'twilio-cut'),
  lost('an answer that is cut', 'cut-midway', 'twilio-cut'),
  lost('an answer that is too large', { status: 200, text: 'x'.repeat(2_000_001) }, 'twilio-too-large'),
  lost('no answer in time', 'silent', 'twilio-timeout'),
];

export function outcome(trouble: Trouble, is: Trouble['once']) {
  const { reason, retryAfterSeconds } = trouble;
  return { is, reason, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/** An address at which nothing listens any more. */
export async function deadUrl(): Promise<string> {
  const gone = await scriptedTaskRouter();
  await gone.stop();
  return gone.url;
}
