import { FRONT_DESK, OUTBOUND } from '../../desk/assistants.ts';
import { differences } from '../../vapi/differences.ts';
import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, SET_UP, skipped, warn } from '../finding.ts';
import { ifSeen, whenSeen } from '../seen.ts';
import { sameUrl } from '../urls.ts';
import { namedAssistants, ONLY, type VapiSeen } from './read.ts';
import { serverFindings } from './server.ts';
import { type Assistant, assistantShape } from './shapes.ts';

/** Without these nobody is fetched, nothing is kept of a call, and its end is not known. */
const NEEDED = ['tool-calls', 'status-update', 'end-of-call-report'];
/** Without these less is noticed: who speaks, what was said, where the caller went. */
const USEFUL = [
  'transfer-destination-request',
  'transfer-update',
  'speech-update',
  'transcript',
  'user-interrupted',
];
const ROUTING = 'handoff-destination-request';

/** Every assistant of ours as Vapi has it. */
export function assistantChecks(seen: VapiSeen, expected: Expectations): Check[] {
  const named = namedAssistants(expected.vapi);
  const missing = wantedKeys(expected).filter((key) => !named.some(([one]) => one === key));
  return [
    ...named.flatMap(([key]) => {
      const one = seen.assistants.get(key);
      if (one === undefined) return [];
      const id = `vapi.assistant:${key}`;
      if (one.is === 'gone') {
        return judged(id, '', [
          fail(
            'Vapi has no assistant of this id: whoever is given to it hears an error and is cut off.',
            `${SET_UP} By hand: put its id into VAPI_ASSISTANTS.`,
          ),
        ]);
      }
      return whenSeen(id, 'The assistant', one, (assistant) =>
        mendable(
          key,
          expected,
          judged(id, 'As set-up writes it.', findingsOf(key, assistant, seen, expected)),
        ),
      );
    }),
    ...missing.map((key) =>
      named.length === 0
        ? skipped(`vapi.assistant:${key}`, 'VAPI_ASSISTANTS is not set.')
        : judged(`vapi.assistant:${key}`, '', [
            warn('VAPI_ASSISTANTS does not name it: nobody can be given to it.', SET_UP),
          ]),
    ),
  ];
}

/** Where set-up's own cannot be made before a deployment, those of the team are known by their names. */
function wantedKeys({ vapi: { wanted }, team }: Expectations): string[] {
  return wanted.size > 0 ? [...wanted.keys()] : team === undefined ? [] : [FRONT_DESK, ...team.departments];
}

/** What set-up does not write it does not mend. */
function mendable(key: string, { vapi: { wanted } }: Expectations, check: Check): Check {
  if (check.fix === undefined || wanted.size === 0 || wanted.has(key)) return check;
  return { ...check, fix: 'Change it in Vapi’s dashboard: set-up does not look after this one.' };
}

function findingsOf(
  key: string,
  assistant: Assistant,
  seen: VapiSeen,
  { vapi, urls }: Expectations,
): (Finding | undefined)[] {
  const wanted = vapi.wanted.get(key);
  return [
    ...serverFindings(assistant.server, {
      url: urls?.vapiWebhook,
      credentialId: vapi.credentialId,
      whose: 'The assistant',
    }),
    ...messageFindings(key, assistant, wanted),
    ...toolFindings(key, assistant, wanted, seen, { vapi, urls }),
    wanted === undefined ? undefined : driftFinding(wanted, assistant),
  ];
}

function messageFindings(
  key: string,
  { serverMessages }: Assistant,
  wanted: Readonly<Record<string, unknown>> | undefined,
): (Finding | undefined)[] {
  // Vapi's own list, where none is given, holds what is needed.
  if (!serverMessages) return [];
  const listed = wanted?.serverMessages;
  const all = Array.isArray(listed) ? listed.map(String) : [...NEEDED, ...USEFUL];
  const needed = key === OUTBOUND || key === ONLY ? NEEDED : [...NEEDED, ROUTING];
  const missing = [...new Set([...needed, ...all])].filter((one) => !sends(serverMessages, one));
  const [fatal, lesser] = [
    missing.filter((one) => needed.includes(one)),
    missing.filter((one) => !needed.includes(one)),
  ];
  return [
    fatal.length === 0
      ? undefined
      : fail(`It does not send ${fatal.join(', ')}: what the caller asks for never comes to us.`, SET_UP),
    lesser.length === 0
      ? undefined
      : warn(`It does not send ${lesser.join(', ')}: agents know less of the caller.`, SET_UP),
  ];
}

/** `transcript` may be narrowed: `transcript[transcriptType="final"]`. */
function sends(messages: readonly string[], name: string): boolean {
  return messages.some((one) => one === name || one.startsWith(`${name}[`));
}

type Tool = { name: string; url: string | undefined };

/** Its tools, whether they stand in it or are named; undefined where a named one is not known. */
function toolsOf({ model }: Assistant, { tools }: VapiSeen): { known: Tool[]; lost: string[] } | undefined {
  const ids = model?.toolIds ?? [];
  const saved = ifSeen(tools);
  if (ids.length > 0 && saved === undefined) return undefined;
  const named = ids.flatMap((id) => saved?.find((one) => one.id === id) ?? []);
  const known = [...(model?.tools ?? []), ...named].map((tool) => ({
    name: tool.function?.name ?? tool.type ?? '',
    url: tool.server?.url ?? undefined,
  }));
  return { known, lost: ids.filter((id) => !saved?.some((one) => one.id === id)) };
}

function toolFindings(
  key: string,
  assistant: Assistant,
  wanted: Readonly<Record<string, unknown>> | undefined,
  seen: VapiSeen,
  { vapi, urls }: Pick<Expectations, 'vapi' | 'urls'>,
): (Finding | undefined)[] {
  const tools = toolsOf(assistant, seen);
  if (tools === undefined) return [];
  const names = tools.known.map(({ name }) => name);
  const needed = wantedTools(wanted);
  const missing = needed.filter((one) => !names.includes(one));
  const canEscalate = key === OUTBOUND || names.some((one) => vapi.escalationTools.includes(one));
  const ours = urls === undefined ? [] : [urls.vapiWebhook, urls.vapiTools];
  const astray =
    urls === undefined ? [] : tools.known.filter(({ url }) => url && !ours.some((one) => sameUrl(one, url)));
  return [
    tools.lost.length === 0
      ? undefined
      : fail('It names tools that are not there: its calls end before they begin.', SET_UP),
    canEscalate
      ? undefined
      : fail('It has no tool that asks for a human: callers who want one do not get one.', SET_UP),
    key === FRONT_DESK && needed.length === 0 && !names.includes('route_call')
      ? fail('It has no tool `route_call`: callers are not led to a specialist.', SET_UP)
      : undefined,
    missing.length === 0
      ? undefined
      : fail(`It lacks ${missing.join(', ')}: what callers ask for there is not done.`, SET_UP),
    astray.length === 0
      ? undefined
      : warn(
          `${astray.map(({ name }) => name).join(', ')} ${astray.length === 1 ? 'is' : 'are'} answered elsewhere, not by us.`,
          SET_UP,
        ),
  ];
}

/** The names of the functions in what set-up writes. */
function wantedTools(wanted: Readonly<Record<string, unknown>> | undefined): string[] {
  const tools = assistantShape.safeParse(wanted).data?.model?.tools ?? [];
  return tools.flatMap((tool) => tool.function?.name ?? []);
}

/** So deep is told what differs: `model.messages`, `server.timeoutSeconds`. */
const shortPath = (path: string): string => path.replace(/^([^.[]+(?:\.[^.[]+)?).*$/, '$1');

/** Tools that are saved on their own stand nowhere in it: they are compared by their names. */
function driftFinding(wanted: Readonly<Record<string, unknown>>, assistant: Assistant): Finding | undefined {
  const isByName = (assistant.model?.toolIds ?? []).length > 0;
  const paths = new Set(differences(wanted, assistant).map(({ path }) => shortPath(path)));
  if (isByName) paths.delete('model.tools');
  return paths.size === 0
    ? undefined
    : warn(
        `Differs from what set-up writes: ${[...paths].join(', ')}. Callers hear what somebody has changed by hand.`,
        `${SET_UP} Or choose it in ASSISTANT_OPTIONS, so that it stays.`,
      );
}
