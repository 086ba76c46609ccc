import type { Line } from './vapi-line.ts';

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
  call.speaking ??= content;
  call.said.push(content);
  call.messages.push({ role: 'bot', message: content, time: Date.now() });
  line.note('said', content);
}

export function cutSpeech({ call }: Line): void {
  if (call.speaking !== undefined) call.cut.push(call.speaking);
  delete call.speaking;
}

export const finishSpeaking = ({ call }: Line): void => {
  delete call.speaking;
};
