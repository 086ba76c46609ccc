import { mergedCustomer } from '../base/customer.ts';
import type { IntentWords } from '../language/intent/intent.ts';
import { oweAs } from '../outbox/effect.ts';
import { ended, handoffEnded, reported, reportedUnproven } from './after-call.ts';
import { interrupted, spoke, transcribed } from './barge-in.ts';
import type { Call, CallWork } from './call.ts';
import { MUTED_MS, silenced } from './effects.ts';
import type { CallEvent, Known, ToolOutcome } from './events.ts';
import { heardIn, listenedTo } from './listening.ts';
import { needsSimplerLanguage, type Rules } from './rules.ts';
import { remembered, type Turn, turnsOf } from './turns.ts';

export type Listening = {
  rules: Rules;
  intentWords: IntentWords;
  /** Whether an interruption mutes the assistant from here as well. */
  muting: boolean;
  requiredFields: readonly string[];
  /** Whether somebody wants the last word about a call. */
  summaries: boolean;
};

const TOOLS = 8;

/** Our own word that a tool failed and Vapi's entry about its answer are one: it came to nothing if either says so. */
const withTools = (call: Call, tools: readonly ToolOutcome[]): Call => {
  if (tools.length === 0) return call;
  const known = new Map<string, ToolOutcome>();
  for (const tool of [...call.tools, ...tools]) {
    const { id, at, failed } = known.get(tool.id) ?? tool;
    known.set(id, { id, at: Math.min(at, tool.at), failed: failed || tool.failed });
  }
  const inOrder = [...known.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  return { ...call, tools: inOrder.slice(-TOOLS) };
};

/** Newer words about the call replace older ones; older ones only fill what is not known. */
const withKnown = (call: Call, { known, at }: CallEvent): Call =>
  at >= call.knownAt
    ? { ...call, known: joinedKnown(known, call.known), knownAt: at }
    : { ...call, known: joinedKnown(call.known, known) };

/** Who the caller is goes by who said it first, and by time then: each part keeps its own source. */
function joinedKnown(newer: Known, older: Known): Known {
  const {
    customerName: _name,
    customerId: _id,
    accountStatus: _status,
    sources: _,
    ...line
  } = {
    ...older,
    ...newer,
  };
  return { ...line, ...mergedCustomer(newer, older) };
}

const withVoice = (call: Call, { what, at }: CallEvent): Call => {
  switch (what.is) {
    case 'speech':
      return spoke(call, what.role, what.status, at);
    case 'interrupted':
      return interrupted(call, at);
    case 'partial':
      return transcribed(call, at);
    case 'final':
      return what.role === 'caller' ? transcribed(call, at) : call;
    default:
      return call;
  }
};

/**
 * The assistant is silenced with the interruption, and speaks again once the caller has stopped. An interruption that
 * is known only after that, or late, silences nobody: it would cut the answer.
 */
const withMuting = (before: Call, call: Call, { what, receivedAt }: CallEvent, now: number): Call => {
  const { started, stopped } = call.voice.caller;
  const speaks = started.length === 0 || (started.at(-1) ?? 0) > (stopped.at(-1) ?? 0);
  const cut = call.interruptions.count > before.interruptions.count;
  if (cut && speaks && now - receivedAt < MUTED_MS) return silenced(call, now);
  const over = what.is === 'speech' && what.role === 'caller' && what.status === 'stopped' && !speaks;
  if (!over) return call;
  return {
    ...call,
    effects: call.effects.map((effect) =>
      effect.work.kind === 'unmute' && effect.notBefore > now ? { ...effect, notBefore: now } : effect,
    ),
  };
};

const SIMPLIFY: CallWork = { kind: 'simplify' };

/**
 * The whole of what an event means for the call's record: from the record and the event to the next record, which
 * holds what it owes, and the utterances that were not stored before. Pure: no clock, no I/O. Whether a rule asks for
 * a human is decided after, with what is known of the call's handoffs.
 */
export const observe = (
  before: Call,
  event: CallEvent,
  listening: Listening,
  now: number,
): { call: Call; turns: Turn[] } => {
  const { what, at, heard, tools } = event;
  // News of our own: of the conversation it tells nothing.
  if (what.is === 'handoff-ended') return { call: handoffEnded(before, what.handoffId, now), turns: [] };
  const said = what.is === 'final' ? { role: what.role, at, text: what.text } : undefined;
  const known = withTools(withKnown(before, event), tools);
  const { talk, fresh, news } = remembered(known.talk, turnsOf(heard, said, at));
  const listened = news
    .toSorted((a, b) => a.at - b.at)
    .reduce((call, turn) => listenedTo(call, turn, listening.intentWords), { ...known, talk });
  const spoken = what.is === 'language' ? heardIn(listened, what.language, at) : listened;
  const voiced = withVoice(spoken, event);
  const muted = listening.muting ? withMuting(before, voiced, event, now) : voiced;
  const simpler = needsSimplerLanguage(muted, listening.rules)
    ? oweAs<CallWork, Call>({ ...muted, simplifiedAt: at }, 'simplify', SIMPLIFY, now)
    : muted;
  switch (what.is) {
    case 'ended':
      return { call: ended(simpler, at, what.reason, listening, now), turns: fresh };
    case 'reported':
      return {
        call: (what.proves === 'nothing' ? reportedUnproven : reported)(
          simpler,
          at,
          what.report,
          listening,
          now,
        ),
        turns: fresh,
      };
    default:
      return { call: simpler, turns: fresh };
  }
};
