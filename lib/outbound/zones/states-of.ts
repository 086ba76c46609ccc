import { AREA_STATES } from './area-states.ts';
import { OVERLAYS } from './corrections.ts';
import { STATE_ZONES } from './state-zones.ts';

function read(): ReadonlyMap<string, readonly string[]> {
  const lines = AREA_STATES.trim()
    .split('\n')
    .map((line) => line.split(' '));
  return new Map(lines.flatMap(([states = '', ...areas]) => areas.map((area) => [area, states.split('&')])));
}

let table: ReadonlyMap<string, readonly string[]> | undefined;

/** Returns the states or provinces in which the area code of a number lies; none outside of the US and Canada. */
export function statesOf(number: string): readonly string[] {
  if (!number.startsWith('+1')) return [];
  table ??= read();
  const area = number.slice('+1'.length, '+1212'.length);
  return table.get(area) ?? table.get(OVERLAYS[area] ?? '') ?? [];
}

/**
 * Returns the zones in which the owner of a number under +1 can be by their state: none where the area code lies in it,
 * whose own zones say more, and none for a code that is of no state. Abroad such a code is another country's (`PA` is
 * Pará).
 */
export function zonesOfState(number: string, state: string): readonly string[] {
  if (!number.startsWith('+1') || statesOf(number).includes(state)) return [];
  return STATE_ZONES.get(state) ?? [];
}
