import { outboundIdOf } from '../call/ids.ts';
import type { OutboundOrder } from '../call/record.ts';
import type { Contact } from './contact.ts';
import type { Campaign } from './record.ts';

/** Our id of the call that is begun when so many were begun before: the same one, whoever begins it again. */
export const callIdOf = ({ id }: Pick<Campaign, 'id'>, row: number, starts: number): string =>
  outboundIdOf(`${id}\n${row}\n${starts}`);

/** Who holds a number for a contact, through all attempts. */
export const holderOf = ({ id }: Pick<Campaign, 'id'>, row: number): string => `${id}:${row}`;

/** What a contact's call is to be about. */
export function orderOf({ assistant, settings: { hours } }: Campaign, { person }: Contact): OutboundOrder {
  const { row: _known, id, name, ...rest } = person;
  return {
    ...rest,
    ...(id !== undefined && { customerId: id }),
    ...(name !== undefined && { customerName: name }),
    ...(assistant !== undefined && { assistant }),
    ...(hours !== undefined && { hours }),
  };
}
