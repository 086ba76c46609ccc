import type { Clock } from '../base/clock.ts';
import type { Count, Log } from '../base/telemetry.ts';
import { isPassing, RefusedForGood } from '../base/trouble.ts';
import type { Places } from '../capacity/places.ts';
import type { LegOpened } from '../vapi/open-leg.ts';
import { type Asked, beginOpening, type Leg, type LegAnswer, standingOf, withAnswer } from './leg.ts';
import type { DeskMetric } from './metrics.ts';
import type { LegStore } from './ports.ts';

export type LegPorts = {
  legs: LegStore;
  /** Without a limit of the team's there are places for everybody. */
  places?: Places | undefined;
  /** One request to Vapi, 5 s at most, never repeated. */
  open(): Promise<LegOpened>;
  /** Who is told in place of an assistant. */
  busy(): LegAnswer;
  clock: Clock;
  /** Resolves after so many ms. */
  wait(ms: number): Promise<void>;
  log: Log;
  count: Count<DeskMetric>;
};

/** Between two looks whether another delivery has its answer. */
const LOOK_MS = 250;
const ROUNDS = 3;

/**
 * Answers a leg that wants an assistant: a place, one call at Vapi, its TwiML. The same question gets the same answer,
 * also while the first is under way, and never a second call. Where there is no place, no call, or no table to keep the
 * two apart, somebody else is found: a caller always hears something.
 */
export async function answerLeg(callSid: string, asked: Asked, ports: LegPorts): Promise<LegAnswer> {
  const answer = await opened(callSid, asked, ports).catch((error: unknown): LegAnswer => {
    if (!isPassing(error) && !(error instanceof RefusedForGood)) throw error;
    // Without the table nobody knows whether a call was opened before.
    ports.log.error('leg not kept', { callSid, reason: error.name });
    return ports.busy();
  });
  ports.log.info('leg answered', { callSid, event: answer.is });
  ports.count(`leg_answer_${answer.is}`);
  ports.count(answer.is === 'assistant' ? 'arrival_assistant' : 'arrival_busy');
  return answer;
}

async function opened(callSid: string, asked: Asked, ports: LegPorts): Promise<LegAnswer> {
  const { legs, clock, wait } = ports;
  for (let round = 0; round < ROUNDS; ) {
    const { leg, version } = await legs.load(callSid);
    const standing = standingOf(leg, asked, clock());
    switch (standing.is) {
      case 'answered':
        return standing.answer;
      case 'opening':
        await wait(Math.min(LOOK_MS, standing.until - clock()));
        continue;
      case 'lost':
        return kept(callSid, asked, ports.busy(), { leg, version }, ports);
      case 'new': {
        const mine = beginOpening(leg, asked, clock());
        if ((await legs.save(callSid, mine, version)) === 'saved') {
          const answer = await assistantOrBusy(callSid, ports);
          return kept(callSid, asked, answer, { leg: mine, version: version + 1 }, ports);
        }
        round += 1;
      }
    }
  }
  return ports.busy();
}

async function assistantOrBusy(callSid: string, ports: LegPorts): Promise<LegAnswer> {
  const { places, log } = ports;
  // A table that counts no places costs nobody their call.
  const place = await places?.take(callSid, 'inbound').catch(() => 'taken' as const);
  if (place === 'full') {
    log.warn('no place', { callSid });
    return ports.busy();
  }
  const opened = await ports.open();
  if (opened.limit !== undefined) await places?.lower(opened.limit).catch(() => undefined);
  if (opened.is === 'opened') {
    await ports.legs.tie(callSid, opened.callId).catch(() => undefined);
    return { is: 'assistant', callId: opened.callId, twiml: opened.twiml };
  }
  log.warn('no call opened', { callSid, reason: opened.reason });
  // One that may be there keeps its place until its end is told, or the lease runs out.
  if (opened.is === 'refused') await places?.free(callSid).catch(() => undefined);
  return ports.busy();
}

/** Keeps the answer for whoever asks the same again, and gives it all the same where it cannot be kept. */
async function kept(
  callSid: string,
  asked: Asked,
  answer: LegAnswer,
  { leg, version }: { leg: Leg; version: number },
  { legs, log }: LegPorts,
): Promise<LegAnswer> {
  try {
    const saved = await legs.save(callSid, withAnswer(leg, asked, answer), version);
    if (saved === 'saved') return answer;
    // Another question of the leg came in between; its own answer is not touched.
    const now = await legs.load(callSid);
    await legs.save(callSid, withAnswer(now.leg, asked, answer), now.version);
  } catch (error) {
    if (!isPassing(error)) throw error;
    log.warn('leg not kept', { callSid, reason: error.name });
  }
  return answer;
}
