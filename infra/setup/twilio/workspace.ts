import { MISSED, stageName } from './names.ts';
import { brought, created, left, type Planned, plain, refused } from './planned.ts';
import { type Hold, recognise } from './recognise.ts';
import { type Workspace, workspaceSchema } from './resources.ts';
import { carryOut, change, type Place, type Walk } from './walk.ts';

const WHAT = 'twilio.workspace';
const THEIRS =
  'TWILIO_WORKSPACE_SID names it, and it has not our name: what holds for all of it stays as it is, its name too.';

/** Plans the workspace itself; `actual` as it was found. */
export function planWorkspace(
  name: string,
  actual: Workspace | undefined,
  { hold, adopt }: { hold: Hold; adopt: boolean },
): Planned {
  const multiTasking = plain('multi-tasking', 'MultiTaskEnabled', true, actual?.multi_task_enabled);
  if (actual === undefined) {
    const planned = created({
      what: WHAT,
      name,
      properties: [plain('name', 'FriendlyName', name, undefined), multiTasking],
    });
    return { ...planned, form: { ...planned.form, Template: 'NONE', PrioritizeQueueOrder: 'FIFO' } };
  }
  const planned = brought({
    what: WHAT,
    name: actual.friendly_name,
    properties: [multiTasking],
    ...(hold === 'foreign' && { why: THEIRS }),
  });
  if (planned.form === undefined || adopt || hold === 'own') return planned;
  return refused(
    planned,
    'Without multi-tasking a callback takes an agent’s telephone line, and it cannot be switched off again. The workspace may be somebody else’s: --adopt switches it on; else take TWILIO_WORKSPACE_SID out of the settings, and set-up makes a workspace of its own.',
  );
}

/**
 * Plans where an agent goes who missed a call. It is one for all of a workspace: in somebody else's it stays, and so it
 * does where somebody has chosen another than the one that a workspace begins with.
 */
export function planTimeoutActivity(
  activity: { sid: string; name: string },
  actual: Workspace | undefined,
  { hold, adopt }: { hold: Hold; adopt: boolean },
): Planned {
  const what = 'twilio.timeout-activity';
  const from = actual?.timeout_activity_name || actual?.timeout_activity_sid || 'none';
  const property = {
    field: 'activity',
    from,
    to: activity.name,
    isSame: actual?.timeout_activity_sid === activity.sid,
    form: { TimeoutActivitySid: activity.sid },
  };
  const thing = { what, name: MISSED, properties: [property] };
  if (actual === undefined) return created(thing);
  const planned = brought(thing);
  const isAsMade =
    !actual.timeout_activity_sid || actual.timeout_activity_sid === actual.default_activity_sid;
  if (planned.form === undefined || adopt || hold === 'own' || (hold === 'named' && isAsMade)) return planned;
  return left(
    what,
    MISSED,
    `An agent who misses a call goes to "${from}", as whoever made this workspace wants it. --adopt puts "${activity.name}" there.`,
  );
}

/** Finds the workspace of the settings, else the one of our name, else makes it. Undefined where it is refused. */
export async function setUpWorkspace(walk: Walk): Promise<Place | undefined> {
  const { rest, taskrouter, settings, adopt } = walk;
  const name = stageName(walk.stage);
  const home = `${taskrouter}/Workspaces`;
  const kept = settings.TWILIO_WORKSPACE_SID;
  const named = () =>
    rest.list(`${home}?FriendlyName=${encodeURIComponent(name)}`, 'workspaces', workspaceSchema);
  const found =
    kept === undefined
      ? recognise(await named(), { name })
      : await keptWorkspace(walk, `${home}/${kept}`, name);
  if (found.is === 'unclear') {
    const row = { what: WHAT, name: kept ?? name, action: 'refuse' as const, fields: {}, why: found.why };
    await change(walk, { row }, undefined);
    return undefined;
  }
  const before = found.is === 'there' ? found.one : undefined;
  const hold = found.is === 'absent' ? 'own' : holdOf(found);
  const workspace = await carryOut(
    walk,
    planWorkspace(name, before, { hold, adopt }),
    {
      there: before && { one: before, url: `${home}/${before.sid}` },
      collection: home,
      again: async () => (await named()).find((one) => one.friendly_name === name),
    },
    workspaceSchema,
  );
  if (workspace !== undefined) await walk.keepSid('TWILIO_WORKSPACE_SID', workspace.sid);
  return { url: workspace && `${home}/${workspace.sid}`, before, hold };
}

function holdOf({ isNamed, isKept }: { isNamed: boolean; isKept: boolean }): Hold {
  if (!isNamed) return 'foreign';
  return isKept ? 'own' : 'named';
}

async function keptWorkspace({ rest }: Walk, url: string, name: string) {
  const one = await rest.find(url, workspaceSchema);
  if (one !== undefined) {
    return { is: 'there', one, isNamed: one.friendly_name === name, isKept: true } as const;
  }
  const why =
    'TWILIO_WORKSPACE_SID names a workspace that this account does not have: it was deleted, or belongs to another account. Take the setting out of the file, and set-up makes a new one.';
  return { is: 'unclear', why } as const;
}
