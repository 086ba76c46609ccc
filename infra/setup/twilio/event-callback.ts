import { EVENTS } from './events.ts';
import { brought, created, later, type Planned, type Property, plain, refused } from './planned.ts';
import type { Hold } from './recognise.ts';
import type { Workspace } from './resources.ts';
import { type Owner, ownerOf, PATHS, shownUrl } from './urls.ts';
import { change, type Place, type Walk } from './walk.ts';

const THING = { what: 'twilio.event-callback', name: 'events' };
const FILTER = EVENTS.join(',');

const REFUSALS: Partial<Record<Owner, string>> = {
  'another-deployment':
    'The workspace’s events go to another deployment of this service, and there is one such URL for each workspace. Give this stage a workspace of its own, or bring the events here with --adopt.',
};
const FOREIGN =
  'The workspace’s events go to somebody else, and there is one such URL for each workspace: --adopt takes it from them. What only needs a copy of the events can take it from Twilio’s Event Streams instead; or give this stage a workspace of its own (take TWILIO_WORKSPACE_SID out of the settings).';

/** A filter is a list whose order says nothing; none at all lets every event through. */
function sameFilter(actual: string | null | undefined): boolean {
  return !!actual && actual.split(',').toSorted().join() === EVENTS.toSorted().join();
}

/** Plans where the events of the workspace go, and which. */
export function planEventCallback(
  wanted: string | undefined,
  actual: Workspace | undefined,
  { hold, adopt, inbound }: { hold: Hold; adopt: boolean; inbound: string },
): Planned {
  const owner = ownerOf(actual?.event_callback_url, { wanted, path: PATHS.events, inbound });
  if (wanted === undefined) {
    const planned = later({ ...THING, fields: { URL: PATHS.events, events: FILTER } });
    // Better known before a deployment than after it.
    return owner === 'somebody-else' && !adopt ? refused(planned, FOREIGN) : planned;
  }
  const url: Property = {
    field: 'URL',
    from: shownUrl(actual?.event_callback_url, owner),
    to: wanted,
    isSame: actual?.event_callback_url === wanted,
    form: { EventCallbackUrl: wanted },
  };
  const filter = plain('events', 'EventsFilter', FILTER, actual?.events_filter);
  const properties = [url, { ...filter, isSame: sameFilter(actual?.events_filter) }];
  if (actual === undefined) return created({ ...THING, properties });
  const planned = brought({ ...THING, properties });
  const isOurs = owner === 'us' || owner === 'nobody' || (owner === 'another-deployment' && hold === 'own');
  if (planned.form === undefined || adopt || isOurs) return planned;
  return refused(planned, REFUSALS[owner] ?? FOREIGN);
}

/** Has the events of the workspace sent to us. */
export async function setUpEventCallback(walk: Walk, { url, before, hold }: Place): Promise<void> {
  const { adopt, inbound } = walk;
  await change(walk, planEventCallback(walk.urls?.events, before, { hold, adopt, inbound }), url);
}
