import type { SimulatedCall } from '../simulators/vapi/vapi.ts';
import type { KindId } from './kinds.ts';
import type { Step } from './steps.ts';

/** A call that was placed from the page. */
export type PlacedCall = {
  no: number;
  kind: KindId;
  at: number;
  /** None until Vapi has taken it; another one once an assistant has broken off. */
  call: SimulatedCall | undefined;
  /** Of somebody who has rung our own number. */
  leg: string | undefined;
  steps: Step[];
  /** Nothing more will happen to it. */
  over: boolean;
};

/** Whether a handoff, or its task, is about this call. The leg names it where no assistant had the caller. */
export function isAbout({ call, leg }: Pick<PlacedCall, 'call' | 'leg'>, callId: string): boolean {
  return callId === call?.id || callId === leg;
}
