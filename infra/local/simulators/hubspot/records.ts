import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export type HubspotTicket = {
  id: string;
  /** At least `hs_pipeline_stage`. */
  properties: Record<string, string | null>;
  /** The ids of those who are associated with it. */
  contacts: readonly string[];
};
export type HubspotContact = { id: string; properties: Record<string, string | null> };
type HubspotPipeline = { id: string; label: string; stages: { id: string; label: string }[] };

/** What the account has; a test fills it. */
export type HubspotRecords = {
  /** By id. */
  tickets: Map<string, HubspotTicket>;
  contacts: Map<string, HubspotContact>;
  /** With the one that every account begins with. */
  pipelines: HubspotPipeline[];
};

/** What there is to filter and sort by. */
export const PROPERTIES = {
  tickets: [
    'subject',
    'hs_pipeline',
    'hs_pipeline_stage',
    'hs_ticket_priority',
    'hs_lastmodifieddate',
    'createdate',
    'associations.contact',
  ],
  contacts: [
    'firstname',
    'lastname',
    'email',
    'phone',
    'mobilephone',
    'hs_searchable_calculated_phone_number',
    'hs_searchable_calculated_mobile_number',
  ],
} as const;

export function firstPipeline(): HubspotPipeline {
  const stages = ['New', 'Waiting on contact', 'Waiting on us', 'Closed'].map((label, index) => ({
    id: String(index + 1),
    label,
  }));
  return { id: '0', label: 'Support Pipeline', stages };
}

/** Returns a record as it is shown: of its properties only those that were asked for, and a few that always come. */
export function shownRecord(
  { id, properties }: HubspotContact | HubspotTicket,
  wanted: readonly string[],
): Record<string, unknown> {
  const known = wanted.flatMap((name): [string, string | null][] => {
    const value = properties[name];
    return value === undefined ? [] : [[name, value]];
  });
  const at = properties.hs_lastmodifieddate ?? '2026-11-20T09:00:00Z';
  return {
    id,
    properties: { ...Object.fromEntries(known), hs_object_id: id, createdate: '2026-11-20T09:00:00Z' },
    createdAt: '2026-11-20T09:00:00Z',
    updatedAt: at,
    archived: false,
  };
}

/** Returns everything that a filter may find for a property. */
export function valuesOf(record: HubspotContact | HubspotTicket, property: string): readonly string[] {
  if (property === 'associations.contact') return 'contacts' in record ? record.contacts : [];
  const { phone, mobilephone } = record.properties;
  const value =
    property === 'hs_searchable_calculated_phone_number'
      ? searchable(phone)
      : property === 'hs_searchable_calculated_mobile_number'
        ? searchable(mobilephone)
        : record.properties[property];
  return value === undefined || value === null ? [] : [value];
}

/** A number without its country's code: a contact whose country is not told is taken for one of the United States. */
function searchable(phone: string | null | undefined): string | undefined {
  return parsePhoneNumberFromString(phone ?? '', 'US')?.nationalNumber;
}
