import { describe, expect, it } from 'vitest';
import { EVENTS } from '../../../../lib/doctor/twilio/events.ts';
import { parseTaskEvent } from '../../../../lib/twilio/callbacks.ts';
import { checkOf, expected, inOrder, withTwilio } from '../examined.ts';
import { BASE, type Row, SID } from '../twilio-account.ts';

const workspace = (id: string, change: Row) =>
  withTwilio(id, (has) => ({ workspace: { ...has.workspace, ...change } }));

describe('The workspace', () => {
  it('fails when it is of another account', async () => {
    const twilio = { ...inOrder(), refused: { [SID.workspace]: { status: 404, code: 20404 } } };
    expect(await checkOf('twilio.workspace', { twilio })).toEqual({
      id: 'twilio.workspace',
      status: 'fail',
      what: 'There is no such workspace in this account: no agent is found for any caller.',
      fix: 'Check TWILIO_WORKSPACE_SID: the workspace has to be of the same account (not of its parent) and region.',
    });
    expect(await checkOf('twilio.multi-tasking', { twilio })).toMatchObject({
      status: 'skipped',
      what: 'The workspace is not there (404).',
    });
  });

  it('fails without multi-tasking', async () => {
    expect(await workspace('twilio.multi-tasking', { multi_task_enabled: false })).toMatchObject({
      status: 'fail',
      what: 'Multi-tasking is off: capacity by channel does not count, and a callback takes an agent away from callers.',
    });
  });

  it('warns of where an agent goes who misses an offer', async () => {
    expect(
      await workspace('twilio.timeout-activity', {
        timeout_activity_sid: SID.offline,
        timeout_activity_name: 'Offline',
      }),
    ).toMatchObject({
      status: 'warn',
      what: 'An agent who misses one offer goes to "Offline" and gets no caller until somebody sets them back.',
    });
    expect(
      await workspace('twilio.timeout-activity', {
        timeout_activity_sid: SID.available,
        timeout_activity_name: 'Available',
      }),
    ).toMatchObject({
      status: 'warn',
      what: 'An agent who misses an offer stays in "Available": the same agent is offered the same caller again at once.',
    });
  });

  it('fails when its events go nowhere, or to somebody else', async () => {
    expect(await workspace('twilio.event-callback', { event_callback_url: '' })).toMatchObject({
      status: 'fail',
      what: 'TaskRouter tells us nothing: callers wait for agents who have long declined.',
    });
    const foreign = await workspace('twilio.event-callback', {
      event_callback_url: 'https://flex-owner.example.net/events',
    });
    expect(foreign).toMatchObject({
      status: 'fail',
      what: "The workspace's only event callback leads to another system: callers wait for agents who have long declined.",
    });
    expect(foreign.fix).toContain('an earlier address of ours');
    expect(foreign.fix).toContain('Event Streams');
  });

  it('warns when lost events are not sent again', async () => {
    expect(
      await workspace('twilio.event-callback', { event_callback_url: `${BASE}/webhook/twilio/events` }),
    ).toMatchObject({
      status: 'warn',
      what: 'An event that we could not take in is not sent again: its caller waits longer.',
    });
  });

  it('is not held against an address that nobody knows', async () => {
    expect(
      await checkOf('twilio.event-callback', { expectations: expected({}, { baseUrl: undefined }) }),
    ).toMatchObject({
      status: 'skipped',
      what: 'No deployment, so that our URL is not known.',
    });
  });

  it('fails when an event that we read is filtered out, and warns of spaces', async () => {
    const without = EVENTS.filter((one) => one !== 'reservation.timeout');
    expect(await workspace('twilio.events-filter', { events_filter: without.join(',') })).toMatchObject({
      status: 'fail',
      what: 'Not sent: reservation.timeout. Callers wait for what we are never told.',
    });
    expect(await workspace('twilio.events-filter', { events_filter: EVENTS.join(', ') })).toMatchObject({
      status: 'warn',
    });
    expect(await workspace('twilio.events-filter', { events_filter: EVENTS.join(',') })).toMatchObject({
      status: 'ok',
    });
  });

  it('is asked for no event that the webhook leaves aside', () => {
    const others = EVENTS.map((EventType) => parseTaskEvent({ EventType })).filter(
      ({ is }) => is === 'other',
    );
    expect(others).toEqual([]);
  });

  it('fails without an activity of either kind, and when ours is missing or available', async () => {
    const of = (keep: (row: Row) => boolean) =>
      withTwilio('twilio.activities', ({ activities }) => ({ activities: activities.filter(keep) }));
    expect(await of(({ available }) => available === false)).toMatchObject({
      status: 'fail',
      what: 'There is no available activity: nobody can be offered a caller.',
    });
    expect((await of(({ available }) => available === true)).what).toContain(
      'There is no unavailable activity',
    );
    expect(await of(({ sid }) => sid !== SID.unavailable)).toMatchObject({
      status: 'fail',
      what: 'TWILIO_UNAVAILABLE_ACTIVITY_SID is none of the activities: who cannot be rung is offered the same caller again and again.',
    });
    const expectations = expected({ TWILIO_UNAVAILABLE_ACTIVITY_SID: SID.available });
    expect((await checkOf('twilio.activities', { expectations })).what).toContain(
      '"Available", into which we put agents who decline, is available',
    );
  });
});
