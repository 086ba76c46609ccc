import { describe, expect, it } from 'vitest';
import { isZone } from '../../../../lib/handoff/ask/opening-hours.ts';
import { AREA_STATES } from '../../../../lib/outbound/zones/area-states.ts';
import { OVERLAYS } from '../../../../lib/outbound/zones/corrections.ts';
import { STATE_ZONES, zoneOfStates } from '../../../../lib/outbound/zones/state-zones.ts';
import { statesOf, zonesOfState } from '../../../../lib/outbound/zones/states-of.ts';
import { zonesOf } from '../../../../lib/outbound/zones/zones-of.ts';

const lines = AREA_STATES.trim()
  .split('\n')
  .map((line) => line.split(' '));
const areas = lines.flatMap((line) => line.slice(1));
const numberIn = (area: string) => `+1${area}5550123`;
const zones = (number: string): readonly string[] => {
  const found = zonesOf(number);
  return found.is === 'zones' ? found.zones : [];
};

describe('The states of a number', () => {
  it.each([
    ['+15025550123', ['KY']],
    ['+13055550123', ['FL']],
    ['+14015550123', ['RI']],
    ['+12055550123', ['AL']],
    ['+12075550123', ['ME']],
    ['+12145550123', ['TX']],
    ['+17135550123', ['TX']],
    ['+12125550123', ['NY']],
    ['+12025550123', ['DC']],
    ['+14165550123', ['ON']],
    ['+19055550123', ['ON']],
    ['+19025550123', ['NS', 'PE']],
    ['+18675550123', ['NT', 'NU', 'YT']],
    ['+14575550123', ['LA']],
    ['+18005550123', []],
    ['+18765550123', []],
    ['+15555550123', []],
    ['+442079460123', []],
  ])('%s are %j', (number, states) => {
    expect(statesOf(number)).toEqual(states);
  });

  it('are known of every area code that overlays another', () => {
    expect(Object.keys(OVERLAYS).filter((area) => statesOf(numberIn(area)).length === 0)).toEqual([]);
  });

  it('have every zone of the number', () => {
    const wrong = areas.filter((area) => {
      const possible = statesOf(numberIn(area)).flatMap((state) => STATE_ZONES.get(state) ?? []);
      return zones(numberIn(area)).some((zone) => !possible.includes(zoneOfStates(zone)));
    });
    // Lands at the edge of the data: Newfoundland with Puerto Rico, the territories with British Columbia.
    expect(wrong).toEqual(['709', '879', '867']);
  });
});

describe('The table of area codes', () => {
  it('has each once, in states that are known', () => {
    expect(areas.length).toBeGreaterThan(400);
    expect(new Set(areas).size).toBe(areas.length);
    const states = lines.flatMap(([codes = '']) => codes.split('&'));
    expect(states.filter((state) => !STATE_ZONES.has(state))).toEqual([]);
    expect(new Set(states).size).toBe(51 + 13);
  });
});

describe('The zones of a state', () => {
  it('are some that can be computed with', () => {
    expect([...STATE_ZONES.values()].flat().filter((zone) => !isZone(zone))).toEqual([]);
  });

  it.each([
    ['+14155550123', 'NY', ['America/New_York']],
    ['+14155550123', 'FL', ['America/New_York', 'America/Chicago']],
    ['+18005550123', 'CA', ['America/Los_Angeles']],
    ['+13055550123', 'FL', []],
    ['+14155550123', 'ZZ', []],
    // Pará, in Brazil.
    ['+5591912345678', 'PA', []],
  ])('are added to those of %s in %s: %j', (number, state, added) => {
    expect(zonesOfState(number, state)).toEqual(added);
  });
});
