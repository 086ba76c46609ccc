import { MISSED, nameOf } from './names.ts';
import { brought, created, left, type Planned, plain, refused } from './planned.ts';
import { type Activity, activitySchema } from './resources.ts';
import { allIn, carryOut, type Place, type Walk } from './walk.ts';

const WHAT = 'twilio.activity';
const LIST = ['Activities', 'activities'] as const;

/** Plans the activity in which nothing is offered to an agent who missed a call. */
export function planActivity(name: string, actual: Activity | undefined): Planned {
  const thing = { what: WHAT, name: MISSED };
  if (actual === undefined) {
    const properties = [
      plain('name', 'FriendlyName', name, undefined),
      plain('available', 'Available', false, undefined),
    ];
    return created({ ...thing, properties });
  }
  const available = plain('available', 'Available', false, actual.available);
  if (!available.isSame) {
    return refused(
      brought({ ...thing, properties: [available] }),
      `In "${actual.friendly_name}" agents are offered calls, and Twilio never changes that. Rename it, or take TWILIO_UNAVAILABLE_ACTIVITY_SID out of the settings; set-up then makes another.`,
    );
  }
  if (actual.friendly_name === name) return brought({ ...thing, properties: [] });
  return left(WHAT, MISSED, `"${actual.friendly_name}" is it, as TWILIO_UNAVAILABLE_ACTIVITY_SID says.`);
}

/** Finds the activity of the settings, else the one of our name, else makes it. */
export async function setUpActivity(walk: Walk, place: Place): Promise<{ sid: string; name: string }> {
  const name = nameOf(walk.stage, MISSED);
  const kept = walk.settings.TWILIO_UNAVAILABLE_ACTIVITY_SID;
  const all = await allIn(walk, place, LIST, activitySchema);
  const isNamed = (one: Activity) => one.friendly_name === name;
  const before = all.find(({ sid }) => sid === kept) ?? all.find(isNamed);
  const collection = place.url && `${place.url}/${LIST[0]}`;
  const activity = await carryOut(
    walk,
    planActivity(name, before),
    {
      there: before && { one: before, url: `${collection}/${before.sid}` },
      collection,
      again: async () => (await walk.rest.list(`${collection}`, LIST[1], activitySchema)).find(isNamed),
    },
    activitySchema,
  );
  if (activity !== undefined) await walk.keepSid('TWILIO_UNAVAILABLE_ACTIVITY_SID', activity.sid);
  return { sid: activity?.sid ?? name, name: activity?.friendly_name ?? name };
}
