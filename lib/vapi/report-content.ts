import { isFilled, list, part, textOf } from './loose.ts';

/** Structured outputs come by the id of their definition (Vapi: structured outputs). */
export type StructuredOutput = { id: string; name: string; result: unknown };

export function outputsOf(artifact: Record<string, unknown>): StructuredOutput[] {
  return Object.entries(part(artifact.structuredOutputs)).flatMap(([id, output]) => {
    const { name, result } = part(output);
    if (result === undefined) return [];
    return [{ id, name: typeof name === 'string' && name.trim() !== '' ? name.trim() : id, result }];
  });
}

/** How deep an answer is looked into: nobody reads further. */
const DEPTH = 8;

/** Whether a value tells anything, however deep: `false` and 0 are answers, blanks and what is made of them are none. */
export function says(value: unknown, depth = DEPTH): boolean {
  if (value === undefined || value === null || depth === 0) return false;
  if (typeof value === 'string') return value.trim() !== '';
  if (typeof value === 'object') return Object.values(value).some((one) => says(one, depth - 1));
  return true;
}

const isMoney = (value: unknown): boolean => typeof value === 'number' && value > 0;

function hasCost(told: Record<string, unknown>): boolean {
  const costs = list(told.costs).map((one) => part(one).cost);
  return [told.cost, part(told.costBreakdown).total, ...costs].some(isMoney);
}

/** The instructions stand in the list from the start, before anybody has said a word. */
export function isOfInstructions({ role }: Record<string, unknown>): boolean {
  return role === 'system' || role === 'developer';
}

function hasTalk(told: Record<string, unknown>): boolean {
  const artifact = part(told.artifact);
  const places = [
    artifact.messages,
    artifact.messagesOpenAIFormatted,
    told.messages,
    told.messagesOpenAIFormatted,
  ];
  return places.some((place) =>
    list(place).some((entry) => {
      const { role, message, content, toolCalls, result } = part(entry);
      const isSaid = textOf(role) !== undefined && !isOfInstructions({ role });
      return isSaid && says([message, content, toolCalls, result]);
    }),
  );
}

const RECORDINGS = [
  'recording',
  'recordingUrl',
  'stereoRecordingUrl',
  'videoRecordingUrl',
  'recordingPath',
] as const;

/** Whether a report says how long the call lasted. */
export function hasLasted(told: Record<string, unknown>): boolean {
  return [told.durationSeconds, told.durationMs, told.durationMinutes, told.endedAt].some(isFilled);
}

/** Whether Vapi has summed the call up, by its own analysis or by a team's structured outputs. */
export function isSummedUp(told: Record<string, unknown>): boolean {
  const { summary, structuredData } = part(told.analysis);
  const outputs = outputsOf(part(told.artifact)).map(({ result }) => result);
  return says([told.summary, summary, structuredData, ...outputs]);
}

/** Whether anything is in a report but a reason and times, whichever of its parts a team has switched on. */
export function hasContent(told: Record<string, unknown>): boolean {
  const artifact = part(told.artifact);
  const recordings = RECORDINGS.flatMap((name) => [told[name], artifact[name]]);
  return (
    isSummedUp(told) ||
    says([part(told.analysis).successEvaluation, told.transcript, artifact.transcript]) ||
    says([artifact.transfers, artifact.scorecards, ...recordings]) ||
    hasTalk(told) ||
    hasCost(told)
  );
}
