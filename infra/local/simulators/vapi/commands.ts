import { handoffSchema } from './assistants.ts';
import { addMessage } from './call.ts';
import type { Control } from './control.ts';
import { firstMessageOf } from './entering.ts';
import { moveTo } from './handoffs.ts';
import { endCall, type Line } from './line.ts';
import { say } from './speech.ts';
import { beginTransfer } from './transfer.ts';

/** Does what a POST to the control URL asks of a live call. What it sets off later is told by webhooks. */
export function obey(line: Line, command: Control): void {
  switch (command.type) {
    case 'say':
      say(line, command.content, { interrupt: command.interruptAssistantEnabled ?? false });
      if (command.endCallAfterSpoken) endSoon(line, 'assistant-ended-call');
      break;
    case 'add-message':
      tellAssistant(line, command.message);
      break;
    case 'control':
      control(line, command.control);
      break;
    case 'end-call':
      // Which reason the platform gives is not documented.
      endSoon(line, 'manually-canceled');
      break;
    case 'transfer':
      beginTransfer(line, command.destination, command.content);
      break;
    case 'handoff':
      if (command.content !== undefined) say(line, command.content);
      handOver(line, command.destination);
      break;
    case 'send-transport-message':
      // What it does to a leg is not known: accepted, without an effect.
      break;
  }
}

function handOver(line: Line, destination: unknown): void {
  const handoff = handoffSchema.safeParse(destination).data;
  const member = handoff === undefined ? undefined : line.entering(handoff);
  if (member !== undefined) moveTo(line, member);
}

const endSoon = (line: Line, reason: string): void =>
  line.background(line.pause(0).then(() => endCall(line, reason)));

function tellAssistant(line: Line, { role, content }: Extract<Control, { type: 'add-message' }>['message']) {
  const known = role === 'assistant' ? 'bot' : role;
  if (known === 'bot' || known === 'user' || known === 'system') addMessage(line.call, known, content ?? '');
  if (known === 'system' && content !== null) line.call.told.push(content);
  line.note('message-added', role);
}

function control(line: Line, what: Extract<Control, { type: 'control' }>['control']): void {
  const { muted } = line.call;
  if (what === 'mute-assistant' || what === 'unmute-assistant') muted.assistant = what === 'mute-assistant';
  if (what === 'mute-customer' || what === 'unmute-customer') muted.customer = what === 'mute-customer';
  if (what === 'say-first-message') say(line, firstMessageOf(line.call));
  line.note('controlled', what);
}
