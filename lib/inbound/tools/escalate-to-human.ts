import type { CallFacts } from '../../base/call-facts.ts';
import { handoffIdOf, requestIdOf } from '../../base/ids.ts';
import { closedSentence, refuseRequest, requestHandoff } from '../../handoff/ask/request.ts';
import type { TeamWords } from '../../handoff/briefing/routing.ts';
import { teamWordOf } from '../../handoff/briefing/team-words.ts';
import { handoffOf } from '../../handoff/ports/store.ts';
import { isOneTooMany } from '../../handoff/record/limit.ts';
import { chooseStrategy } from '../../handoff/strategies/choose.ts';
import { strategyOf } from '../../handoff/strategies/index.ts';
import { filled, speechOf } from '../../speech/index.ts';
import { checkControlUrl } from '../../vapi/control-url.ts';
import { LANGUAGE_FIELD, type ToolWords } from '../../vapi/tool-words.ts';
import type { InboundPorts } from '../metrics.ts';
import { tool as routeCall } from './route-call.ts';
import type { Answered, Asked, Tool, ToolOptions } from './tool.ts';

export const SENTIMENTS = ['calm', 'worried', 'annoyed', 'angry'];

/** Where a matter goes of which it is not clear whose it is, if the team has it. */
const GENERAL = 'support';

/**
 * What the model reads, with the departments and skills that the team has. The arguments are read in
 * `handoff/briefing/read-arguments.ts`, with the names that other assistants give them.
 */
export const words = ({ departments, skills }: TeamWords): ToolWords => ({
  name: 'escalate_to_human',
  description:
    'Gets a human colleague onto the call. Call it at once, without asking why and without announcing it, when ' +
    'the caller asks for a person, an agent or a colleague; when you cannot help; when two clarifying questions ' +
    'have not made clear what the caller wants; or when the caller is upset. The colleague reads what you fill ' +
    'in while the call rings, in ten seconds: fill in everything that was said on this call, in one go, and ' +
    'leave out what was not. Never ask the caller for something only to fill a field. No card numbers, ' +
    'passwords or security codes in any field. Call it once; while a colleague is being fetched, do not call ' +
    'it again.',
  parameters: {
    type: 'object',
    properties: {
      reason: {
        type: 'string',
        description:
          'Why the caller needs a person, in one sentence with the particulars: "Was charged twice on invoice 4471 and wants one charge back."',
      },
      department: {
        type: 'string',
        description: `Who can settle it: ${general(departments) ?? 'left out'} when that is not clear.`,
        enum: [...departments],
      },
      summary: {
        type: 'string',
        description:
          'What you would tell a colleague in ten seconds: two or three whole sentences. What the caller wants, what was found out or tried, and what is promised or still open. Not the reason again, and no card numbers.',
      },
      sentiment: {
        type: 'string',
        description: 'How the caller sounds now, not how the call began.',
        enum: SENTIMENTS,
      },
      unresolved_topics: {
        type: 'array',
        description: 'Every matter that the caller raised and that is still open, the most important first.',
        items: { type: 'string', description: 'Two to five words.' },
      },
      captured: {
        type: 'object',
        description: 'What the caller told and should not have to tell again, as they said it.',
        properties: {
          name: { type: 'string', description: 'The name that the caller gave.' },
          account_number: {
            type: 'string',
            description: 'The customer or account number that the caller gave.',
          },
          reference: {
            type: 'string',
            description: 'The number of the invoice, order, ticket or contract that it is about.',
          },
          email: { type: 'string', description: 'The e-mail address that the caller gave.' },
          amount: { type: 'string', description: 'The sum that it is about, with its currency.' },
          tried: { type: 'string', description: 'What was tried already, and how it ended.' },
        },
      },
      language: LANGUAGE_FIELD,
      ...(skills.length > 0 && {
        skills: {
          type: 'array',
          description: 'What the colleague has to know about. Only if the matter clearly needs it.',
          items: { type: 'string', description: 'One of them.', enum: [...skills] },
        },
      }),
      urgency: {
        type: 'string',
        description: 'High when it cannot wait until tomorrow: danger, an outage, a deadline today.',
        enum: ['low', 'normal', 'high'],
      },
    },
    required: [
      'reason',
      ...(general(departments) === undefined ? [] : ['department']),
      ...['summary', 'sentiment'],
    ],
  },
});

function general(departments: readonly string[]): string | undefined {
  return teamWordOf(GENERAL, departments);
}

async function answer(
  { call, toolCall: { id, name, arguments: given }, again, before = [] }: Asked,
  ports: InboundPorts,
  options: ToolOptions,
): Promise<Answered> {
  const { callId } = call;
  const closed = closedSentence(call, options, ports);
  if (closed !== undefined) return { result: closed };
  const problem = controlProblem(call, options);
  if (problem !== undefined && movedByVapi(call, options)) return { error: problem };
  const requestId = id ?? requestIdOf(callId, name, call.timestamp);
  const handoffId = handoffIdOf(callId, requestId, call.timestamp);
  if (await hasHadEnough({ call, before }, handoffId, ports, options)) {
    return { result: refuseRequest({ callId, handoffId }, options, ports) };
  }
  if (!again) {
    // What the arguments say is for the agent; that a human is wanted, the tool's name says.
    if (given.is === 'invalid') ports.log.warn('tool arguments damaged', { callId, reason: given.problem });
    const { controlUrl: _refused, ...withoutControl } = call;
    const asking = problem === undefined ? call : withoutControl;
    const told = (await haveToolsBeenUsed(before, options)) ? { toolsUsed: true } : {};
    await requestHandoff(asking, requestId, 'tool-call', given.value, options, ports, told);
  }
  return { result: speechOf(options.language).toCaller.connecting };
}

/**
 * Whether a tool was called before that asks the team's systems. Their list is loaded for that alone (10 ms, once), and
 * not for the tool that nearly every call through the front desk has used.
 */
async function haveToolsBeenUsed(before: readonly string[], options: ToolOptions): Promise<boolean> {
  const others = before.filter((name) => !routeCall.names(options).includes(name));
  if (others.length === 0) return false;
  const { toolNamed } = await import('../../tools/index.ts');
  return others.some((name) => toolNamed(name) !== undefined);
}

/**
 * Whether the caller has had as many handoffs as one may have. The record is read only for a talk in which a human was
 * asked for before: the first request of a call is answered without it. Where neither shows it, the worker finds out.
 */
async function hasHadEnough(
  { call, before }: { call: CallFacts; before: readonly string[] },
  handoffId: string,
  { store }: InboundPorts,
  { escalationTools }: ToolOptions,
): Promise<boolean> {
  if (isOneTooMany(call, undefined, handoffId)) return true;
  if (!before.some((name) => escalationTools.includes(name))) return false;
  const last = await store
    .load(call.callId)
    .then(handoffOf)
    .catch(() => undefined);
  return isOneTooMany(call, last, handoffId);
}

function controlProblem(call: CallFacts, { controlHosts, language }: ToolOptions): string | undefined {
  if (call.controlUrl === undefined) return undefined;
  const checked = checkControlUrl(call.controlUrl, call.callId, controlHosts);
  return checked.is === 'allowed'
    ? undefined
    : filled(speechOf(language).toAssistant.controlUrlRefused, { reason: checked.reason });
}

/** Only Vapi's own transfer goes by live call control. */
function movedByVapi(call: CallFacts, { bridging }: ToolOptions): boolean {
  return strategyOf({ strategy: chooseStrategy(call, bridging) }).agentRungBy === 'vapi';
}

/** The first good request for a human in a message starts the handoff (H3); the others ask for the same. */
export const tool: Tool = { names: ({ escalationTools }) => escalationTools, answer };
