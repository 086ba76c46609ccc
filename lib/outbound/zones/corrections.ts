/**
 * Area codes that were laid over others and whose zones the data lacks or gives in part: they are wherever the code is
 * that they overlay (+1; national numbering plans of the United States and Canada, as of 2026-11).
 */
export const OVERLAYS: Readonly<Record<string, string>> = {
  // Western Kentucky, both sides of the line: the data says Eastern.
  '364': '270',
  // Southern Indiana, whose south-west is Central: the data says Eastern.
  '930': '812',
  // The Florida panhandle, Central from Pensacola to Panama City: the data says Eastern.
  '448': '850',
  // Orlando: the data says Central.
  '689': '407',
  // Oregon, with Malheur County on Mountain time: the data says Pacific.
  '458': '541',
  // All of Idaho: the data lacks Denver.
  '986': '208',
  // Eastern Tennessee, with some Central counties: no data.
  '729': '423',
  // British Columbia, whose south-east is on Mountain time: the data says Pacific.
  '236': '250',
  '257': '250',
  '672': '250',
  '778': '250',
  // Eastern Quebec, with the Magdalen Islands on Atlantic time: the data says Eastern, and nothing of 273 (from 2027-02).
  '273': '418',
  '367': '418',
  '581': '418',
  // Newfoundland and Labrador: the data lacks Halifax.
  '879': '709',
  // Saskatchewan, without daylight saving: the data says Manitoba.
  '474': '306',
  // In use since 2025-08 (Louisiana), 2026-01 (Mississippi) and 2023-11 (New York): no data.
  '457': '318',
  '471': '662',
  '624': '716',
};

/** Zones that the data lacks abroad: by a prefix without the plus, or by the country of numbers that tell no place. */
export const ADDED: Readonly<Record<string, readonly string[]>> = {
  // Queensland has no daylight saving; where no finer prefix is known, the data says Sydney.
  '617': ['Australia/Brisbane'],
  // Kaliningrad has no summer time; the data says Bucharest, an hour ahead of it in summer.
  '7401': ['Europe/Kaliningrad'],
  RU: ['Europe/Kaliningrad'],
};
