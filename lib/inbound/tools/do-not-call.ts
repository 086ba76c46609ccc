import { isStorageTrouble } from '../../base/trouble.ts';
import { listedAs } from '../../outbound/do-not-call.ts';
import { speechOf } from '../../speech/index.ts';
import { LANGUAGE_FIELD, type ToolWords } from '../../vapi/tool-words.ts';
import {
  type Answered,
  type Asked,
  bothSpellings,
  type Tool,
  type ToolOptions,
  type ToolPorts,
} from './tool.ts';

const NAME = 'do_not_call';

export const words: ToolWords = {
  name: NAME,
  description:
    'Puts the number of this call on the list of those that we never call again. Call it at once, without asking ' +
    'why, when they say in whatever words that they do not want to be called any more: "do not call me again", ' +
    '"take me off your list", "stop calling this number". Not when they only have no time now. Never say that it ' +
    'is noted before the result says so.',
  parameters: { type: 'object', properties: { language: LANGUAGE_FIELD } },
};

async function answer(
  { call: { callId, caller } }: Asked,
  { doNotCall, clock, log }: ToolPorts,
  { language }: Pick<ToolOptions, 'language'>,
): Promise<Answered> {
  const { listed, withheld, failed } = speechOf(language).tools[NAME];
  if (caller === undefined) return { error: withheld };
  try {
    await doNotCall.list([(await listedAs(caller)) ?? caller], { at: clock(), by: 'caller' });
  } catch (error) {
    if (!isStorageTrouble(error)) throw error;
    return { error: failed };
  }
  log.info('do not call', { callId, event: 'listed' });
  return { result: listed };
}

/**
 * Lists the number that the call is with (O2), whoever has called whom: the table has it before anybody hears so, and
 * without the table they hear that it is not noted. Its arguments tell nothing but the language.
 */
export const tool: Tool = { names: () => bothSpellings(NAME), answer };
