const PROJECT = 'voice-handoff';

/** Stands before the name of everything at Vapi that is a stage's. */
export function prefixOf(stage: string): string {
  return `${PROJECT}:${stage}:`;
}

/** Returns the stage whose name it is; undefined for a name that is none of ours. */
export function stageNamed(name: string | undefined): string | undefined {
  return /^voice-handoff:([^:]+):/.exec(name ?? '')?.[1];
}

/** What stands in for an id that is not there yet. */
export function planned(name: string): string {
  return `(${name})`;
}

/** How assistants and squads bear whose they are. */
export function markOf(stage: string): { managedBy: string; stage: string } {
  return { managedBy: PROJECT, stage };
}

/** Returns the stage that set-up has marked it with; undefined for what was made by hand. */
export function stageMarked(metadata: unknown): string | undefined {
  if (typeof metadata !== 'object' || metadata === null) return undefined;
  const isOurs = 'managedBy' in metadata && metadata.managedBy === PROJECT;
  return isOurs && 'stage' in metadata && typeof metadata.stage === 'string' ? metadata.stage : undefined;
}
