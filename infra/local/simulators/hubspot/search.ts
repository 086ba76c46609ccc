import * as z from 'zod/mini';
import { parsedJson } from '../../../../lib/base/json.ts';
import { type HubspotContact, type HubspotTicket, PROPERTIES, shownRecord, valuesOf } from './records.ts';
import { invalid, type Reply, refuse } from './replies.ts';

const MAX_CHARACTERS = 3_000;
const MAX_FILTERS = 18;
const DEFAULT_PAGE = 10;

const filterSchema = z.discriminatedUnion('operator', [
  z.strictObject({ propertyName: z.string(), operator: z.literal('EQ'), value: z.string() }),
  z.strictObject({
    propertyName: z.string(),
    operator: z.literal('IN'),
    // What is compared is lowercased, and these are not.
    values: z.array(z.string().check(z.regex(/^[^A-Z]*$/))),
  }),
]);
const groupSchema = z.strictObject({ filters: z.array(filterSchema).check(z.minLength(1), z.maxLength(6)) });
const sortSchema = z.strictObject({
  propertyName: z.string(),
  direction: z.enum(['ASCENDING', 'DESCENDING']),
});
const searchSchema = z.strictObject({
  filterGroups: z._default(z.array(groupSchema).check(z.maxLength(5)), []),
  sorts: z._default(z.array(sortSchema).check(z.maxLength(1)), []),
  properties: z._default(z.array(z.string()), []),
  limit: z._default(z.int().check(z.gte(1), z.lte(200)), DEFAULT_PAGE),
});
type Filter = z.infer<typeof filterSchema>;

/**
 * `POST /crm/v3/objects/<kind>/search`: one of the groups has to fit, with all of its filters. The simulator knows the
 * operators EQ and IN.
 */
export function found(
  kind: 'tickets' | 'contacts',
  records: Iterable<HubspotContact | HubspotTicket>,
  sent: { body: string; contentType: string },
): Reply {
  if (!/^application\/json\b/.test(sent.contentType)) {
    return refuse(415, 'VALIDATION_ERROR', 'Unsupported Media Type');
  }
  if (sent.body.length > MAX_CHARACTERS) return invalid('The query is too long.');
  const read = searchSchema.safeParse(parsedJson(sent.body));
  if (!read.success) return invalid('Invalid input JSON.');
  const { filterGroups, sorts, properties, limit } = read.data;
  const filters = filterGroups.flatMap((group) => group.filters);
  if (filters.length > MAX_FILTERS) return invalid('Too many filters.');
  const known: readonly string[] = PROPERTIES[kind];
  const named = [...filters, ...sorts].map(({ propertyName }) => propertyName);
  if (!named.every((name) => known.includes(name))) return invalid('There is no such property.');
  const fits = (record: HubspotContact | HubspotTicket): boolean =>
    filterGroups.length === 0 || filterGroups.some((group) => group.filters.every(isMetBy(record)));
  const all = [...records].filter(fits);
  const [sort] = sorts;
  if (sort !== undefined) {
    const key = (record: HubspotContact | HubspotTicket) => valuesOf(record, sort.propertyName)[0] ?? '';
    all.sort((a, b) => key(a).localeCompare(key(b)));
    if (sort.direction === 'DESCENDING') all.reverse();
  }
  const results = all.slice(0, limit).map((record) => shownRecord(record, properties));
  return { status: 200, body: { total: all.length, results } };
}

function isMetBy(record: HubspotContact | HubspotTicket): (filter: Filter) => boolean {
  return (filter) => {
    const wanted = filter.operator === 'EQ' ? [filter.value.toLowerCase()] : filter.values;
    return valuesOf(record, filter.propertyName).some((value) => wanted.includes(value.toLowerCase()));
  };
}
