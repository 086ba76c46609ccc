import type { TeamBackend } from '../simulators/team-backend/team-backend.ts';
import type { SimulatedCall } from '../simulators/vapi/vapi.ts';
import { toldIn, toolAnswerIn } from '../tool-answer.ts';
import type { Stage } from './kind.ts';
import type { PlacedCall } from './placed.ts';
import { BROKEN } from './steps.ts';

/** People hear and think: nothing is said faster than it can be read. */
const speech = (text: string) => ({ realTime: true, takesMs: Math.min(2_500, 700 + text.length * 18) });

/** Whether caller and assistant hear each other. */
export const isHeard = (call: SimulatedCall): boolean =>
  call.status === 'in-progress' && call.stream !== 'closed';

/** The caller says this, if the assistant can hear it. */
export async function callerSays({ steps }: PlacedCall, call: SimulatedCall, text: string): Promise<void> {
  if (!isHeard(call)) return;
  steps.push({ at: Date.now(), is: 'said', by: 'caller', text });
  await call.callerSays(text, speech(text));
}

/** Where the tools are answered that ask the team's systems, and these where they are simulated. */
export type TeamTools = { url: string; team: TeamBackend | undefined };

/** Longer than a tool call may take. */
const SLOW_MS = 4_000;
const NOTHING_TOLD = { say: '', isPending: false, slots: [] };

/** What caller and assistant do on a call that has begun. */
export function stageOf(
  placed: PlacedCall,
  first: SimulatedCall,
  parts: {
    wait(ms: number): Promise<void>;
    /** The tool by which the router moves a caller to each department. */
    ways: ReadonlyMap<string, string>;
    /** The call at Vapi that is opened for a leg as the second one, and so on; undefined where none comes. */
    opened(leg: string, number: number): Promise<SimulatedCall | undefined>;
    tools: TeamTools;
  },
): Stage {
  const { wait, ways, opened, tools } = parts;
  const { steps } = placed;
  let call = first;
  const done = (text: string) => steps.push({ at: Date.now(), is: 'done', text });
  const assistantSays = async (text: string) => {
    if (isHeard(call)) await call.assistantSays(text, speech(text));
  };
  const useTool = async (told: string, args: Record<string, unknown>, toolName?: string) => {
    if (!isHeard(call)) return;
    done(told);
    const { body } = await call.askForHuman(args, toolName === undefined ? {} : { toolName });
    const answer = toolAnswerIn(body);
    if (answer !== undefined) await assistantSays(answer);
  };
  return {
    callerSays: (text) => callerSays(placed, call, text),
    assistantSays,
    async interrupted(sentence, by) {
      if (!isHeard(call)) return;
      await call.assistantSays(sentence, { finishes: false });
      await wait(1_200);
      if (call.speaking !== sentence) return;
      steps.push({ at: Date.now(), is: 'said', by: 'caller', text: by });
      await call.callerInterrupts(by, speech(by));
    },
    askForHuman: (args) => useTool('The assistant calls its tool for a human', args),
    askForCallback: (args) => useTool('The assistant notes a callback', args, 'request_callback'),
    async uses(told, toolName, args) {
      if (!isHeard(call)) return NOTHING_TOLD;
      done(told);
      const { body } = await call.askForHuman(args, { toolName, serverUrl: tools.url });
      const answer = toldIn(body);
      if (answer === undefined) return NOTHING_TOLD;
      await assistantSays(answer.say);
      return answer;
    },
    calendarIsSlow: () => {
      tools.team?.faults.next('schedule_appointment', { kind: 'slow', ms: SLOW_MS });
    },
    async askForRoute(asked) {
      if (!isHeard(call)) return;
      const { body } = await call.askForHuman(asked, { toolName: 'route_call' });
      const answer = toolAnswerIn(body) ?? '';
      done(`The router asks where the caller belongs: ${answer}`);
      const [, question] = /^ASK (.+)$/.exec(answer) ?? [];
      if (question !== undefined) return assistantSays(question);
      const way = ways.get(answer.replace(/^GO /, ''));
      if (way !== undefined) await call.handsOff(way);
    },
    async breaksOff() {
      if (!isHeard(call) || placed.leg === undefined) return;
      done('The assistant breaks off; the caller is still on the line');
      await call.breaks(BROKEN);
      call = (await opened(placed.leg, 2)) ?? call;
      placed.call = call;
    },
    wait,
    async hangUp() {
      done('The caller hangs up');
      await call.hangUp();
    },
  };
}
