import type { CallingHours } from '../hours/calling-hours.ts';
import { nextOpening } from '../hours/next-opening.ts';
import { statesOf, zonesOfState } from '../zones/states-of.ts';
import type { ZonesOf } from '../zones/zones-of.ts';
import type { NextOpening } from './ports.ts';
import type { OutboundOrder } from './record.ts';

/** It brings the plans of all countries' numbers (150 kB): loaded where a number is looked at. */
async function whereIs(number: string): Promise<ZonesOf> {
  const { zonesOf } = await import('../zones/zones-of.ts');
  return zonesOf(number);
}

type Whereabouts = Pick<OutboundOrder, 'number' | 'timeZone' | 'state'>;

/** The zones in which it has to be a good time: the contact's own, else all that the number and the state may lie in. */
export async function zonesFor({
  number,
  timeZone,
  state = '',
}: Whereabouts): Promise<readonly string[] | undefined> {
  if (timeZone !== undefined) return [timeZone];
  const found = await whereIs(number);
  return found.is === 'zones' ? [...new Set([...found.zones, ...zonesOfState(number, state)])] : undefined;
}

/** When a call may be dialled (O2): while the hours are open in every zone of the number, and of the state. */
export function nextOpeningFor(usual: CallingHours): NextOpening {
  return async (order, from) => {
    const zones = await zonesFor(order);
    const { number, hours = usual, state } = order;
    const areaStates = statesOf(number);
    return zones === undefined ? undefined : nextOpening({ hours, zones, state, areaStates }, from);
  };
}

const WHY = {
  'toll-free': 'is a toll-free number, whose time zone must be given',
  premium: 'is a premium number',
  unknown: 'lies in no time zone that is known; give its timeZone',
} as const;

/** Why a number cannot be called, in words; a time zone of the contact's makes all but a premium one callable. */
export async function whyNotCallable({
  number,
  timeZone,
}: Pick<OutboundOrder, 'number' | 'timeZone'>): Promise<string | undefined> {
  const found = await whereIs(number);
  if (found.is === 'zones') return undefined;
  return timeZone !== undefined && found.why !== 'premium' ? undefined : WHY[found.why];
}

/** `+1212`, or the code of a country: what carriers look at when many calls come at once. */
export async function areaOf(number: string): Promise<string> {
  const { areaCodeOf } = await import('../zones/zones-of.ts');
  return areaCodeOf(number);
}
