import type { CallOptions } from '../simulators/vapi/call.ts';
import type { ToolAnswer } from '../tool-answer.ts';
import type { Department } from './team.ts';

/** What happens on a simulated call, as its people do it: each speaks only while the other can hear it. */
export type Stage = {
  callerSays(text: string): Promise<void>;
  assistantSays(text: string): Promise<void>;
  /** The assistant speaks, and is cut short by the caller. */
  interrupted(sentence: string, by: string): Promise<void>;
  /** The assistant's model calls its tool for a human. */
  askForHuman(args: Record<string, unknown>): Promise<void>;
  askForCallback(args: Record<string, unknown>): Promise<void>;
  /** The model calls a tool that asks the team's own systems; the assistant says the answer, which is given back. */
  uses(told: string, toolName: string, args: Record<string, unknown>): Promise<ToolAnswer>;
  /** The calendar takes longer for the next booking than a caller waits in silence. */
  calendarIsSlow(): void;
  /** The router's model asks where the caller belongs; a question that it may put is put. */
  askForRoute(asked: { intent: string; question?: string }): Promise<void>;
  /** The call breaks at Vapi; resolves once another assistant has the caller. */
  breaksOff(): Promise<void>;
  wait(ms: number): Promise<void>;
  hangUp(): Promise<void>;
};

type Shown = {
  title: string;
  /** What is to be seen, in a sentence. */
  about(facts: { windowSeconds: number }): string;
};
type WithAssistant = Shown & {
  /** Who can settle it. */
  department: Department;
  play(stage: Stage): Promise<void>;
  /** What the caller says when nobody came. */
  farewell: string;
};

export type Kind =
  /** `web`: the caller sits at a browser, so that there is no leg. */
  | (WithAssistant & {
      from: 'phone' | 'web';
      caller: Pick<CallOptions, 'caller' | 'metadata'>;
      greeting: string;
    })
  /** The caller rings our own number. */
  | (WithAssistant & { from: 'desk'; caller: string })
  /** The same while all lines are busy. */
  | (Shown & { from: 'busy'; caller: string });

export type KindFrom<From extends Kind['from']> = Extract<Kind, { from: From }>;
