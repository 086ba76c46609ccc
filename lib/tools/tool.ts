import type * as z from 'zod/mini';
import type { JsonValue } from '../base/bounded-data.ts';
import type { LanguageCode } from '../speech/index.ts';
import type { FieldSchema } from '../vapi/tool-words.ts';
import type { Asker, Attempt, Calendar, HelpDesk, NoAnswer } from './ports.ts';
import type { Asks, Backends } from './run/ports.ts';
import type { Answer, Found, ToolRun } from './run/record.ts';

/** What a tool reads its arguments by. */
export type Reading = {
  /** ms since 1970 */
  now: number;
  timeZone: string;
  language: LanguageCode;
  asker: Asker;
  /** The tool calls of this call so far, for a tool that changes something; else none. */
  history: readonly ToolRun[];
};

/** What is to be asked for, or what is said at once because it cannot be. */
export type Read<Args> = { is: 'ask'; args: Args } | { is: 'answer'; answer: Answer };

/** What is to be done was chosen among several, and is kept before it is done: the tool is asked again with it. */
export type Decided<Args> = { is: 'decided'; args: Args };

/** By what a tool words what it found. */
export type Wording = { language: LanguageCode; timeZone: string; asker: Asker };

/** Our sentence where our own server cannot be reached: part of what a tool says, in each language. */
type Says = Readonly<Record<LanguageCode, { failed: string }>>;

/** A tool that asks a system of the team's: its words, its schema, its budget, what it says. */
export type ToolKind<Args extends JsonValue, System> = {
  /** In snake_case; models may write it in camelCase. */
  name: string;
  /** When to call it, for the assistant's model. */
  description: string;
  parameters: { type: 'object'; properties: Record<string, FieldSchema>; required?: string[] };
  /** Whether it changes anything in the team's system: then it is done once, and looked up before it is tried again. */
  changes: boolean;
  says: Says;
  /** The arguments as they are kept. */
  args: z.ZodMiniType<Args>;
  /** The longest that an attempt in the background takes, in ms: at most 6,000, so that the worker ends in time. */
  longestMs: number;
  read(values: Readonly<Record<string, unknown>>, on: Reading): Promise<Read<Args>> | Read<Args>;
  ask(
    args: Args,
    system: System,
    attempt: Attempt,
    wording: Wording,
  ): Promise<Found | Decided<Args> | NoAnswer>;
  /** What is said where it may have happened, and nobody can tell. */
  unsure?(language: LanguageCode): string;
};

/** A tool as everybody else sees it. */
export type Tool = Asks &
  Pick<
    ToolKind<JsonValue, never>,
    'name' | 'description' | 'parameters' | 'changes' | 'says' | 'longestMs'
  > & {
    read(values: Readonly<Record<string, unknown>>, on: Reading): Promise<Read<JsonValue>> | Read<JsonValue>;
  };

const FAILED = { failed: true } as const;

function made<Args extends JsonValue, System extends { name: string }>(
  kind: ToolKind<Args, System>,
  systemIn: (backends: Backends) => System | undefined,
): Tool {
  const { says, unsure } = kind;
  return {
    ...kind,
    systemOf: (backends) => systemIn(backends)?.name,
    async ask(run, backends, attempt, timeZone) {
      const system = systemIn(backends);
      const args = kind.args.safeParse(run.args);
      if (system === undefined || !args.success) {
        return { is: 'no-answer', reason: 'not-set-up', so: 'never', isFault: false };
      }
      const { language, asker } = run;
      return kind.ask(args.data, system, attempt, { language, timeZone, asker });
    },
    failed({ language }, how) {
      const say = how === 'unsure' ? unsure?.(language) : undefined;
      const reason = say === undefined ? 'unavailable' : 'unknown';
      return { answer: { say: say ?? says[language].failed, data: { reason, ...FAILED } } };
    },
  };
}

/** Makes a tool that asks the help desk. */
export function helpDeskTool<Args extends JsonValue>(kind: ToolKind<Args, HelpDesk>): Tool {
  return made(kind, ({ helpDesk }) => helpDesk);
}

/** Makes a tool that asks the calendar. */
export function calendarTool<Args extends JsonValue>(kind: ToolKind<Args, Calendar>): Tool {
  return made(kind, ({ calendar }) => calendar);
}

/** Says why nothing was asked for; `reason` is for the model. */
export function insteadOf(say: string, reason: string, data: Record<string, JsonValue> = {}): Read<never> {
  return { is: 'answer', answer: { say, data: { reason, ...data } } };
}
