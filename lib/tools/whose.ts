import type { Asker, HelpDesk, Ticket } from './ports.ts';
import { sameNumberAs } from './same-number.ts';

/** What the caller may hear of a ticket: all of it, or its status alone. */
export type Shown = { ticket: Ticket; isTheirs: boolean };

/**
 * Returns what the caller may hear of a ticket (T2): everything if the number they call from, as far as it can be
 * believed, is the requester's; else its status alone, without names or anybody's words. A backend that decides itself
 * has left out what they may not hear.
 */
export async function shownTo(
  { caller, verified }: Asker,
  ticket: Ticket,
  { whoDecides }: Pick<HelpDesk, 'whoDecides'>,
): Promise<Shown> {
  const { id, status, requesterNumbers = [] } = ticket;
  if (whoDecides === 'backend') return { ticket, isTheirs: true };
  if (caller !== undefined && verified && requesterNumbers.length > 0) {
    const isSame = await sameNumberAs(caller);
    if (requesterNumbers.some(isSame)) return { ticket, isTheirs: true };
  }
  return { ticket: { id, status }, isTheirs: false };
}
