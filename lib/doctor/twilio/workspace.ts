import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { BRING_HERE, fail, judged, ok, SET_UP, skipped, unreachable, warn } from '../finding.ts';
import { ifSeen, whenSeen, whyUnseen } from '../seen.ts';
import { isSentAgain, sameUrl } from '../urls.ts';
import { EVENTS } from './events.ts';
import type { Workspace } from './shapes.ts';
import type { TwilioSeen } from './twilio-seen.ts';

/** TaskRouter's workspace and its activities. */
export function workspaceChecks(seen: TwilioSeen, expected: Expectations): Check[] {
  const { workspace } = seen;
  const judge = (id: string, make: (value: Workspace) => Check) =>
    whenSeen(id, 'The workspace', workspace, make);
  return [
    workspaceCheck(seen),
    judge('twilio.multi-tasking', multiTasking),
    judge('twilio.timeout-activity', (value) => timeoutActivity(value, seen, expected)),
    judge('twilio.event-callback', (value) => eventCallback(value, expected)),
    judge('twilio.events-filter', eventsFilter),
    activitiesCheck(seen, expected),
  ];
}

function workspaceCheck({ workspace, account }: TwilioSeen): Check {
  const id = 'twilio.workspace';
  const wrong = (why: string) =>
    judged(id, '', [
      fail(
        `${why}: no agent is found for any caller.`,
        'Check TWILIO_WORKSPACE_SID: the workspace has to be of the same account (not of its parent) and region.',
      ),
    ]);
  switch (workspace.is) {
    case 'seen':
      return ok(id, 'The workspace is there.');
    case 'gone':
      return wrong('There is no such workspace in this account');
    case 'denied':
      // Where the account is refused as well, its own check says so.
      return account.is === 'seen'
        ? wrong(`TaskRouter refuses these credentials (${workspace.status})`)
        : skipped(id, whyUnseen(workspace, 'The workspace'));
    case 'unanswered':
      return unreachable(id, 'The workspace', workspace.reason);
    case 'not-asked':
      return skipped(id, whyUnseen(workspace, 'The workspace'));
  }
}

function multiTasking({ multi_task_enabled: isOn }: Workspace): Check {
  return judged('twilio.multi-tasking', 'Agents can have a call and other tasks side by side.', [
    isOn === false
      ? fail(
          'Multi-tasking is off: capacity by channel does not count, and a callback takes an agent away from callers.',
          SET_UP,
        )
      : undefined,
  ]);
}

function timeoutActivity(
  { timeout_activity_sid: sid, timeout_activity_name: name }: Workspace,
  { activities }: TwilioSeen,
  { twilio: { unavailableActivitySid } }: Expectations,
): Check {
  const id = 'twilio.timeout-activity';
  const listed = ifSeen(activities)?.find((one) => one.sid === sid);
  if (listed === undefined)
    return skipped(id, 'The activity after a missed offer is not among those listed.');
  const isOurs = sid === unavailableActivitySid && !listed.available;
  if (isOurs) return ok(id, 'An agent who misses an offer goes where we look after them.');
  const named = name ?? listed.friendly_name;
  const fix = `${SET_UP} In a workspace that it has not made, and where somebody chose this one, it takes --adopt.`;
  return judged(id, '', [
    listed.available
      ? warn(
          `An agent who misses an offer stays in "${named}": the same agent is offered the same caller again at once.`,
          fix,
        )
      : warn(
          `An agent who misses one offer goes to "${named}" and gets no caller until somebody sets them back.`,
          fix,
        ),
  ]);
}

function eventCallback({ event_callback_url: url }: Workspace, { urls }: Expectations): Check {
  const id = 'twilio.event-callback';
  if (urls === undefined) return skipped(id, 'No deployment, so that our URL is not known.');
  if (!url) {
    return judged(id, '', [
      fail('TaskRouter tells us nothing: callers wait for agents who have long declined.', SET_UP),
    ]);
  }
  if (!sameUrl(url, urls.events)) {
    return judged(id, '', [
      fail(
        "The workspace's only event callback leads to another system: callers wait for agents who have long declined.",
        `${BRING_HERE} That system can have its events by Event Streams, or we a workspace of our own.`,
      ),
    ]);
  }
  return judged(id, 'Events of TaskRouter come to us.', [
    isSentAgain(url)
      ? undefined
      : warn('An event that we could not take in is not sent again: its caller waits longer.', SET_UP),
  ]);
}

function eventsFilter({ events_filter: filter }: Workspace): Check {
  const id = 'twilio.events-filter';
  if (!filter) return ok(id, 'All events are sent.');
  const sent = filter.split(',').map((one) => one.trim());
  const missing = EVENTS.filter((one) => !sent.includes(one));
  return judged(id, 'Every event that we read is sent.', [
    missing.length === 0
      ? undefined
      : fail(`Not sent: ${missing.join(', ')}. Callers wait for what we are never told.`, SET_UP),
    /\s/.test(filter)
      ? warn('The filter holds spaces, for which TaskRouter may leave events out.', SET_UP)
      : undefined,
  ]);
}

function activitiesCheck(
  { activities }: TwilioSeen,
  { twilio: { unavailableActivitySid } }: Expectations,
): Check {
  const id = 'twilio.activities';
  return whenSeen(id, 'The list of activities', activities, (all) => {
    const ours = all.find(({ sid }) => sid === unavailableActivitySid);
    return judged(id, 'There are activities for agents who take calls and for those who do not.', [
      all.some(({ available }) => available)
        ? undefined
        : fail(
            'There is no available activity: nobody can be offered a caller.',
            'Add one that is available under Activities of the workspace, in Twilio’s Console: set-up makes none.',
          ),
      all.some(({ available }) => !available)
        ? undefined
        : fail(
            'There is no unavailable activity: an agent who declines is offered the same caller again.',
            SET_UP,
          ),
      unavailableActivitySid !== undefined && ours === undefined
        ? fail(
            'TWILIO_UNAVAILABLE_ACTIVITY_SID is none of the activities: who cannot be rung is offered the same caller again and again.',
            SET_UP,
          )
        : undefined,
      ours?.available === true
        ? fail(
            `"${ours.friendly_name}", into which we put agents who decline, is available: they are offered the same caller again.`,
            'Set TWILIO_UNAVAILABLE_ACTIVITY_SID to an unavailable activity.',
          )
        : undefined,
    ]);
  });
}
