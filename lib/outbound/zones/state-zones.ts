const EASTERN = 'America/New_York';
const CENTRAL = 'America/Chicago';
const MOUNTAIN = 'America/Denver';
const PACIFIC = 'America/Los_Angeles';
const ATLANTIC = 'America/Halifax';

/** The states of the US, its district and territories, and Canada's provinces, each with its time zones. */
const ZONES: readonly (readonly [codes: string, zones: readonly string[]])[] = [
  ['CT DC DE GA MA MD ME NC NH NJ NY OH PA RI SC VA VT WV', [EASTERN]],
  ['AL AR IA IL LA MN MO MS OK WI', [CENTRAL]],
  ['CO MT NM UT WY', [MOUNTAIN]],
  ['CA WA', [PACIFIC]],
  ['FL IN KY MI TN', [EASTERN, CENTRAL]],
  ['KS ND NE SD TX', [CENTRAL, MOUNTAIN]],
  ['ID NV OR', [MOUNTAIN, PACIFIC]],
  ['AZ', ['America/Phoenix', MOUNTAIN]],
  ['AK', ['America/Anchorage', 'America/Juneau', 'America/Adak', 'Pacific/Honolulu']],
  ['HI', ['Pacific/Honolulu']],
  ['PR', ['America/Puerto_Rico']],
  ['VI', ['America/St_Thomas']],
  ['GU', ['Pacific/Guam']],
  ['MP', ['Pacific/Saipan']],
  ['AS', ['Pacific/Pago_Pago']],
  ['NB NS PE', [ATLANTIC]],
  ['NL', ['America/St_Johns', ATLANTIC]],
  ['QC', ['America/Toronto', ATLANTIC]],
  ['ON', ['America/Toronto', 'America/Winnipeg']],
  ['MB', ['America/Winnipeg']],
  ['SK', ['America/Regina', 'America/Edmonton']],
  ['AB NT', ['America/Edmonton']],
  ['BC', ['America/Vancouver', 'America/Edmonton']],
  ['NU', ['America/Toronto', 'America/Winnipeg', 'America/Edmonton']],
  ['YT', ['America/Whitehorse']],
];

/** By the code of the state or province (`CA`): every zone in which somebody there can be. */
export const STATE_ZONES: ReadonlyMap<string, readonly string[]> = new Map(
  ZONES.flatMap(([codes, zones]) => codes.split(' ').map((code) => [code, zones] as const)),
);

/** Zones with a name of their own that keep the clocks of one that is named above. */
const ALIKE: readonly (readonly [zone: string, names: string])[] = [
  [
    EASTERN,
    'America/Detroit America/Fort_Wayne America/Indiana/Indianapolis America/Indiana/Marengo ' +
      'America/Indiana/Petersburg America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac ' +
      'America/Indianapolis America/Kentucky/Louisville America/Kentucky/Monticello America/Louisville EST5EDT',
  ],
  [
    CENTRAL,
    'America/Indiana/Knox America/Indiana/Tell_City America/Knox_IN America/Menominee ' +
      'America/North_Dakota/Beulah America/North_Dakota/Center America/North_Dakota/New_Salem CST6CDT',
  ],
  [MOUNTAIN, 'America/Boise America/Shiprock MST7MDT'],
  [PACIFIC, 'PST8PDT'],
];
const namedAlike = new Map(
  ALIKE.flatMap(([zone, names]) => names.split(' ').map((name) => [name, zone] as const)),
);

/** Returns the zone of states that keeps the clocks of this one (`America/New_York` for `America/Detroit`), else itself. */
export function zoneOfStates(zone: string): string {
  return namedAlike.get(zone) ?? zone;
}
