/** What everything of a stage begins with; the name of its workspace, and what its workers are managed by. */
export function stageName(stage: string): string {
  return `voice-handoff:${stage}`;
}

/** The name of one thing of a stage: `voice-handoff:dev:support`. */
export function nameOf(stage: string, what: string): string {
  return `${stageName(stage)}:${what}`;
}

/** The queue of every agent: no department can be called so. */
export const EVERYBODY = 'all';

/** The activity of an agent who missed a call. */
export const MISSED = 'missed a call';

export const HANDOFFS = 'handoffs';
export const CALLBACKS = 'callbacks';

/** Returns a text as an expression of TaskRouter holds it; undefined for one that no quotes can hold. */
export function quoted(text: string): string | undefined {
  const quote = ["'", '"'].find((one) => !text.includes(one));
  return quote === undefined || text.includes('\\') ? undefined : `${quote}${text}${quote}`;
}
