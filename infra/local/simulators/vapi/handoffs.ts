import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { handoffSchema, type Member } from './assistants.ts';
import { moment } from './call.ts';
import { enter } from './entering.ts';
import { isSubscribed, type Line, send } from './line.ts';
import { complaints, HANDOFF_ANSWER, HANDOFF_DESTINATION } from './published/published.ts';
import { finishSpeaking, say } from './speech.ts';
import { noteCall } from './tools.ts';
import type { Answer } from './webhooks.ts';

/** How a handoff went: the model of the assistant that is left, or stays, reads the result. */
export type HandoffDone = {
  moved: boolean;
  result: string;
  /** Of a dynamic destination: what the server has answered. */
  answer?: Answer;
};

export type HandoffOptions = { toolCallId?: string };

const dynamic = z.looseObject({
  type: z.literal('dynamic'),
  server: z.looseObject({ url: z.string().optional(), timeoutSeconds: z.number().optional() }).optional(),
});
const squad = z.looseObject({
  type: z.literal('squad'),
  squadId: z.string().optional(),
  squad: z.looseObject({}).optional(),
  entryAssistantName: z.string().optional(),
});
const destination = z.discriminatedUnion('type', [handoffSchema, squad, dynamic]);
type Destination = z.infer<typeof destination>;

export const handoffToolSchema = z.looseObject({
  type: z.literal('handoff'),
  destinations: z.array(destination).optional(),
  defaultResult: z.string().optional(),
  function: z.looseObject({ name: z.string().optional() }).optional(),
  messages: z.array(z.looseObject({ type: z.string(), content: z.string().optional() })).optional(),
});
export type HandoffTool = z.infer<typeof handoffToolSchema>;

const answerSchema = z.object({
  destination: z.record(z.string(), z.unknown()),
  result: z.string().optional(),
  error: z.string().optional(),
});

/** What a tool says first that has no words of its own for its start. */
const FILLER = 'Hold on a sec.';
const DONE = 'Handoff initiated.';
const NOT_DONE = 'The handoff could not be made.';

/** The handoff tools of whoever talks, by name: its own, saved ones, and the ways inside its squad. */
export function handoffTools(line: Line): Map<string, HandoffTool> {
  const { settings, destinations } = line.call.talking;
  const model: Record<string, unknown> = Object(settings.model);
  const listed = [model.tools, model['tools:append'], settings['tools:append']].flatMap((tools) =>
    Array.isArray(tools) ? tools : [],
  );
  const saved = (Array.isArray(model.toolIds) ? model.toolIds : []).map((id) => line.savedTool(String(id)));
  const own = [...listed, ...saved].flatMap((tool) => handoffToolSchema.safeParse(tool).data ?? []);
  const inSquad = destinations.map((one): HandoffTool => ({ type: 'handoff', destinations: [one] }));
  return new Map([...own, ...inSquad].map((tool) => [nameOf(tool), tool]));
}

/** By Vapi's default the name says where it leads. */
function nameOf({ function: named, destinations: [first] = [] }: HandoffTool): string {
  if (named?.name !== undefined) return named.name;
  const leadsTo = first?.type === 'assistant' ? first.assistantName : undefined;
  return leadsTo === undefined ? 'handoff_to_assistant' : `handoff_to_${leadsTo}`;
}

/** The assistant calls one of its handoff tools. Throws when it has none of this name. */
export async function handOff(
  line: Line,
  name: string,
  args: Record<string, unknown>,
  options: HandoffOptions = {},
): Promise<HandoffDone> {
  const { call } = line;
  if (call.status !== 'in-progress') throw new Error(`no assistant talks: the call is ${call.status}`);
  const tool = handoffTools(line).get(name);
  if (tool === undefined) throw new Error(`${call.talking.name} has no handoff tool ${name}`);
  const id = options.toolCallId ?? `call_${randomBytes(12).toString('hex')}`;
  noteCall(line, { id, name, args });
  const opening = (tool.messages ?? []).find(({ type }) => type === 'request-start');
  const filler = opening === undefined ? FILLER : (opening.content ?? '');
  if (filler !== '') say(line, filler);

  call.pending.add(id);
  const from = call.talking;
  const led = await leading(line, tool, args).finally(() => call.pending.delete(id));
  // The call may be over, or somebody else talk, by the time that the server answers.
  const moves = led.to !== undefined && call.status === 'in-progress' && call.talking === from;
  call.messages.push({
    role: 'tool_call_result',
    toolCallId: id,
    name,
    result: led.result,
    time: moment(call),
  });
  if (moves && led.to !== undefined) {
    call.variableValues = { ...call.variableValues, ...args };
    moveTo(line, led.to);
  }
  return { moved: moves, result: led.result, ...(led.answer !== undefined && { answer: led.answer }) };
}

/** The assistant that talked is silent from now on. */
export function moveTo(line: Line, member: Member): void {
  finishSpeaking(line);
  line.note('handed-off', member.name);
  enter(line, member);
}

type Led = { to?: Member | undefined; result: string; answer?: Answer };

async function leading(line: Line, tool: HandoffTool, args: Record<string, unknown>): Promise<Led> {
  const { defaultResult = DONE, destinations = [] } = tool;
  const chosen = among(destinations, args.destination);
  if (chosen === undefined) return { result: NOT_DONE };
  if (chosen.type === 'dynamic') return asked(line, chosen.server, args);
  const to = memberOf(line, chosen);
  return to === undefined ? { result: NOT_DONE } : { to, result: defaultResult };
}

/** A tool with several ways has the model name one of them in the argument `destination`. */
function among(destinations: readonly Destination[], named: unknown): Destination | undefined {
  if (typeof named !== 'string' || named === '') return destinations[0];
  const found = destinations.find(
    (one) => one.type === 'assistant' && (one.assistantId === named || one.assistantName === named),
  );
  return found ?? (destinations.length === 1 ? destinations[0] : undefined);
}

function memberOf(line: Line, where: Exclude<Destination, { type: 'dynamic' }>): Member | undefined {
  if (where.type === 'assistant') return line.entering(where);
  const cast = line.castOf({ squadId: where.squadId, squad: where.squad });
  if (cast.is === 'missing') return undefined;
  const { entryAssistantName: name } = where;
  return name === undefined ? cast.members[0] : cast.members.find((one) => one.name === name);
}

/** The server of a dynamic destination says where to. The request has no id of the tool call. */
async function asked(
  line: Line,
  server: z.infer<typeof dynamic>['server'],
  args: Record<string, unknown>,
): Promise<Led> {
  const type = 'handoff-destination-request';
  if (server === undefined && !isSubscribed(line.call, type)) return { result: NOT_DONE };
  const answer = await send(line, type, { parameters: args }, { timeoutSeconds: 20, ...server });
  const read = answer.status === 200 ? answerSchema.safeParse(answer.body) : undefined;
  // `destination` is required, also beside an error.
  if (!read?.success || complaints(answer.body, HANDOFF_ANSWER).length > 0)
    return { result: NOT_DONE, answer };
  const { destination: given, result, error } = read.data;
  if (error !== undefined) return { result: error, answer };
  const where = destination.safeParse(given);
  if (!where.success || where.data.type === 'dynamic' || complaints(given, HANDOFF_DESTINATION).length > 0)
    return { result: result ?? NOT_DONE, answer };
  const to = memberOf(line, where.data);
  return to === undefined ? { result: NOT_DONE, answer } : { to, result: result ?? DONE, answer };
}
