import type { Handoff, Reservation } from './handoff.ts';

type Named = Pick<Handoff, 'handoffId' | 'taskNo'>;

const ofTry = ({ handoffId, taskNo }: Named): string => `${handoffId}-${taskNo}`;

/** Returns the conference in which the two are joined: one for each try, so that no leg of an earlier one is in it. */
export function conferenceName(handoff: Named & Pick<Handoff, 'progress'>): string {
  const { progress } = handoff;
  return ('conference' in progress ? progress.conference : undefined) ?? ofTry(handoff);
}

/**
 * Returns the conference of an agent who takes the call now, where it is not that of the try: whoever took it before,
 * and was too late for TaskRouter, may still stand in that.
 */
export function conferenceOfLaterAgent(
  handoff: Named & Pick<Handoff, 'reached'>,
  { sid }: Reservation,
): string | undefined {
  return handoff.reached?.bridging === undefined ? undefined : `${ofTry(handoff)}-${sid}`;
}
