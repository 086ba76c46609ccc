import type { EffectPorts } from '../../../lib/handoff/effects/perform.ts';
import type { Calls } from '../../../lib/handoff/ports/calls.ts';
import type { Legs } from '../../../lib/handoff/ports/legs.ts';
import type { Tasks } from '../../../lib/handoff/ports/tasks.ts';
import type { VapiTransfer } from '../../../lib/handoff/ports/vapi-transfer.ts';
import { voiceLinks } from '../../../lib/handoff/ports/voice-links.ts';
import { twimlOf } from '../../../lib/twilio/next-steps.ts';

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
  withdraw: answering(asked, 'withdraw', answers.withdraw),
  accept: answering(asked, 'accept', answers.accept),
  reject: answering(asked, 'reject', answers.reject),
});

export const scriptedCalls = (asked: Asked[], answers: Answers<Calls> = {}): Calls => ({
  look: answering(asked, 'look', answers.look),
  say: answering(asked, 'say', answers.say),
  inform: answering(asked, 'inform', answers.inform),
  transfer: answering(asked, 'transfer', answers.transfer),
  open: answering(asked, 'open', answers.open),
});

export const scriptedBridge = (asked: Asked[], answers: Answers<VapiTransfer> = {}): VapiTransfer => ({
  join: answering(asked, 'join', answers.join),
});

/** Next steps are noted as the TwiML that Twilio gets. */
export const scriptedLegs = (asked: Asked[], answers: Answers<Legs> = {}): Legs => {
  const redirect = answering(asked, 'redirect', answers.redirect);
  const find = answering(asked, 'find leg', answers.find);
  return {
    look: answering(asked, 'look at leg', answers.look),
    ring: answering(asked, 'ring', answers.ring),
    find: ({ whose: _, ...key }) => find(key),
    redirect: (callSid, next) => redirect(callSid, twimlOf(next)),
    hangUp: answering(asked, 'hang up', answers.hangUp),
    conferenceHas: answering(asked, 'look at conference', answers.conferenceHas),
  };
};

export type Script = {
  tasks?: Answers<Tasks>;
  calls?: Answers<Calls>;
  bridge?: Answers<VapiTransfer>;
  legs?: Answers<Legs>;
  callback?: Answers<Pick<EffectPorts, 'requestCallback'>>['requestCallback'];
  announce?: Answers<Pick<EffectPorts, 'announceEnd'>>['announceEnd'];
  keep?: Answers<Pick<EffectPorts, 'keepFacts'>>['keepFacts'];
};

export const LINKS = voiceLinks('https://handoff.example.com/prod');

/** Every port of an effect; the agents are rung from +14155550188. */
export const scriptedPorts = (
  asked: Asked[],
  script: Script,
  clock: () => number,
  changed: Partial<EffectPorts> = {},
): EffectPorts => ({
  tasks: scriptedTasks(asked, script.tasks),
  calls: scriptedCalls(asked, script.calls),
  bridge: scriptedBridge(asked, script.bridge),
  legs: scriptedLegs(asked, script.legs),
  admitCallback: async () => 'admitted',
  requestCallback: answering(asked, 'callback', script.callback),
  announceEnd: answering(asked, 'announce the end', script.announce),
  // Every end asks for it; who does not say what is answered does not look at it.
  keepFacts:
    script.keep === undefined
      ? async () => ({ is: 'facts-kept' })
      : answering(asked, 'keep the facts', script.keep),
  callOfLeg: async () => undefined,
  readConversation: async () => [],
  toolNotes: () => {
    throw new Error('nobody expected the notes of tools here');
  },
  links: LINKS,
  workflowSid: 'WW1',
  number: '+14155550188',
  clock,
  ...changed,
});
