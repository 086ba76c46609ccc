import { randomUUID } from 'node:crypto';
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
export type SavedNumber = PhoneNumber & { id: string };

export function createPhoneNumbers() {
  const saved = new Map<string, SavedNumber>();
  return {
    /** Throws at what Vapi would refuse. */
    save({ id = randomUUID(), ...given }: PhoneNumber): string {
      if (given.assistantId !== undefined && given.squadId !== undefined)
        throw new Error('a number has an assistant or a squad');
      if (given.fallbackDestination !== undefined) destinationSchema.parse(given.fallbackDestination);
      saved.set(id, { ...given, id });
      return id;
    },
    get: (id: string | undefined): SavedNumber | undefined => (id === undefined ? undefined : saved.get(id)),
    of: (number: string): SavedNumber | undefined => [...saved.values()].find((one) => one.number === number),
  };
}
