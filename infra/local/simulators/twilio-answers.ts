/** What the answer to an assignment callback asks for. */
export type Instruction =
  | { is: 'accept' }
  | { is: 'reject'; activitySid?: string }
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
  if (instruction !== 'reject')
    return { is: 'wrong', why: `55555 unknown instruction ${String(instruction)}` };
  if (activitySid === undefined) return { is: 'reject' };
  return typeof activitySid === 'string' && activitySids.includes(activitySid)
    ? { is: 'reject', activitySid }
    : { is: 'wrong', why: '40100 unknown activity_sid' };
};

const objectIn = (text: string): Record<string, unknown> | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
};
