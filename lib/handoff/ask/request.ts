import { type CallFacts, lineSchema } from '../../base/call-facts.ts';
import { handoffIdOf } from '../../base/ids.ts';
import type { Count, Log } from '../../base/telemetry.ts';
import { filled, type LanguageCode, speechOf, spokenMoment } from '../../speech/index.ts';
import { contextOf } from '../briefing/read-arguments.ts';
import { type TeamWords, type Unknown, withTeamWords, withUnknownWords } from '../briefing/routing.ts';
import { type HandoffPorts, keep } from '../loop/take-in.ts';
import type { HandoffRequest } from '../record/handoff.ts';
import type { HandoffMetric } from '../record/metrics.ts';
import { type Bridging, canBeJoined, chooseStrategy } from '../strategies/choose.ts';
import { type OpeningHours, openingAt } from './opening-hours.ts';

/** How a human is asked for. */
export type EscalationOptions = {
  windowSeconds: number;
  /** Always, where there are none. */
  openingHours?: OpeningHours;
  bridging: Bridging;
  teamWords: TeamWords;
  /** In which the caller is spoken to: the call's, else the team's. */
  language: LanguageCode;
};

/** Notes that a request was one too many, and returns what its caller hears. */
export function refuseRequest(
  about: { callId: string; handoffId: string },
  { language }: Pick<EscalationOptions, 'language'>,
  { log, count }: { log: Log; count: Count<HandoffMetric> },
): string {
  log.info('handoff refused', { ...about, reason: 'too many in one call' });
  count('escalation_refused');
  return speechOf(language).toCaller.enough;
}

/** What the caller hears who cannot be joined with anybody, or outside the opening hours, instead of waiting for nobody (H17). */
export const closedSentence = (
  call: Pick<CallFacts, 'direction'>,
  { openingHours, language }: Pick<EscalationOptions, 'openingHours' | 'language'>,
  { clock, count }: { clock: () => number; count: Count<HandoffMetric> },
): string | undefined => {
  const speech = speechOf(language);
  const { closed, closedUntil, notFromHere } = speech.toCaller;
  if (!canBeJoined(call)) return notFromHere;
  const opening: ReturnType<typeof openingAt> =
    openingHours === undefined ? { is: 'open' } : openingAt(openingHours, clock());
  count(opening.is === 'open' ? 'team_open' : 'team_closed');
  if (opening.is === 'open') return undefined;
  const { next } = opening;
  return next === undefined ? closed : filled(closedUntil, { when: spokenMoment(speech, next) });
};

/** One log line and one count for each field in which a model named something that the team has not. */
export function reportUnknownWords(
  about: { callId: string; handoffId?: string },
  unknown: Unknown,
  { log, count }: { log: Log; count: Count<HandoffMetric> },
): void {
  for (const reason of new Set(unknown.map(([field]) => field))) {
    log.warn('routing word unknown', { ...about, reason });
    count('routing_word_unknown');
  }
}

/**
 * The request and its window go out in one batch, before anybody is told "connecting you"; where there is no queue,
 * the request is kept in the table. Throws when neither took it.
 */
export const requestHandoff = async (
  call: CallFacts,
  requestId: string,
  requestedBy: HandoffRequest['requestedBy'],
  values: Record<string, unknown>,
  { windowSeconds, bridging, teamWords, language }: EscalationOptions,
  ports: HandoffPorts,
  told: Pick<HandoffRequest, 'toolsUsed'> = {},
): Promise<void> => {
  const { clock, log, count } = ports;
  const { callId } = call;
  const handoffId = handoffIdOf(callId, requestId, call.timestamp);
  const strategy = chooseStrategy(call, bridging);
  const { known, unknown } = withTeamWords(contextOf(values, call), teamWords);
  reportUnknownWords({ callId, handoffId }, unknown, ports);
  const handoffRequest: HandoffRequest = {
    // Without the talk and the customer, which the context holds.
    ...lineSchema.parse(call),
    requestId,
    requestedBy,
    requestedAt: clock(),
    ...(call.timestamp === undefined ? {} : { askedAt: call.timestamp }),
    windowSeconds,
    strategy,
    speech: language,
    ...told,
    context: withUnknownWords(known, unknown),
  };
  const asked = { handoffId, request: handoffRequest };
  const message = { callId, handoffId, event: { type: 'escalation-requested', ...asked } } as const;
  // Each of the two can make the record, so that one lost message loses nobody.
  const window = { callId, handoffId, event: { type: 'window-expired', ...asked } } as const;
  await ports.queue
    .send([
      { message, delaySeconds: 0 },
      { message: window, delaySeconds: windowSeconds },
    ])
    .catch((error: unknown) => keep(message, ports, error));
  log.info('escalation', { callId, handoffId, requestId, event: requestedBy, reason: strategy.reason });
  count('escalation_requested');
  count(`strategy_${strategy.is}`);
};
