import * as z from 'zod/mini';
import { readSettings } from '../../../lib/settings/read.ts';
import { required } from '../../../lib/settings/setting.ts';

/** Throws in a file of ours, as a fault of ours would. */
export function breaksInside(): unknown {
  return readSettings({}, { NAME: required(z.string, { about: 'a name' }) });
}
