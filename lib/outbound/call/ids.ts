import { hash } from 'node:crypto';

/** Makes an id of 30 characters: Vapi takes 40 as a name and as a customer's external id. */
export function outboundIdOf(seed: string): string {
  return `oc_${hash('sha256', seed).slice(0, 27)}`;
}
