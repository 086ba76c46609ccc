import type { Count, Log } from '../base/telemetry.ts';
import { isPassing } from '../base/trouble.ts';
import { loadDecideSave } from '../outbox/save.ts';
import type { DeskMetric } from './metrics.ts';
import type { RoutingStore } from './ports.ts';
import { type RoutingAnswer, type RoutingQuestion, route, routeBlindly } from './routing.ts';

export type RoutingPorts = { routing: RoutingStore; log: Log; count: Count<DeskMetric> };

/** Two questions of one call at once are rare; the second is decided on what the first left. */
const ROUNDS = 3;

/**
 * Answers where a caller goes, by one read and one write. A table that is away costs the counting, not the answer: then
 * nothing is asked.
 */
export async function decideRoute(
  callId: string,
  question: RoutingQuestion,
  departments: readonly string[],
  { routing: store, log, count }: RoutingPorts,
): Promise<RoutingAnswer> {
  try {
    const answer = await loadDecideSave(store, callId, ROUNDS, ({ routing, version }) => {
      const decided = route(routing, question, departments);
      const outcome = decided.answer;
      if (decided.routing === routing) return { outcome };
      return { outcome, save: () => store.save(callId, decided.routing, version) };
    });
    count(`route_${answer.is}`);
    return answer;
  } catch (error) {
    if (!isPassing(error)) throw error;
    log.warn('route not kept', { callId, reason: error.name });
    count('route_blind');
    return routeBlindly(question, departments);
  }
}
