import type { StreamServer } from '../../kit/media-streams.ts';
import { actionOf, type Exchange, type Frame, type Source, type Step, warn } from './exchange.ts';
import type { Leg } from './leg.ts';
import { methodOf, textOf, type Verb } from './twiml.ts';
import { leavingAtOnce } from './waiting.ts';

export type Streams = ReturnType<typeof createStreams>;

/** `<Connect><Stream>`: the leg talks to a media stream, until either side closes it. */
export const createStreams = (exchange: Exchange) => {
  let server: StreamServer | undefined;
  /** By its address: how the other side closes it. */
  const open = new Map<string, () => void>();

  const hold = async (leg: Leg, url: string, signal: AbortSignal): Promise<void> => {
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    open.set(url, close);
    const left = () => {
      open.delete(url);
      if (signal.reason !== 'stopped')
        server?.closed(url, leg.sid, signal.reason === 'hung-up' ? 'hung-up' : 'redirected');
      close();
    };
    await leavingAtOnce(signal, left, () => closed);
    signal.throwIfAborted();
  };

  return {
    connectTo(to: StreamServer) {
      server = to;
    },
    hold,
    close(url: string) {
      const close = open.get(url);
      open.delete(url);
      close?.();
    },
    async connect({ leg, signal }: Frame, verb: Verb, base: Source): Promise<Step> {
      const stream = verb.children.find(({ name }) => name === 'Stream');
      const url = stream && textOf(stream, 'url');
      if (url === undefined || !/^wss?:/.test(url) || server?.opened(url, leg.sid) !== true) {
        warn(exchange, leg, `31920 the stream ${url ?? ''} could not be opened`);
      } else {
        await hold(leg, url, signal);
      }
      const action = actionOf(textOf(verb, 'action'), methodOf(verb), base, {});
      return action === undefined ? 'next' : { go: action };
    },
  };
};
