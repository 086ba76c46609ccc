import type { Bridge, Calls, Tasks } from '../../../lib/handoff/ports.ts';

/** What was asked of a port, in order: the method and its arguments. */
export type Asked = [method: string, ...given: unknown[]];

type Answers<Port> = {
  [Method in keyof Port]?: Port[Method] extends (...given: never[]) => Promise<infer Answer>
    ? Answer[]
    : never;
};

/** Gives the answers of a test in turn and throws when it is asked anything else. */
const answering = <Answer>(asked: Asked[], method: string, answers: Answer[] | undefined) => {
  const left = [...(answers ?? [])];
  return async (...given: unknown[]): Promise<Answer> => {
    asked.push([method, ...given]);
    const next = left.shift();
    if (next === undefined) throw new Error(`nobody expected ${method} here`);
    return next;
  };
};

export const scriptedTasks = (asked: Asked[], answers: Answers<Tasks> = {}): Tasks => ({
  create: answering(asked, 'create', answers.create),
  find: answering(asked, 'find', answers.find),
  close: answering(asked, 'close', answers.close),
});

export const scriptedCalls = (asked: Asked[], answers: Answers<Calls> = {}): Calls => ({
  look: answering(asked, 'look', answers.look),
  say: answering(asked, 'say', answers.say),
  transfer: answering(asked, 'transfer', answers.transfer),
});

export const scriptedBridge = (asked: Asked[], answers: Answers<Bridge> = {}): Bridge => ({
  join: answering(asked, 'join', answers.join),
});
