import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  type HubspotOperation,
  type HubspotSimulator,
  startHubspot,
} from '../../../../infra/local/simulators/hubspot/hubspot.ts';
import { hubspot } from '../../../../lib/tools/backends/hubspot.ts';
import type { Attempt } from '../../../../lib/tools/ports.ts';

/** Monday, 30 November 2026, 14:46:40 UTC. */
const NOW = 1_796_050_000_000;
const MINUTE = 60_000;
const TOKEN = 'pat-na1-invented';
const CALLER = '+14155550134';

let now: number;
let account: HubspotSimulator;
beforeEach(async () => {
  now = NOW;
  account = await startHubspot({ token: TOKEN });
  contact('151', { phone: '+1 (415) 555-0134', mobilephone: null });
  contact('152', { phone: '+14155550199' });
  ticket('4711', ['151']);
});
afterEach(() => account.stop());

const contact = (id: string, properties: Record<string, string | null>) =>
  account.contacts.set(id, { id, properties });
const ticket = (id: string, contacts: string[], more: Record<string, string | null> = {}) =>
  account.tickets.set(id, {
    id,
    contacts,
    properties: {
      ...{ subject: 'Duplicate charge in October', hs_pipeline: '0', hs_pipeline_stage: '2' },
      ...{ hs_ticket_priority: 'HIGH', hs_lastmodifieddate: '2026-11-28T15:30:00Z' },
      ...more,
    },
  });
const helpDeskAt = (url: string, token = TOKEN) => hubspot({ token, url, clock: () => now });
const attempt = (more: Partial<Attempt> = {}): Attempt => ({
  toolCallId: 'tc_1',
  asker: { callId: 'call_1', caller: CALLER, verified: true },
  mayHaveHappened: false,
  signal: new AbortController().signal,
  ...more,
});
const calling = (caller: string) => attempt({ asker: { callId: 'call_1', caller, verified: true } });
const WITHHELD = { callId: 'call_1', verified: false };
const after = (ms: number) => attempt({ signal: AbortSignal.timeout(ms) });

const status = (helpDesk = helpDeskAt(account.url), of = attempt(), number = '4711') =>
  helpDesk.ticket({ tool: 'get_ticket_status', ticket: number }, of);
const latest = (helpDesk = helpDeskAt(account.url), of = attempt()) =>
  helpDesk.ticket({ tool: 'get_ticket_status' }, of);
/** Sorted: some are on their way at one time. */
const asked = () => account.requests.map(({ operation }) => operation).sort();
const count = (operation: HubspotOperation) => asked().filter((one) => one === operation).length;

const FOUND = {
  is: 'ticket',
  ticket: {
    ...{ id: '4711', subject: 'Duplicate charge in October', status: 'Waiting on contact', priority: 'HIGH' },
    ...{ updatedAt: '2026-11-28T15:30:00Z', requesterNumbers: ['+1 (415) 555-0134'] },
  },
};

describe('A ticket at HubSpot, by its number', () => {
  it('is told with the numbers of its contact, as they are written there', async () => {
    expect(await status()).toEqual(FOUND);
    expect(asked()).toEqual(['pipelines', 'show-contact', 'show-ticket']);
  });

  it('has the numbers of everybody who is associated with it, mobile ones too', async () => {
    contact('152', { phone: '', mobilephone: '415-555-0199' });
    ticket('4711', ['151', '152', '151']);
    expect(await status()).toMatchObject({
      ticket: { requesterNumbers: ['+1 (415) 555-0134', '415-555-0199'] },
    });
    expect(count('show-contact')).toBe(2);
  });

  it('of somebody else has the numbers of somebody else', async () => {
    ticket('4712', ['152']);
    expect(await status(undefined, undefined, '4712')).toMatchObject({
      is: 'ticket',
      ticket: { requesterNumbers: ['+14155550199'] },
    });
  });

  it.each([
    ['of a contact who is gone', ['199'], ['pipelines', 'show-contact', 'show-ticket']],
    ['without a contact', [], ['pipelines', 'show-ticket']],
  ])('%s has no number', async (_what, contacts, requests) => {
    ticket('4711', contacts);
    expect(await status()).toMatchObject({ is: 'ticket', ticket: { requesterNumbers: [] } });
    expect(asked()).toEqual(requests);
  });

  it('may lack everything but where it stands', async () => {
    ticket('4711', [], {
      subject: null,
      hs_pipeline: null,
      hs_ticket_priority: null,
      hs_lastmodifieddate: null,
    });
    expect(await status()).toEqual({
      is: 'ticket',
      ticket: { id: '4711', status: 'Waiting on contact', requesterNumbers: [] },
    });
  });

  it('costs no contact for a caller who withholds the number: with nobody is that number compared', async () => {
    const withheld = await status(undefined, attempt({ asker: WITHHELD }));
    expect(withheld).toMatchObject({ is: 'ticket', ticket: { requesterNumbers: [] } });
    expect(count('show-contact')).toBe(0);
  });

  it('is not found where there is none', async () => {
    expect(await status(undefined, undefined, '4799')).toEqual({ is: 'not-found' });
    expect(count('show-ticket')).toBe(1);
  });

  it.each([
    'AB-12',
    '47 11',
    '../contacts/151',
    '-1',
    '',
    '1234567890123456789',
  ])('is not even looked for under what is no number: %j', async (number) => {
    expect(await status(undefined, undefined, number)).toEqual({ is: 'not-found' });
    expect(asked()).toEqual([]);
  });
});

describe('The latest ticket of a caller at HubSpot', () => {
  it('is the one that was changed last, of the contact who has exactly their number', async () => {
    ticket('4712', ['151'], { hs_lastmodifieddate: '2026-11-29T08:00:00Z', hs_pipeline_stage: '3' });
    ticket('4713', ['151'], { hs_lastmodifieddate: '2026-11-27T08:00:00Z' });
    // The search finds it too: the same number, of another country.
    contact('153', { phone: '+49 4155550134' });
    ticket('4714', ['153'], { hs_lastmodifieddate: '2026-11-30T08:00:00Z' });
    expect(await latest()).toMatchObject({
      is: 'ticket',
      ticket: { id: '4712', status: 'Waiting on us', requesterNumbers: ['+1 (415) 555-0134'] },
    });
    expect(asked()).toEqual(['pipelines', 'search-contacts', 'search-tickets']);
  });

  it.each([
    '+14155550134',
    '14155550134',
    '+1 415 555 0134',
    '+1 (415) 555-0134',
    '1-415-555-0134',
  ])('is found by a number that is written as %s, be it the mobile one', async (written) => {
    contact('151', { phone: written });
    expect(await latest()).toMatchObject({ is: 'ticket', ticket: { requesterNumbers: [written] } });
    contact('151', { phone: '+14155550199', mobilephone: written });
    expect(await latest()).toMatchObject({ ticket: { requesterNumbers: ['+14155550199', written] } });
  });

  it.each([
    ['phone', '+49 30 5550134'],
    ['phone', '49305550134'],
    ['mobilephone', '+49 30 5550134'],
    ['mobilephone', '49305550134'],
  ])('is found in other countries too: %s %s', async (property, written) => {
    contact('151', { [property]: written });
    expect(await latest(undefined, calling('+49305550134'))).toMatchObject({ is: 'ticket' });
  });

  it('is the latest of all who share the number, with one search', async () => {
    contact('153', { mobilephone: '+14155550134' });
    ticket('4712', ['153'], { hs_lastmodifieddate: '2026-11-29T08:00:00Z' });
    expect(await latest()).toMatchObject({ is: 'ticket', ticket: { id: '4712' } });
    expect(count('search-tickets')).toBe(1);
  });

  it('is not found for a number that nobody has there', async () => {
    expect(await latest(undefined, calling('+14155550177'))).toEqual({ is: 'not-found' });
    expect(asked()).toEqual(['pipelines', 'search-contacts']);
  });

  it('is not found for one who never asked for anything', async () => {
    account.tickets.clear();
    expect(await latest()).toEqual({ is: 'not-found' });
    expect(asked()).toEqual(['pipelines', 'search-contacts', 'search-tickets']);
  });

  it('is not looked for without a number', async () => {
    expect(await latest(undefined, attempt({ asker: WITHHELD }))).toEqual({ is: 'not-found' });
    expect(asked()).toEqual([]);
  });
});

describe('Where a ticket at HubSpot stands', () => {
  const renewals = { id: '812723471', label: 'Renewals', stages: [{ id: '1234912', label: 'In Progress' }] };
  const inRenewals = (stage: string) =>
    ticket('4711', ['151'], { hs_pipeline: renewals.id, hs_pipeline_stage: stage });
  const standing = async (helpDesk = helpDeskAt(account.url)) => {
    const found = await status(helpDesk);
    return found.is === 'ticket' ? found.ticket.status : found;
  };

  it('is told by the name that the stage has in its pipeline', async () => {
    account.pipelines.push(renewals);
    inRenewals('1234912');
    expect(await standing()).toBe('In Progress');
  });

  it('is told by the name that the team gave to a stage of the first pipeline', async () => {
    account.pipelines.splice(0, 1, {
      id: '0',
      label: 'Support',
      stages: [{ id: '2', label: 'With customer' }],
    });
    expect(await standing()).toBe('With customer');
  });

  it.each([
    ['1', 'New'],
    ['2', 'Waiting on contact'],
    ['3', 'Waiting on us'],
    ['4', 'Closed'],
    ['5', '5'],
  ])('is told by what HubSpot calls it while no names can be read: %s is %s', async (stage, name) => {
    account.faults.always('pipelines', { kind: 'status', status: 403 });
    ticket('4711', ['151'], { hs_pipeline_stage: stage });
    expect(await standing()).toBe(name);
  });

  it('is its bare id in another pipeline whose names cannot be read', async () => {
    account.faults.always('pipelines', { kind: 'cut' });
    inRenewals('2');
    expect(await standing()).toBe('2');
  });

  it('is read once in ten minutes, and again when it could not be', async () => {
    const helpDesk = helpDeskAt(account.url);
    account.faults.next('pipelines', { kind: 'status', status: 503 });
    await standing(helpDesk);
    await standing(helpDesk);
    now += 10 * MINUTE - 1;
    await standing(helpDesk);
    expect(count('pipelines')).toBe(2);
    now += 1;
    await standing(helpDesk);
    expect(count('pipelines')).toBe(3);
  });

  it('is told by the last names that were read while newer ones cannot be', async () => {
    account.pipelines.push(renewals);
    inRenewals('1234912');
    const helpDesk = helpDeskAt(account.url);
    await standing(helpDesk);
    account.faults.always('pipelines', { kind: 'malformed' });
    now += 10 * MINUTE;
    expect(await standing(helpDesk)).toBe('In Progress');
  });
});

describe('The address of HubSpot', () => {
  it.each(['', '/', '/crm/v3', '/crm/v3/', '/crm'])('may end with %j', async (path) => {
    expect(await status(helpDeskAt(`${account.url}${path}`))).toEqual(FOUND);
  });

  it('is its own by default', async () => {
    const urls: string[] = [];
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
      urls.push(String(url));
      return new Response(null, { status: 404 });
    });
    await status(hubspot({ token: TOKEN, clock: () => now }));
    expect(urls.map((url) => url.split('?')[0])).toEqual([
      'https://api.hubapi.com/crm/v3/pipelines/tickets',
      'https://api.hubapi.com/crm/v3/objects/tickets/4711',
    ]);
  });
});

/** Where each request stands in a look-up that makes it. */
const WAYS: [HubspotOperation, typeof status | typeof latest][] = [
  ['show-ticket', status],
  ['show-contact', status],
  ['search-contacts', latest],
  ['search-tickets', latest],
];

describe.each(WAYS)('HubSpot in trouble at %s', (operation, look) => {
  it('too slow for the attempt: it may be answered in a moment', async () => {
    account.faults.next(operation, { kind: 'slow', ms: 60_000 });
    expect(await look(helpDeskAt(account.url), after(100))).toEqual({
      ...{ is: 'no-answer', reason: 'hubspot-timeout', so: 'open', isFault: true },
    });
    expect(count(operation)).toBe(1);
  });

  it('cut off: it may be answered in a moment', async () => {
    account.faults.next(operation, { kind: 'lost-answer' });
    expect(await look()).toEqual({ is: 'no-answer', reason: 'hubspot-cut', so: 'open', isFault: true });
    expect(count(operation)).toBe(1);
  });

  it.each([500, 503])('its own (%s): told at once', async (code) => {
    account.faults.next(operation, { kind: 'status', status: code, as: 'page' });
    const reason = `hubspot-${code}`;
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: true });
    expect(count(operation)).toBe(1);
  });

  it.each([400, 401, 403])('that is ours (%s): told at once, and no fault', async (code) => {
    account.faults.next(operation, { kind: 'status', status: code });
    const reason = `hubspot-${code}`;
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: false });
    expect(count(operation)).toBe(1);
  });

  it('without a body that can be read: told at once', async () => {
    account.faults.next(operation, { kind: 'malformed' });
    const reason = 'hubspot-unreadable';
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: true });
  });

  it('with a body of more than 64 KB: told at once', async () => {
    account.faults.next(operation, { kind: 'huge' });
    const reason = 'hubspot-too-large';
    expect(await look()).toEqual({ is: 'no-answer', reason, so: 'never', isFault: true });
  });

  it.each([
    ['as long as it says', { 'retry-after': '5' }, 5],
    ['a second where it does not say', undefined, 1],
  ])('with too many requests: again after %s', async (_what, headers, retryAfterSeconds) => {
    account.faults.next(operation, { kind: 'status', status: 429, ...(headers && { headers }) });
    expect(await look()).toEqual({
      ...{ is: 'no-answer', reason: 'hubspot-429', so: 'open', isFault: false },
      retryAfterSeconds,
    });
    expect(count(operation)).toBe(1);
  });
});

describe('HubSpot', () => {
  it('is asked with the token of the private app: a wrong one is refused', async () => {
    const answer = await status(helpDeskAt(account.url, 'pat-na1-another'));
    expect(answer).toEqual({ is: 'no-answer', reason: 'hubspot-401', so: 'never', isFault: false });
    expect(asked()).toEqual(['pipelines', 'show-ticket']);
  });
});
