import type { CallEvent, CallMessage } from '../../../lib/conversation/events.ts';
import type { Listening } from '../../../lib/conversation/observe.ts';
import type { CallWorkPorts, WorkResult } from '../../../lib/conversation/ports.ts';
import { handleCall } from '../../../lib/conversation/run.ts';
import { watching } from '../handoff/given.ts';
import * as given from './given-call.ts';
import { MemoryCalls } from './memory-calls.ts';

const DONE: WorkResult = { is: 'done' };
let owners = 0;

/** The loop over one call in memory; what it did to the outside is kept in order. */
export class Running {
  readonly store = new MemoryCalls();
  readonly watched = watching();
  readonly woken: { message: CallMessage; delaySeconds: number }[] = [];
  readonly asked: { requestId: string; reason: string; said: number }[] = [];
  readonly did: string[] = [];
  /** What a port answers in place of `done`. */
  readonly answers: Partial<Record<keyof CallWorkPorts, WorkResult>> = {};
  listening: Listening = given.LISTENING;
  #now = given.T0;

  readonly work: CallWorkPorts = {
    language: 'en',
    requestHandoff: async (_call, { requestId, reason }, said) => {
      this.asked.push({ requestId, reason, said: said.length });
      return this.#answer('requestHandoff', 'request-handoff');
    },
    readConversation: async () => this.store.conversation(),
    inform: async () => this.#answer('inform', 'inform'),
    mute: async (_to, on) => this.#answer('mute', on ? 'mute' : 'unmute'),
    readRecord: async () => this.#answer('readRecord', 'read-record'),
    requestReview: async (_call, missing) => this.#answer('requestReview', `review ${missing.join()}`),
    sendSummary: async (_call, missing) => this.#answer('sendSummary', `summary ${missing.join()}`),
  };

  /** Events arrive together, `at` milliseconds after T0. */
  async arrive(at: number, ...events: CallEvent[]): Promise<void> {
    this.#now = given.T0 + at;
    const { count, log } = this.watched;
    await handleCall(given.CALL_ID, events, this.listening, {
      ...this.work,
      store: this.store,
      queue: {
        send: async (messages) => {
          this.woken.push(...messages);
        },
      },
      clock: () => this.#now,
      newOwner: () => `owner-${++owners}`,
      log,
      count: (metric, value = 1) => {
        for (let one = 0; one < value; one += 1) count(metric);
      },
    });
  }

  /** The message that was sent to wake what the call owes. */
  wakeUp(at: number): Promise<void> {
    return this.arrive(at);
  }

  counted(metric: string): number {
    return this.watched.counts.filter((one) => one === metric).length;
  }

  effects(): string[] | undefined {
    return this.store.call?.effects.map(({ work: { kind } }) => kind);
  }

  #answer(name: keyof CallWorkPorts, note: string): WorkResult {
    this.did.push(note);
    return this.answers[name] ?? DONE;
  }
}
