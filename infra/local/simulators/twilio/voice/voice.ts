import type { Legs, StreamServer } from '../../kit/media-streams.ts';
import type { Callbacks } from '../callbacks.ts';
import type { Moment } from '../moments.ts';
import type { Workspace } from '../taskrouter/records.ts';
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
  /** The numbers that calls can be made from; those that callers have dialled are added. */
  numbers: readonly string[];
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
    workspace: Workspace;
    callbacks: Callbacks;
    note: (moment: Moment) => void;
    routing: () => Routing;
    statusUrl: () => string | undefined;
  },
) => {
  const { workspace, callbacks, note, routing, statusUrl, secondMs, agentPhones: phoneOf } = options;
  const numbers = new Set(options.numbers);
  const isOurs = (number: string) => numbers.has(number);
  const exchange: Exchange = {
    accountSid: workspace.accountSid,
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
  const queue = createQueue(exchange, { workspace, size: options.queueSize, routing });
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
      numbers.add(to);
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
    inbound: createNumbers(legs, numbers),
    forVapi,
    connectStreams: (server: StreamServer) => streams.connectTo(server),
    taskCanceled: queue.canceled,
    instructions: createInstructions({ legs, queue, routing, isOurs, execute: run.execute }),
    calls: createCallOperations(exchange, legs, isOurs),
    conferences: createConferenceOperations(workspace.accountSid, conferences),
  };
};
