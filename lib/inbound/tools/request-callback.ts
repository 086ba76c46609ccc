import { Unavailable } from '../../base/trouble.ts';
import { type AskedCallback, callbackRequestOf } from '../../followup/callback.ts';
import { reportUnknownWords } from '../../handoff/ask/request.ts';
import { withTeamWords } from '../../handoff/briefing/routing.ts';
import type { CallbackMessage, CallbackRequest } from '../../handoff/record/callback-request.ts';
import { filled, type Speech, speechOf } from '../../speech/index.ts';
import { LANGUAGE_FIELD, type ToolWords } from '../../vapi/tool-words.ts';
import {
  type Answered,
  type Asked,
  bothSpellings,
  type Tool,
  type ToolOptions,
  type ToolPorts,
} from './tool.ts';

const NAME = 'request_callback';

/** The arguments are read in `followup/callback.ts`, with the names that other assistants give them. */
export const words: ToolWords = {
  name: NAME,
  description:
    'Notes that a colleague calls the caller back. Call it when nobody is free or the team is closed, and the ' +
    'caller has said that they want to be called back. Never without their yes.',
  parameters: {
    type: 'object',
    properties: {
      number: {
        type: 'string',
        description:
          'Only if it is not the number that the caller calls from: all digits as they said them, with the country code if they gave one.',
      },
      when: {
        type: 'string',
        description: 'When it suits the caller, in their words: "tomorrow after nine".',
      },
      why: { type: 'string', description: 'What it is about, in one sentence with the particulars.' },
      language: LANGUAGE_FIELD,
    },
    required: ['why'],
  },
};

type Said = Speech['tools'][typeof NAME];

/** Four digits, one by one: enough to hear a mistake, too few to tell a stranger the number. */
function endOf({ number }: Pick<CallbackRequest, 'number'>): string {
  return [...number.slice(-4)].join(' ');
}

function noted(request: CallbackRequest, said: Said): string {
  const { when } = request;
  const digits = endOf(request);
  return when === undefined ? filled(said.noted, { digits }) : filled(said.notedFor, { digits, when });
}

async function answer(
  { call, toolCall: { arguments: given } }: Asked,
  ports: ToolPorts,
  { callbacks, teamWords, language }: ToolOptions,
): Promise<Answered> {
  const { clock, log, count } = ports;
  const { tools, toAssistant } = speechOf(language);
  if (given.is === 'invalid') return { error: toAssistant[given.problem] };
  const said = tools[NAME];
  const { callId } = call;
  const asked = await callbackRequestOf(given.value, call, clock(), callbacks);
  if (asked.is !== 'request') {
    log.info('callback', { callId, reason: asked.is });
    return { result: said[asked.is] };
  }
  const { known: request, unknown } = withTeamWords(asked.request, teamWords);
  reportUnknownWords({ callId }, unknown, { log, count });
  const taken = await takeIn(callId, { ...asked, request }, ports);
  switch (taken.is) {
    case 'enough':
      log.info('callback', { callId, reason: 'enough' });
      count('callback_enough');
      // The number has had its share of the day.
      return { result: filled(said.enough, { digits: endOf(taken.request) }) };
    case 'taken':
      log.info('callback', { callId, event: 'taken' });
      // An agent has it: nothing of it changes any more.
      return { result: filled(said.standing, { digits: endOf(taken.request) }) };
    case 'kept':
      log.info('callback', { callId, event: 'requested' });
      count('callback_requested');
      return { result: noted(taken.request, said) };
  }
}

type TakenIn = { is: 'kept' | 'taken' | 'enough'; request: CallbackRequest };

/**
 * Keeps the callback in the table, where it is due until its task is made, and sends it to the worker. Either of the
 * two is enough: without the table the worker keeps it first, without the queue the sweeper finds it. Throws
 * `Unavailable` when neither took it.
 */
async function takeIn(
  callId: string,
  { request, isSaid }: Extract<AskedCallback, { is: 'request' }>,
  { followups, keepCallback, admitCallback }: ToolPorts,
): Promise<TakenIn> {
  const send = (message: CallbackMessage) => followups.send([{ message, delaySeconds: 0 }]);
  let kept: TakenIn;
  try {
    if ((await admitCallback(callId, request.number)) === 'enough') return { is: 'enough', request };
    kept = await keepCallback(callId, request, isSaid);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    await send({ callId, callback: request, unkept: true });
    return { is: 'kept', request };
  }
  if (kept.is === 'kept') {
    await send({ callId, callback: kept.request }).catch((error: unknown) => {
      if (!(error instanceof Unavailable)) throw error;
    });
  }
  return kept;
}

/**
 * Takes a callback request (H17): table or queue has it before the assistant says so, and the answer is read from
 * what is kept. The worker makes one task of it, however often it is asked, and corrects that task.
 */
export const tool: Tool = { names: () => bothSpellings(NAME), answer };
