import type { OutboundOutcome } from '../../../../lib/outbound/outcomes.ts';
import type { OutboundPhone } from '../../simulators/vapi/outbound.ts';
import { asksForPerson, isContent, refusesCalls, type Talk } from './talks.ts';

type Place = { name: string; zone: string };

export type Contact = {
  number: string;
  name: string;
  /** Where they are; the product has it from the number. */
  place: Place;
  /** What their telephone does, each time that it is called: as often as they should be. */
  phone: readonly OutboundPhone[];
  /** What they talk about, once they have picked up. */
  talk?: Talk;
  /** They want no more calls: they write so once they were called in vain, or say so. */
  wantsNone?: 'writes' | 'says';
  /** What becomes of them; `scheduled`: their morning has not begun. */
  becomes: OutboundOutcome | 'scheduled';
};

const NEW_YORK: Place = { name: 'New York', zone: 'America/New_York' };
const CHICAGO: Place = { name: 'Chicago', zone: 'America/Chicago' };
const DENVER: Place = { name: 'Denver', zone: 'America/Denver' };
/** Not the west coast: for an hour in November its clocks show what those of Denver show. */
export const HONOLULU: Place = { name: 'Honolulu', zone: 'Pacific/Honolulu' };

/** The zones in which people are called now. */
export const ZONES_OPEN: readonly string[] = [NEW_YORK, CHICAGO, DENVER].map(({ zone }) => zone);

const rings: OutboundPhone = { is: 'no-answer', afterMs: 700 };
const busy: OutboundPhone = { is: 'busy', afterMs: 300 };
const unknown: OutboundPhone = { is: 'misdialed', afterMs: 200 };
const unreached: OutboundPhone = { is: 'failed', afterMs: 200 };
const picksUp: OutboundPhone = { is: 'answers', afterMs: 500 };
const machine: OutboundPhone = { is: 'voicemail', afterMs: 600, says: 'Speak after the tone.' };

const contact = (
  number: string,
  name: string,
  place: Place,
  phone: readonly OutboundPhone[],
  becomes: Contact['becomes'],
  more: Pick<Contact, 'talk' | 'wantsNone'> = {},
): Contact => ({ number, name, place, phone, becomes, ...more });

/** Whom the campaign calls, in the order of the list. */
export const CONTACTS: readonly Contact[] = [
  contact('+12125550141', 'Alma Reyes', NEW_YORK, [picksUp], 'answered', { talk: isContent }),
  contact('+13125550142', 'Leo Marsh', CHICAGO, [rings, rings], 'no_answer'),
  contact('+13035550143', 'Ida Berg', DENVER, [busy, rings], 'no_answer'),
  contact('+18085550144', 'Kai Mahoe', HONOLULU, [], 'scheduled'),
  contact('+12125550145', 'Nora Quinn', NEW_YORK, [picksUp], 'handed_over', { talk: asksForPerson }),
  contact('+13125550146', 'Sam Doyle', CHICAGO, [busy, busy], 'busy'),
  contact('+13035550147', 'Vera Lund', DENVER, [rings], 'opted_out', { wantsNone: 'writes' }),
  contact('+12125550148', 'Jon Frey', NEW_YORK, [rings, picksUp], 'answered', { talk: isContent }),
  contact('+13125550149', 'Raj Patel', CHICAGO, [unreached, machine], 'voicemail'),
  contact('+13035550150', 'Tess Adler', DENVER, [unknown], 'bad_number'),
  contact('+12125550151', 'Omar Haddad', NEW_YORK, [machine], 'voicemail'),
  contact('+13035550152', 'Mia Costa', DENVER, [picksUp], 'answered', {
    ...{ talk: refusesCalls, wantsNone: 'says' },
  }),
];

/** The contact with this number. */
export const contactWith = (number: string | undefined): Contact | undefined =>
  CONTACTS.find((contact) => contact.number === number);

/** What their telephones do, one call after the other. */
export function telephones(): (number: string) => OutboundPhone {
  const calls = new Map<string, number>();
  return (number) => {
    const before = calls.get(number) ?? 0;
    calls.set(number, before + 1);
    return contactWith(number)?.phone[before] ?? 'no-answer';
  };
}
