import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type HubspotSimulator,
  startHubspot,
} from '../../../../../infra/local/simulators/hubspot/hubspot.ts';

const TOKEN = 'pat-na1-invented';
const HEADERS = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };

let hubspot: HubspotSimulator;
beforeEach(async () => {
  hubspot = await startHubspot({ token: TOKEN });
  contact('151', { firstname: 'Robin', phone: '+1 (415) 555-0134', mobilephone: null });
  contact('152', { firstname: 'Sam', mobilephone: '+14155550199' });
  ticket('4711', ['151'], '2026-11-28T15:30:00Z');
});
afterEach(() => hubspot.stop());

const contact = (id: string, properties: Record<string, string | null>) =>
  hubspot.contacts.set(id, { id, properties });
const ticket = (id: string, contacts: string[], at: string) =>
  hubspot.tickets.set(id, {
    id,
    contacts,
    properties: {
      ...{ subject: 'Duplicate charge in October', hs_pipeline: '0', hs_pipeline_stage: '2' },
      ...{ hs_ticket_priority: 'HIGH', hs_lastmodifieddate: at },
    },
  });
const get = (path: string, headers: Record<string, string> = HEADERS) =>
  fetch(`${hubspot.url}/crm/v3/${path}`, { headers });
const read = async (path: string) => {
  const response = await get(path);
  return [response.status, await response.json()];
};
const search = (kind: string, body: unknown, headers: Record<string, string> = HEADERS) =>
  fetch(`${hubspot.url}/crm/v3/objects/${kind}/search`, {
    method: 'POST',
    headers,
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const idsOf = async (kind: string, body: unknown) =>
  Object(await (await search(kind, body)).json()).results.map(({ id }: { id: string }) => id);
const equal = (propertyName: string, value: string) => ({
  filters: [{ propertyName, operator: 'EQ', value }],
});
const refusal = (category: string) => ({
  ...{ status: 'error', message: expect.any(String), correlationId: expect.any(String), category },
});

describe('A record at the simulated HubSpot', () => {
  it('has the properties that were asked for, and its contacts if they were', async () => {
    const shown = {
      ...{
        id: '4711',
        createdAt: '2026-11-20T09:00:00Z',
        updatedAt: '2026-11-28T15:30:00Z',
        archived: false,
      },
      properties: {
        ...{ subject: 'Duplicate charge in October', hs_pipeline_stage: '2' },
        ...{ hs_object_id: '4711', createdate: '2026-11-20T09:00:00Z' },
      },
    };
    const path = 'objects/tickets/4711?properties=subject,hs_pipeline_stage,no_such_property';
    expect(await read(path)).toEqual([200, shown]);
    expect(await read(`${path}&associations=contacts`)).toEqual([
      200,
      { ...shown, associations: { contacts: { results: [{ id: '151', type: 'ticket_to_contact' }] } } },
    ]);
    expect(await read('objects/contacts/151?properties=phone,mobilephone')).toMatchObject([
      200,
      { properties: { phone: '+1 (415) 555-0134', mobilephone: null } },
    ]);
  });

  it('is not found where there is none', async () => {
    expect(await read('objects/tickets/151')).toEqual([404, refusal('OBJECT_NOT_FOUND')]);
    expect(await read('objects/contacts/4711')).toEqual([404, refusal('OBJECT_NOT_FOUND')]);
    expect((await get('objects/deals/1')).status).toBe(404);
    const put = { method: 'PATCH', headers: HEADERS, body: '{}' };
    expect((await fetch(`${hubspot.url}/crm/v3/objects/tickets/4711`, put)).status).toBe(404);
    expect(hubspot.tickets.size).toBe(1);
  });

  it('stands in a stage of a pipeline: every account begins with one', async () => {
    expect(await read('pipelines/tickets')).toEqual([
      200,
      {
        results: [
          {
            ...{ id: '0', label: 'Support Pipeline' },
            stages: [
              { id: '1', label: 'New' },
              { id: '2', label: 'Waiting on contact' },
              { id: '3', label: 'Waiting on us' },
              { id: '4', label: 'Closed' },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    ['without a token', {}],
    ['with another token', { authorization: 'Bearer pat-na1-another' }],
    ['with the key of former times', { authorization: TOKEN }],
  ])('is shown to nobody %s', async (_what, headers: Record<string, string>) => {
    const response = await get('objects/tickets/4711', headers);
    expect([response.status, await response.json()]).toEqual([401, refusal('INVALID_AUTHENTICATION')]);
    const found = await search('tickets', {}, { ...headers, 'content-type': 'application/json' });
    expect(found.status).toBe(401);
  });
});

describe('The search of the simulated HubSpot', () => {
  it('finds tickets by contact, the last one first where that was asked for', async () => {
    ticket('4712', ['151'], '2026-11-30T08:00:00Z');
    ticket('4713', ['152'], '2026-11-29T08:00:00Z');
    const [mine, theirs] = [equal('associations.contact', '151'), equal('associations.contact', '152')];
    const sorts = [{ propertyName: 'hs_lastmodifieddate', direction: 'DESCENDING' }];
    expect(await idsOf('tickets', { filterGroups: [mine], sorts })).toEqual(['4712', '4711']);
    expect(await idsOf('tickets', { filterGroups: [mine, theirs], sorts, limit: 2 })).toEqual([
      '4712',
      '4713',
    ]);
    const response = await search('tickets', { filterGroups: [mine], properties: ['subject'], limit: 1 });
    expect(await response.json()).toMatchObject({
      total: 2,
      results: [{ id: '4711', properties: { subject: 'Duplicate charge in October' } }],
    });
  });

  it('finds a number as it was typed, or by its digits without the country', async () => {
    const by = (name: string, value: string) => idsOf('contacts', { filterGroups: [equal(name, value)] });
    expect(await by('phone', '+1 (415) 555-0134')).toEqual(['151']);
    expect(await by('phone', '+14155550134')).toEqual([]);
    expect(await by('hs_searchable_calculated_phone_number', '4155550134')).toEqual(['151']);
    expect(await by('hs_searchable_calculated_phone_number', '14155550134')).toEqual([]);
    expect(await by('hs_searchable_calculated_mobile_number', '4155550199')).toEqual(['152']);
  });

  it('demands that every filter of a group fits, and that one group does', async () => {
    const robin = { propertyName: 'firstname', operator: 'IN', values: ['robin'] };
    contact('153', { firstname: 'ROBIN', phone: '+14155550155' });
    const both = { filters: [robin, ...equal('phone', '+14155550155').filters] };
    const neither = { filters: [robin, ...equal('phone', '+14155550166').filters] };
    expect(await idsOf('contacts', { filterGroups: [both] })).toEqual(['153']);
    expect(await idsOf('contacts', { filterGroups: [neither] })).toEqual([]);
    expect(await idsOf('contacts', { filterGroups: [neither, both] })).toEqual(['153']);
  });

  const six = Array.from({ length: 6 }, () => equal('phone', '+14155550134'));
  const wide = { filters: six.flatMap(({ filters }) => filters) };
  it.each([
    ['no JSON', '{'],
    ['a field that it does not know', { filter: [] }],
    ['six groups', { filterGroups: six }],
    [
      'seven filters in a group',
      { filterGroups: [{ filters: [...wide.filters, ...wide.filters.slice(0, 1)] }] },
    ],
    ['more than 18 filters', { filterGroups: [wide, wide, wide, equal('phone', '+14155550134')] }],
    ['an empty group', { filterGroups: [{ filters: [] }] }],
    ['a property that there is not', { filterGroups: [equal('telephone', '+14155550134')] }],
    ['no value', { filterGroups: [{ filters: [{ propertyName: 'phone', operator: 'EQ' }] }] }],
    [
      'a list in capital letters',
      { filterGroups: [{ filters: [{ propertyName: 'email', operator: 'IN', values: ['A@example.com'] }] }] },
    ],
    [
      'two ways to sort',
      { sorts: ['phone', 'email'].map((name) => ({ propertyName: name, direction: 'ASCENDING' })) },
    ],
    ['a page of 201', { limit: 201 }],
    ['more than 3,000 characters', { properties: ['x'.repeat(3_000)] }],
  ])('refuses %s', async (_what, body) => {
    const response = await search('contacts', body);
    expect([response.status, await response.json()]).toEqual([400, refusal('VALIDATION_ERROR')]);
  });

  it('takes JSON alone', async () => {
    const { authorization } = HEADERS;
    expect((await search('contacts', '{}', { authorization, 'content-type': 'text/plain' })).status).toBe(
      415,
    );
  });

  it('is open five times a second, and does not say when again', async () => {
    for (let i = 0; i < 5; i += 1) expect((await search('contacts', {})).status).toBe(200);
    const over = await search('tickets', {});
    expect([over.status, await over.json()]).toEqual([
      429,
      { ...refusal('RATE_LIMITS'), errorType: 'RATE_LIMIT', policyName: 'SECONDLY' },
    ]);
    expect(over.headers.get('retry-after')).toBeNull();
    expect((await get('objects/tickets/4711')).status).toBe(200);
    await pause(1_000);
    expect((await search('tickets', {})).status).toBe(200);
  });
});

describe('The simulated HubSpot', () => {
  it('takes 190 other requests in ten seconds, and says how many are left', async () => {
    const first = await get('objects/tickets/4711');
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'x-hubspot-ratelimit-max': '190',
      'x-hubspot-ratelimit-remaining': '189',
      'x-hubspot-ratelimit-interval-milliseconds': '10000',
    });
    for (let i = 1; i < 190; i += 1) await get('objects/tickets/4711');
    const over = await get('objects/tickets/4711');
    expect([over.status, await over.json()]).toMatchObject([429, { policyName: 'TEN_SECONDLY_ROLLING' }]);
    await pause(10_000);
    expect((await get('objects/tickets/4711')).status).toBe(200);
  });

  it('fails as it is told, in order, and notes every request', async () => {
    const show = () => get('objects/tickets/4711');
    hubspot.faults
      .next('show-ticket', { kind: 'status', status: 401 })
      .next('show-ticket', { kind: 'status', status: 429, headers: { 'retry-after': '2' } })
      .next('show-ticket', { kind: 'status', status: 503, as: 'page' })
      .next('show-ticket', { kind: 'status-after-effect', status: 502 })
      .next('show-ticket', { kind: 'malformed' })
      .next('show-ticket', { kind: 'huge' })
      .next('show-ticket', { kind: 'without', field: 'properties' })
      .next('show-ticket', { kind: 'cut' })
      .next('show-ticket', { kind: 'lost-answer' });
    expect((await show()).status).toBe(401);
    expect((await show()).headers.get('retry-after')).toBe('2');
    expect(await (await show()).text()).toMatch(/^<!DOCTYPE html>/);
    expect((await show()).status).toBe(502);
    await expect((await show()).json()).rejects.toThrow();
    expect((await (await show()).text()).length).toBeGreaterThan(65_536);
    expect(await (await show()).json()).not.toHaveProperty('properties');
    await expect(show()).rejects.toThrow();
    await expect(show()).rejects.toThrow();
    expect((await show()).status).toBe(200);
    expect(hubspot.requests.map(({ status }) => status)).toEqual([
      401,
      429,
      503,
      502,
      200,
      200,
      200,
      'cut',
      'cut',
      200,
    ]);
    expect(hubspot.requests[0]).toMatchObject({
      operation: 'show-ticket',
      url: '/crm/v3/objects/tickets/4711',
    });
  });

  it('stops at once, even while it answers late', async () => {
    hubspot.faults.next('pipelines', { kind: 'slow', ms: 60_000 });
    const late = get('pipelines/tickets').catch(() => 'cut');
    await expect.poll(() => hubspot.requests.length).toBe(1);
    const began = performance.now();
    await hubspot.stop();
    await late;
    expect(performance.now() - began).toBeLessThan(50_000);
  });
});
