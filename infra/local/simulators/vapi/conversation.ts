import { moment, type Spoken } from './call.ts';
import { type Line, tellInOrder } from './line.ts';
import { conversation } from './messages.ts';
import { nextTurn, speechMs, startSpeaking, stopSpeaking, tellSpeech, tellTranscript } from './speech.ts';

/** How one utterance goes. */
export type Speech = {
  /** How long it seems to take: 60 ms a character when not given, at least 400. Nothing really waits. */
  takesMs?: number;
  /** Waits as long as it takes. */
  realTime?: boolean;
  /** How many partial transcripts come before each final one; 2 when not given, none of the assistant. */
  partials?: number;
  /** In how many final transcripts it comes: by sentences if there are as many, else by words. */
  pieces?: number;
  /** Final transcripts come under the type that names them. */
  literalType?: boolean;
  /** How sure the transcriber is, 0 to 1. Vapi's transcripts have none; other transcribers' do. */
  confidence?: number;
};

export type AssistantSpeech = Omit<Speech, 'partials' | 'confidence'> & {
  /** False: it is still `speaking` when this resolves, having spoken for `takesMs`. */
  finishes?: boolean;
};

/** Something that happens in the course of an utterance, at a time that is given to it. */
type Happening = (at: number) => Promise<void>;

/** The caller speaks, after the assistant. Throws when there is no assistant that would hear it. */
export async function callerSays(line: Line, text: string, options: Speech = {}): Promise<void> {
  mustBeHeard(line);
  await stopSpeaking(line);
  await playCaller(line, text, options, []);
}

/** The caller speaks before the assistant has finished. Throws when the assistant is silent. */
export async function callerInterrupts(line: Line, text: string, options: Speech = {}): Promise<void> {
  mustBeHeard(line);
  const { call } = line;
  const { utterance } = call;
  if (utterance === undefined) throw new Error('the assistant is not speaking');
  const silenced: Happening = async (at) => {
    // Somebody else may have cut it meanwhile.
    if (call.utterance !== utterance) return;
    call.cut.push(utterance.entry.message);
    await stopSpeaking(line, at, true);
  };
  const turnId = `turn-${String(utterance.turn).padStart(4, '0')}`;
  const noticed: Happening = (at) => tellInOrder(line, 'user-interrupted', { turnId }, at);
  await playCaller(line, text, options, [silenced, noticed]);
}

async function playCaller(line: Line, text: string, options: Speech, opening: Happening[]): Promise<void> {
  const { call } = line;
  const turn = nextTurn(line);
  const happenings = [...opening, ...transcripts(line, 'user', text, options)];
  const clock = startClock(line, text, options, happenings.length);
  await tellSpeech(line, 'started', 'user', turn, clock.begin);
  for (const happening of happenings) {
    const at = await clock.next();
    if (call.status === 'ended') return;
    await happening(at);
  }
  const endTime = await clock.end();
  if (call.status === 'ended') return;
  const { confidence } = options;
  const entry: Spoken = { role: 'user', message: text, time: clock.begin, endTime };
  call.messages.push(confidence === undefined ? entry : { ...entry, confidence });
  await tellSpeech(line, 'stopped', 'user', turn, endTime);
  await tellConversation(line);
}

/** The assistant speaks a sentence of its own. Throws when there is nobody who would hear it. */
export async function assistantSays(line: Line, text: string, options: AssistantSpeech = {}): Promise<void> {
  mustBeHeard(line);
  const { call } = line;
  await stopSpeaking(line);
  const finals = transcripts(line, 'assistant', text, { ...options, partials: 0 });
  const clock = startClock(line, text, options, finals.length);
  call.said.push(text);
  line.note('said', text);
  const entry: Spoken = { role: 'bot', message: text, time: clock.begin, endTime: clock.begin };
  const started = startSpeaking(line, entry, true);
  const { utterance } = call;
  await started;
  if (options.finishes === false) return;
  for (const final of finals) {
    const at = await clock.next();
    // Whoever has cut it has told so.
    if (call.utterance !== utterance) return;
    await final(at);
  }
  const endTime = await clock.end();
  if (call.utterance !== utterance) return;
  await stopSpeaking(line, endTime);
  await tellConversation(line);
}

function mustBeHeard({ call }: Line): void {
  if (call.status === 'in-progress' && call.stream !== 'closed') return;
  throw new Error(`caller and assistant do not hear each other: the call is ${call.status}`);
}

const tellConversation = (line: Line): Promise<void> =>
  tellInOrder(line, 'conversation-update', conversation(line.call), moment(line.call));

/**
 * The times of an utterance, evenly spread. They depend on nothing but its beginning, so that it lasts
 * `takesMs` however slowly the product answers; in real time, on the clock.
 */
function startClock(line: Line, text: string, { takesMs, realTime }: Speech, count: number) {
  const { call } = line;
  const begin = moment(call);
  const least = takesMs ?? speechMs(text);
  // No two things at one time.
  const ms = Math.max(Math.round(least), count + 1);
  if (!realTime) moment(call, begin + ms);
  let passed = 0;
  const at = async (offset: number): Promise<number> => {
    if (!realTime) return begin + offset;
    const wait = begin + offset - Date.now();
    if (wait > 0) await line.pause(wait);
    return moment(call);
  };
  return {
    begin,
    next: () => {
      passed += 1;
      return at(Math.floor((ms * passed) / (count + 1)));
    },
    end: () => at(ms),
  };
}

function transcripts(line: Line, role: 'assistant' | 'user', text: string, options: Speech): Happening[] {
  const { partials = 2, pieces = 1, literalType, confidence } = options;
  const told = {
    role,
    ...(literalType !== undefined && { literalType }),
    ...(confidence !== undefined && { confidence }),
  };
  return split(text, pieces).flatMap((piece): Happening[] => [
    ...growing(piece, partials).map(
      (partial): Happening =>
        (at) =>
          tellTranscript(line, { ...told, is: 'partial', text: partial }, at),
    ),
    (at) => tellTranscript(line, { ...told, is: 'final', text: piece }, at),
  ]);
}

/** The beginnings of a text, longer and longer, that are heard before all of it. */
function growing(text: string, count: number): string[] {
  const words = wordsOf(text);
  const upTo = (share: number) => words.slice(0, Math.max(1, Math.floor(words.length * share))).join(' ');
  return Array.from({ length: count }, (_, index) => upTo((index + 1) / (count + 1)));
}

function split(text: string, pieces: number): string[] {
  if (pieces <= 1) return [text];
  const sentences = text.match(/[^.!?]+[.!?]*/g)?.map((sentence) => sentence.trim()) ?? [];
  const parts = sentences.length >= pieces ? sentences : wordsOf(text);
  const border = (index: number) => Math.round((parts.length * index) / pieces);
  return Array.from({ length: pieces }, (_, index) =>
    parts.slice(border(index), border(index + 1)).join(' '),
  ).filter((piece) => piece !== '');
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
