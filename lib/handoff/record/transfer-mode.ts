import { TRANSFER_MODES, type TransferMode } from './handoff.ts';

/** What to ask for in place of a plan that Vapi does not take; undefined after the simplest. */
export const simplerMode = (mode: TransferMode): TransferMode | undefined =>
  TRANSFER_MODES[TRANSFER_MODES.indexOf(mode) + 1];
