import type { Vapi } from '@vapi-ai/server-sdk';
import { FINAL_TRANSCRIPT, moment, type Spoken } from './call.ts';
import { isSubscribed, type Line, tellInOrder } from './line.ts';
import { speaker } from './messages.ts';

type Manner = { interrupt?: boolean };

/**
 * The assistant says a sentence to the caller. It stays `speaking` until another sentence cuts it, a
 * transfer takes the assistant off the line, or `finishSpeaking`: no speech takes time here.
 */
export function say(line: Line, content: string, { interrupt = false }: Manner = {}): void {
  const { call } = line;
  if (call.status !== 'in-progress' || call.stream === 'closed') {
    // The caller is on hold, with the agent, not there yet, or has been taken away from Vapi.
    call.unheard.push(content);
    line.note('unheard', content);
    return;
  }
  if (interrupt) cutSpeech(line);
  // Whoever hears events hears that the sentence before is over.
  else if (call.talks) finishSpeaking(line);
  const time = moment(call);
  const entry: Spoken = { role: 'bot', message: content, time, endTime: time };
  call.said.push(content);
  if (call.speaking === undefined) {
    line.background(startSpeaking(line, entry, call.talks));
    if (call.talks) {
      line.background(tellTranscript(line, { role: 'assistant', is: 'final', text: content }, moment(call)));
    }
  }
  call.messages.push(entry);
  line.note('said', content);
}

/** The assistant begins; resolves once a `speech-update` about it, if there is one, is answered. */
export function startSpeaking(line: Line, entry: Spoken, told: boolean): Promise<void> {
  const { call } = line;
  const turn = nextTurn(line);
  call.speaking = entry.message;
  call.utterance = { turn, told, entry };
  return told ? tellSpeech(line, 'started', 'assistant', turn, entry.time) : Promise.resolve();
}

/** In the middle of a sentence. */
export function cutSpeech(line: Line): void {
  const { call } = line;
  if (call.speaking === undefined) return;
  call.cut.push(call.speaking);
  line.background(stopSpeaking(line, moment(call)));
}

export const finishSpeaking = (line: Line): void => line.background(stopSpeaking(line));

/** The sentence is over, at `at` or when all of it is said; told when its beginning was. None: nothing happens. */
export function stopSpeaking(line: Line, at?: number, told?: boolean): Promise<void> {
  const { call } = line;
  const { utterance } = call;
  delete call.speaking;
  delete call.utterance;
  if (utterance === undefined) return Promise.resolve();
  const { entry, turn } = utterance;
  entry.endTime = at ?? moment(call, utterance.told ? entry.time + speechMs(entry.message) : 0);
  if (!call.messages.includes(entry)) call.messages.push(entry);
  if (!(told ?? utterance.told)) return Promise.resolve();
  return tellSpeech(line, 'stopped', 'assistant', turn, entry.endTime);
}

export function nextTurn({ call }: Line): number {
  call.turn += 1;
  return call.turn - 1;
}

/** How long it takes to say this, roughly. */
export const speechMs = (text: string): number => Math.max(400, text.length * 60);

type SpeechUpdate = Pick<Vapi.ServerMessageSpeechUpdate, 'status' | 'role' | 'turn'>;

export const tellSpeech = (
  line: Line,
  status: 'started' | 'stopped',
  role: 'assistant' | 'user',
  turn: number,
  at: number,
): Promise<void> => {
  const fields: SpeechUpdate = { status, role, turn };
  return tellInOrder(line, 'speech-update', fields, at);
};

type TranscriptHeard = {
  role: 'assistant' | 'user';
  is: 'partial' | 'final';
  text: string;
  /** A final one comes under the type that says so; when not given, only if nothing else is subscribed. */
  literalType?: boolean;
  confidence?: number;
};
type Transcript = Pick<
  Vapi.ServerMessageTranscript,
  'role' | 'transcriptType' | 'transcript' | 'assistantName' | 'assistantId' | 'isFiltered'
>;

export function tellTranscript(line: Line, heard: TranscriptHeard, at: number): Promise<void> {
  const { role, is, text, confidence } = heard;
  const literal = heard.literalType ?? !isSubscribed(line.call, 'transcript');
  const fields: Transcript = {
    role,
    transcriptType: is,
    transcript: text,
    ...(is === 'final' && speaker(line.call)),
    isFiltered: false,
  };
  const all = confidence === undefined ? fields : { ...fields, confidence };
  return tellInOrder(line, is === 'final' && literal ? FINAL_TRANSCRIPT : 'transcript', all, at);
}
