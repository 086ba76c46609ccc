import { speechOf } from '../../speech/index.ts';
import { LANGUAGE_FIELD, type ToolWords } from '../../vapi/tool-words.ts';
import type { InboundPorts } from '../metrics.ts';
import { takeBack } from '../take-back.ts';
import { type Answered, type Asked, bothSpellings, type Tool, type ToolOptions } from './tool.ts';

const NAME = 'cancel_handoff';

export const words: ToolWords = {
  name: NAME,
  description:
    'Takes the request for a human colleague back while one is being fetched. Call it when the caller no longer ' +
    'wants one: they have changed their mind, or you could help after all and they say that this is enough. ' +
    'Not when they only grow impatient.',
  parameters: { type: 'object', properties: { language: LANGUAGE_FIELD } },
};

async function answer(
  { call }: Asked,
  ports: InboundPorts,
  { language }: Pick<ToolOptions, 'language'>,
): Promise<Answered> {
  const { tools, toCaller } = speechOf(language);
  const { takenBack, nobodyFetched, askedSince } = tools[NAME];
  const progress = (await takeBack(call, ports))?.progress;
  ports.log.info('taken back', { callId: call.callId, reason: progress?.state ?? 'no handoff' });
  switch (progress?.state) {
    case undefined:
      return { result: nobodyFetched };
    case 'bridging':
    case 'connected':
      return { result: toCaller.beingJoined };
    case 'ended':
      return { result: progress.outcome === 'canceled' ? takenBack : nobodyFetched };
    default:
      // For a message that comes again, after a human was asked for once more.
      return { result: askedSince };
  }
}

/**
 * The caller or the assistant has changed their mind (H16): what still waits is undone. An agent who has accepted
 * stays. Table or queue has it before the assistant says so.
 */
export const tool: Tool = { names: () => bothSpellings(NAME), answer };
