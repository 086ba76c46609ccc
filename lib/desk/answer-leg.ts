import type { Clock } from '../base/clock.ts';
import type { Count, Log } from '../base/telemetry.ts';
import { isStorageTrouble } from '../base/trouble.ts';
import type { Places } from '../capacity/places.ts';
import { loadDecideSave } from '../outbox/save.ts';
import type { LegOpened } from '../vapi/open-leg.ts';
import { ARRIVED, type Asked, beginOpening, type LegAnswer, standingOf, withAnswer } from './leg.ts';
import type { CutOff } from './memory.ts';
import type { DeskMetric } from './metrics.ts';
import type { LegStore } from './ports.ts';

export type LegPorts = {
  legs: LegStore;
  /** Without a limit of the team's there are places for everybody. */
  places?: Places | undefined;
  /** One request to Vapi, 5 s at most, never repeated. */
  open(): Promise<LegOpened>;
  /** What the assistant of that call is told of the one before. */
  knows?: CutOff | undefined;
  /** Has somebody look later whether there is a call for the leg, and whether its place can go. Throws `Unavailable`. */
  lookLater?: ((place: Doubt) => Promise<void>) | undefined;
  /** Who is told in place of an assistant. */
  busy(): LegAnswer;
  clock: Clock;
  /** Resolves after so many ms. */
  wait(ms: number): Promise<void>;
  log: Log;
  count: Count<DeskMetric>;
};

/** A call that was asked for, and of which nobody knows whether it is there. */
export type Doubt = {
  callSid: string;
  askedAt: number;
  callId?: string | undefined;
  past?: string | undefined;
};

/** Between two looks whether another delivery has its answer. */
const LOOK_MS = 250;
const ROUNDS = 3;

type Loaded = Awaited<ReturnType<LegStore['load']>>;

/**
 * Answers a leg that wants an assistant: a place, one call at Vapi, its TwiML. The same question gets the same answer,
 * also while the first is under way, and never a second call. Where there is no place, no call, or no table to keep the
 * two apart, somebody else is found: a caller always hears something.
 */
export async function answerLeg(callSid: string, asked: Asked, ports: LegPorts): Promise<LegAnswer> {
  const answer = await opened(callSid, asked, ports).catch((error: unknown): LegAnswer => {
    if (!isStorageTrouble(error)) throw error;
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
        await inDoubt({ callSid, askedAt: standing.since, past: pastOf(asked) }, ports);
        return kept(callSid, asked, ports.busy(), { leg, version }, ports);
      case 'new': {
        const mine = beginOpening(leg, asked, clock());
        if ((await legs.save(callSid, mine, version)) === 'saved') {
          const answer = await assistantOrBusy(callSid, asked, ports);
          return kept(callSid, asked, answer, { leg: mine, version: version + 1 }, ports);
        }
        round += 1;
      }
    }
  }
  return ports.busy();
}

/** The call at Vapi that the leg has had before the question: its place goes on, its end is no end of that. */
function pastOf(asked: Asked): string | undefined {
  return asked === ARRIVED ? undefined : asked;
}

async function assistantOrBusy(callSid: string, asked: Asked, ports: LegPorts): Promise<LegAnswer> {
  const { places, log, clock } = ports;
  const past = pastOf(asked);
  // A table that counts no places costs nobody their call.
  const place = await places?.take(callSid, 'inbound', { past }).catch(() => 'taken' as const);
  if (place === 'full') {
    log.warn('no place', { callSid });
    return ports.busy();
  }
  const askedAt = clock();
  const opened = await ports.open();
  if (opened.limit !== undefined) await places?.lower(opened.limit).catch(() => undefined);
  if (opened.is === 'opened') {
    await ports.legs.tie(callSid, opened.callId).catch(() => undefined);
    const { callId, twiml } = opened;
    return { is: 'assistant', callId, twiml, ...(ports.knows !== undefined && { knows: ports.knows }) };
  }
  log.warn('no call opened', { callSid, reason: opened.reason });
  if (opened.is === 'refused') await places?.free(callSid).catch(() => undefined);
  else await inDoubt({ callSid, askedAt, callId: opened.callId, past }, ports);
  return ports.busy();
}

/**
 * A call that may be there keeps its place, though the leg goes elsewhere or ends: until its end is told, or is seen by
 * whoever looks. Where nobody can be asked to look, the end of the leg gives it back as any other.
 */
async function inDoubt(doubt: Doubt, { places, lookLater, log }: LegPorts): Promise<void> {
  if (places === undefined || lookLater === undefined) return;
  try {
    await lookLater(doubt);
    await places.doubt(doubt.callSid);
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    log.warn('place not looked at', { callSid: doubt.callSid, reason: error.name });
  }
}

/** Keeps the answer for whoever asks the same again, and gives it all the same where it cannot be kept. */
async function kept(
  callSid: string,
  asked: Asked,
  answer: LegAnswer,
  loaded: Loaded,
  { legs, log }: LegPorts,
): Promise<LegAnswer> {
  try {
    const save = ({ leg, version }: Loaded) => ({
      outcome: undefined,
      save: () => legs.save(callSid, withAnswer(leg, asked, answer), version),
    });
    // Another question of the leg that came in between keeps its own answer.
    await loadDecideSave(legs, callSid, ROUNDS, save, loaded);
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    log.warn('leg not kept', { callSid, reason: error.name });
  }
  return answer;
}
