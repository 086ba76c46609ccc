import type { Routing } from '../taskrouter/routing.ts';
import { type Conferences, DEFAULT_MUSIC } from './conferences.ts';
import {
  actionOf,
  askInVain,
  type End,
  type Exchange,
  type Frame,
  hear,
  resolved,
  type Source,
  type Step,
  secondsSince,
  warn,
} from './exchange.ts';
import type { CallQueue, Entry, Taken } from './queue.ts';
import { methodOf, textOf, type Verb, wholeOf } from './twiml.ts';
import { forever, leavingAtOnce, orAborted, within } from './waiting.ts';

type QueueResult = 'bridged' | 'error' | 'hangup' | 'leave' | 'queue-full';
/** Twilio Voice, TwiML: the attribute is optional, and then the caller waits with Twilio's music. */
type Waits = { is: 'music' | 'silence' } | { is: 'document'; source: Extract<Source, { url: string }> };

/** `<Enqueue>`: the caller waits in the queue of a workflow until an agent, or the end. */
export const createEnqueue = (
  exchange: Exchange,
  queue: CallQueue,
  conferences: Conferences,
  routing: () => Routing,
  waitLoop: (frame: Frame, source: Source) => Promise<Exclude<End, 'done' | 'failed'>>,
) => {
  const waitsOf = (verb: Verb, base: Source): Waits => {
    const url = textOf(verb, 'waitUrl');
    if (url === undefined) return { is: 'music' };
    if (url === '') return { is: 'silence' };
    return { is: 'document', source: { url: resolved(url, base), method: methodOf(verb, 'waitUrlMethod') } };
  };

  /** What the caller hears, until it leads out of the queue. */
  const wait = async (frame: Frame, entry: Entry, waits: Waits): Promise<'leave' | 'hang-up'> => {
    const { leg, signal } = frame;
    if (waits.is === 'music') {
      leg.playing = DEFAULT_MUSIC;
      hear(leg, { is: 'played', url: DEFAULT_MUSIC });
    }
    if (waits.is !== 'document') return forever(signal);
    const extra = () => queue.placeOf(entry);
    return waitLoop({ ...frame, where: 'queue', counted: false, extra }, waits.source);
  };

  const untilTaken = (frame: Frame, entry: Entry, waits: Waits): Promise<Taken | 'leave' | 'hang-up'> =>
    within(frame.signal, (waiting) =>
      Promise.race([
        orAborted(entry.taken.promise, waiting.signal),
        wait({ ...frame, signal: waiting.signal }, entry, waits),
      ]),
    ).finally(() => {
      frame.leg.playing = undefined;
    });

  /** Caller and agent talk; afterwards TaskRouter moves the task to wrapping. */
  const talk = async (frame: Frame, entry: Entry, taken: Taken): Promise<QueueResult> => {
    // Which result the action of a caller gets whose task was canceled is documented nowhere: `leave` is a guess.
    if (taken.is === 'task-canceled') return 'leave';
    const over = () => {
      if (taken.is === 'bridged') taken.bridge.end();
      routing().wrap(entry.task);
    };
    await leavingAtOnce(frame.signal, over, async () => {
      if (taken.is === 'bridged') await taken.bridge.over;
      else await conferences.join(frame.leg, taken.wish, frame.signal);
    });
    frame.signal.throwIfAborted();
    over();
    return 'bridged';
  };

  return async (frame: Frame, verb: Verb, base: Source): Promise<Step> => {
    const { leg, signal } = frame;
    const since = Date.now();
    const actionWith = (result: QueueResult) =>
      actionOf(textOf(verb, 'action'), methodOf(verb), base, {
        QueueResult: result,
        QueueSid: queue.sid,
        QueueTime: String(secondsSince(exchange, since)),
      });
    const after = (result: QueueResult): Step => {
      const action = actionWith(result);
      return action === undefined ? 'next' : { go: action };
    };

    const task = verb.children.find(({ name }) => name === 'Task');
    const entered = queue.enter(leg, {
      workflowSid: textOf(verb, 'workflowSid'),
      attributes: task?.text || '{}',
      priority: task?.attributes.has('priority') ? wholeOf(task, 'priority', 0) : undefined,
      timeout: task?.attributes.has('timeout') ? wholeOf(task, 'timeout', 0) : undefined,
    });
    if (entered.is === 'queue-full') return after('queue-full');
    if (entered.is === 'error') {
      warn(exchange, leg, `14222 Enqueue could not create the task: ${entered.why}`);
      return after('error');
    }
    const { entry } = entered;
    exchange.tell('caller-queued', leg, undefined, entry.task);
    let isTaken = false;
    const dequeued = (how: string) => exchange.tell('caller-dequeued', leg, how, entry.task);
    const left = (result: 'hangup' | 'redirected') => {
      queue.leave(entry, result);
      if (!isTaken) dequeued(result);
      // A leg that is redirected has something else to do; what the action of one that is over says never runs.
      const action = result === 'hangup' ? actionWith(isTaken ? 'bridged' : 'hangup') : undefined;
      if (action !== undefined) askInVain(exchange, leg, action);
    };
    const gone = () => {
      if (signal.reason !== 'stopped') left(signal.reason === 'hung-up' ? 'hangup' : 'redirected');
    };
    return leavingAtOnce(signal, gone, async () => {
      const how = await untilTaken(frame, entry, waitsOf(verb, base));
      if (how === 'hang-up') {
        left('hangup');
        return 'hang-up';
      }
      if (how === 'leave') {
        queue.leave(entry, 'leave');
        dequeued('leave');
        return after('leave');
      }
      isTaken = true;
      dequeued(how.is);
      return after(await talk(frame, entry, how));
    });
  };
};
