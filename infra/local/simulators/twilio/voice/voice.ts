import type { Legs, StreamServer } from '../../kit/media-streams.ts';
import { type Account, numberOf } from '../account/model.ts';
import type { Callbacks } from '../callbacks.ts';
import type { Moment } from '../moments.ts';
import type { Routing } from '../taskrouter/routing.ts';
import { createConferences } from './conferences.ts';
import { createDial } from './dial.ts';
import { createDocuments } from './documents.ts';
import { createEnqueue } from './enqueue.ts';
import { type Exchange, hear } from './exchange.ts';
import { createInstructions } from './instructions.ts';
import { createLegs, type LegBook } from './legs.ts';
import { createNumbers } from './numbers.ts';
import type { Phone } from './phones.ts';
import { createQueue } from './queue.ts';
import { createCallOperations } from './rest.ts';
import { createConferenceOperations } from './rest-conferences.ts';
import { createRun } from './run.ts';
import { createSpeech } from './speech.ts';
import { createStreams } from './streams.ts';

export type VoiceOptions = {
  agentPhones: (number: string) => Phone;
  /** How long a second of TwiML takes. */
  secondMs: number;
  /** How many callers wait at most. */
  queueSize: number;
};

export type Voice = ReturnType<typeof createVoice>;

/** The voice side of the simulated Twilio: legs, TwiML, conferences, the queue, and the REST API of all these. */
export const createVoice = (
  options: VoiceOptions & {
    /** Calls can be made from its numbers; those that callers have dialled are added. */
    account: Account;
    callbacks: Callbacks;
    note: (moment: Moment) => void;
    routing: () => Routing;
    statusUrl: () => string | undefined;
  },
) => {
  const { account, callbacks, note, routing, statusUrl, secondMs, agentPhones: phoneOf } = options;
  const isOurs = (number: string) => account.numbers.has(number);
  const exchange: Exchange = {
    accountSid: account.sid,
    callbacks,
    secondMs,
    tell: (what, leg, detail, task) =>
      note({
        taskSid: task?.sid ?? '',
        callId: task?.callId,
        callSid: leg.sid,
        at: Date.now(),
        what,
        ...(detail !== undefined && { detail }),
      }),
  };

  const legs: LegBook = createLegs(exchange, { phoneOf, execute: (leg, signal) => run.execute(leg, signal) });
  const conferences = createConferences(exchange, (leg, source, signal) => run.holdLoop(leg, source, signal));
  const queue = createQueue(exchange, { size: options.queueSize, routing });
  const streams = createStreams(exchange);
  const run: ReturnType<typeof createRun> = createRun(exchange, {
    documents: createDocuments(exchange),
    speech: createSpeech(exchange, () => legs),
    enqueue: createEnqueue(exchange, queue, conferences, routing, (frame, source) =>
      run.waitLoop(frame, source),
    ),
    dial: createDial(exchange, {
      legs: () => legs,
      routing,
      queue,
      conferences,
      whisper: (frame, source) => run.run(frame, source),
    }),
    connect: streams.connect,
    pickUp: (leg) => legs.pickUp(leg),
    turnAway: (leg, as) => legs.turnAway(leg, as),
  });

  const forVapi: Legs = {
    callerLeg({ from, to, streamUrl }) {
      numberOf(account, to);
      const url = statusUrl();
      const leg = legs.connected({
        to,
        from,
        direction: 'inbound',
        doing: { twiml: '<Response><Connect><Stream/></Connect></Response>' },
        // Whoever asks for the leg has the stream already, and is not asked for it.
        program: (own, signal) => streams.hold(own, streamUrl, signal),
        ...(url !== undefined && {
          status: { url, method: 'POST' as const, events: ['completed' as const] },
        }),
      });
      leg.log.push('Connect');
      return leg.sid;
    },
    hangUp: legs.hangUp,
    closeStream: streams.close,
    spoken(callSid, text) {
      const leg = legs.legs.get(callSid);
      if (leg !== undefined) hear(leg, { is: 'assistant', text });
    },
  };

  return {
    legs,
    inbound: createNumbers(legs, account),
    forVapi,
    connectStreams: (server: StreamServer) => streams.connectTo(server),
    taskCanceled: queue.canceled,
    instructions: createInstructions({ legs, queue, routing, isOurs, execute: run.execute }),
    calls: createCallOperations(exchange, legs, isOurs),
    conferences: createConferenceOperations(account.sid, conferences),
  };
};
