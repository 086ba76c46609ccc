import { BEING_JOINED } from '../../handoff/ask/request.ts';
import { decideNow } from '../../handoff/loop/decide-now.ts';
import type { ToolWords } from '../../vapi/tool-words.ts';
import type { InboundPorts } from '../metrics.ts';
import { type Answered, type Asked, bothSpellings, type Tool } from './tool.ts';

const NAME = 'cancel_handoff';

export const words: ToolWords = {
  name: NAME,
  description:
    'Takes the request for a human colleague back while one is being fetched. Call it when the caller no longer ' +
    'wants one: they have changed their mind, or you could help after all and they say that this is enough. ' +
    'Not when they only grow impatient.',
  parameters: { type: 'object', properties: {} },
  failed: 'I am sorry, I could not take that back. A colleague may still join us.',
};

const TAKEN_BACK = 'All right, I have told my colleagues that they are not needed any more.';
const NOBODY_FETCHED = 'No colleague is being fetched any more, so let us go on together.';

/** For a message that comes again, after a human was asked for once more. */
const ASKED_SINCE = 'A colleague is being fetched, because you have asked for one since then.';

/** A request that is still on its way through the queue is there by then. */
const ON_ITS_WAY_SECONDS = 2;

async function answer({ call }: Asked, ports: InboundPorts): Promise<Answered> {
  const { callId, timestamp } = call;
  const event = {
    type: 'taken-back',
    by: 'assistant',
    ...(timestamp === undefined ? {} : { askedAt: timestamp }),
  } as const;
  const handoff = await decideNow(callId, event, ports);
  const progress = handoff?.progress;
  ports.log.info('taken back', { callId, reason: progress?.state ?? 'no handoff' });
  if (progress === undefined) {
    await ports.queue.send([{ message: { callId, event }, delaySeconds: ON_ITS_WAY_SECONDS }]);
    return { result: NOBODY_FETCHED };
  }
  switch (progress.state) {
    case 'bridging':
    case 'connected':
      return { result: BEING_JOINED };
    case 'ended':
      return { result: progress.outcome === 'canceled' ? TAKEN_BACK : NOBODY_FETCHED };
    default:
      return { result: ASKED_SINCE };
  }
}

/**
 * The caller or the assistant has changed their mind (H16): what still waits is undone. An agent who has accepted
 * stays. Table or queue has it before the assistant says so.
 */
export const tool: Tool = { names: () => bothSpellings(NAME), answer };
