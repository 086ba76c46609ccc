import * as z from 'zod';
import type { Saved, Shelf } from './account/shelf.ts';
import { serverSchema } from './assistants.ts';
import { type Destination, destinationSchema } from './destinations.ts';

/** A number that Vapi answers, imported from Twilio. */
export type PhoneNumber = {
  id?: string;
  number: string;
  name?: string;
  /** Who answers it. None: Vapi asks the server at every call. */
  assistantId?: string;
  squadId?: string;
  /** By default that of the organisation. */
  server?: { url: string; timeoutSeconds?: number };
  /** Where a caller goes when the server could not be asked. */
  fallbackDestination?: Destination;
};

const savedSchema = z.looseObject({
  number: z.string(),
  name: z.string().optional(),
  assistantId: z.string().optional(),
  squadId: z.string().optional(),
  server: serverSchema.optional(),
  fallbackDestination: destinationSchema.optional(),
});
export type SavedNumber = z.infer<typeof savedSchema> & { id: string };

const read = ({ id, body }: Saved): SavedNumber => ({ ...savedSchema.parse(body), id });

/** The account's numbers, as calls meet them. */
export function createPhoneNumbers(shelf: Shelf) {
  return {
    /** Throws at what Vapi would refuse. */
    save({ id, ...given }: PhoneNumber): string {
      if (given.assistantId !== undefined && given.squadId !== undefined)
        throw new Error('a number has an assistant or a squad');
      return shelf.put({ provider: 'twilio', ...savedSchema.parse(given) }, id).id;
    },
    get(id: string | undefined): SavedNumber | undefined {
      const found = id === undefined ? undefined : shelf.get(id);
      return found && read(found);
    },
    of(number: string): SavedNumber | undefined {
      const found = shelf.newestFirst().findLast(({ body }) => body.number === number);
      return found && read(found);
    },
  };
}
