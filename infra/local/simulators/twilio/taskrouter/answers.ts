import { wholeNumber } from '../replies.ts';

/** What the answer to an assignment callback asks for. */
export type Instruction =
  | { is: 'accept' }
  | { is: 'reject'; activitySid?: string }
  | VoiceInstruction
  /** The agent will answer by REST. */
  | { is: 'none' }
  /** The reservation stays pending, and the debugger of Twilio has this warning. */
  | { is: 'wrong'; why: string };

/** Reads an answer that came in time, as JSON (TaskRouter: assignment callbacks). */
export const readInstruction = (body: string, activitySids: readonly string[]): Instruction => {
  if (body.trim() === '') return { is: 'none' };
  const answer = objectIn(body);
  if (answer === undefined) return { is: 'wrong', why: '40001 the answer is not a JSON object' };
  if (Object.keys(answer).length === 0) return { is: 'none' };
  const { instruction, activity_sid: activitySid } = answer;
  if (instruction === undefined) return { is: 'wrong', why: '40005 the answer has no instruction' };
  if (instruction === 'accept') return { is: 'accept' };
  if (instruction === 'dequeue' || instruction === 'conference') return voiceInstruction(instruction, answer);
  if (instruction !== 'reject')
    return { is: 'wrong', why: `55555 unknown instruction ${String(instruction)}` };
  if (activitySid === undefined) return { is: 'reject' };
  return typeof activitySid === 'string' && activitySids.includes(activitySid)
    ? { is: 'reject', activitySid }
    : { is: 'wrong', why: '40100 unknown activity_sid' };
};

const DEFAULT_RING_SECONDS = 60;
const MAX_RING_SECONDS = 999;

const voiceInstruction = (is: VoiceInstruction['is'], answer: Record<string, unknown>): Instruction => {
  const text = (name: string) => (typeof answer[name] === 'string' ? answer[name] : undefined);
  const given = answer.timeout === undefined ? undefined : String(answer.timeout);
  const timeout = wholeNumber(given, DEFAULT_RING_SECONDS, 1, MAX_RING_SECONDS);
  if (timeout === undefined) return { is: 'wrong', why: '14233 timeout is invalid' };
  const isTrue = (name: string) => String(answer[name]) === 'true';
  return {
    is,
    to: text('to'),
    from: text('from'),
    timeout,
    endOnExit: isTrue('end_conference_on_exit'),
    endOnCustomerExit: isTrue('end_conference_on_customer_exit'),
  };
};

const objectIn = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};

/** What an assignment callback, or a REST request, asks of TaskRouter about the caller who waits. */
export type VoiceInstruction = {
  is: 'dequeue' | 'conference';
  /** The worker's `contact_uri` where none is given. */
  to: string | undefined;
  from: string | undefined;
  /** Seconds that the worker's phone rings. */
  timeout: number;
  endOnExit: boolean;
  endOnCustomerExit: boolean;
};
