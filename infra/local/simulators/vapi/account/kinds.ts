import { isObject } from '../../../../../lib/base/json.ts';
import { type Assistants, missing } from '../assistants.ts';
import {
  ASSISTANT,
  CREDENTIAL,
  SQUAD,
  TOOLS,
  UPDATE_ASSISTANT,
  UPDATE_CREDENTIAL,
  UPDATE_SQUAD,
  updateTool,
} from '../published/published.ts';
import type { AccountManners } from './manners.ts';
import { phoneNumberRules } from './phone-number-rules.ts';
import type { Kind, Rules, Shelves } from './rules.ts';
import type { Body, Saved, Shelf } from './shelf.ts';
import { ASSISTANT_DEFAULTS, FUNCTION_TOOL_DEFAULTS, filled, shown, TOOL_DEFAULTS } from './shown.ts';

const listed = (value: unknown): Body[] => (Array.isArray(value) ? value.filter(isObject) : []);
const version = ({ version: count }: Saved) => `v${count}`;

/** The rules of every kind, over what the account holds. */
export function createRules(options: {
  shelves: Shelves;
  assistants: Assistants;
  manners: Readonly<AccountManners>;
  imported: (number: string, smsEnabled: boolean) => void;
}): Readonly<Record<Kind, Rules>> {
  const { shelves, assistants, manners, imported } = options;
  return {
    assistant: {
      toCreate: ASSISTANT,
      toUpdate: () => UPDATE_ASSISTANT,
      shown: (saved) =>
        shown(saved, shownAssistant(saved.body), {
          latestVersion: version(saved),
          isServerUrlSecretSet: false,
          modelDeprecations: [],
        }),
      pinned: (id) => {
        const holds = (squad: Saved) =>
          listed(squad.body.members).some(
            (member) => member.assistantId === id && typeof member.assistantVersion === 'string',
          );
        if (!shelves.squad.newestFirst().some(holds)) return undefined;
        return {
          error: 'assistant_pinned',
          message: 'Assistant cannot be deleted while it is pinned by a squad.',
        };
      },
    },
    squad: {
      toCreate: SQUAD,
      toUpdate: () => UPDATE_SQUAD,
      wrong: (body) => wrongSquad(body, shelves.assistant) ?? assistants.wrongSquad(body),
      shown: (saved) => shown(saved, saved.body),
    },
    'phone-number': phoneNumberRules({ shelves, manners, imported }),
    tool: {
      toCreate: TOOLS,
      toUpdate: ({ body }) => updateTool(body.type),
      shown: (saved) => shown(saved, shownTool(saved.body), { latestVersion: version(saved) }),
      pinned: (id) => {
        const holds = ({ body }: Saved) =>
          isObject(body.model) && listed(body.model.toolRefs).some((ref) => ref.toolId === id);
        if (!shelves.assistant.newestFirst().some(holds)) return undefined;
        return {
          error: 'tool_pinned',
          message: 'Tool cannot be deleted while it is pinned by an assistant version.',
        };
      },
    },
    credential: {
      toCreate: CREDENTIAL,
      toUpdate: () => UPDATE_CREDENTIAL,
      shown: (saved) =>
        shown(saved, manners.credentialSecrets === 'shown' ? saved.body : withoutSecrets(saved.body)),
    },
  };
}

function shownAssistant(body: Body): Body {
  const { model } = body;
  const tools = isObject(model) && Array.isArray(model.tools) ? { tools: model.tools.map(shownTool) } : {};
  return filled({ ...body, ...(isObject(model) && { model: { ...model, ...tools } }) }, ASSISTANT_DEFAULTS);
}

const shownTool = (tool: Body): Body =>
  filled(tool, tool.type === 'function' ? FUNCTION_TOOL_DEFAULTS : TOOL_DEFAULTS);

function wrongSquad({ members }: Body, assistants: Shelf): string | undefined {
  const named = listed(members).flatMap(({ assistantId: id }) => (typeof id === 'string' ? [id] : []));
  const gone = named.find((id) => assistants.get(id) === undefined);
  return gone === undefined ? undefined : missing('Assistant', gone);
}

function withoutSecrets({ authenticationPlan: plan, ...body }: Body): Body {
  if (!isObject(plan)) return body;
  const { secretKey: _key, token: _token, clientSecret: _secret, ...open } = plan;
  return { ...body, authenticationPlan: open };
}
