import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { isZone } from '../../../../lib/handoff/ask/opening-hours.ts';
import { COUNTRIES, PREFIXES } from '../../../../lib/outbound/zones/area-zones.ts';
import { ADDED, OVERLAYS } from '../../../../lib/outbound/zones/corrections.ts';
import { zonesOf } from '../../../../lib/outbound/zones/zones-of.ts';

const cases = z
  .array(z.object({ number: z.string(), zones: z.union([z.null(), z.string(), z.array(z.string())]) }))
  .parse(JSON.parse(readFileSync(new URL('zone-cases.json', import.meta.url), 'utf8')));

const COUNTRY: Record<string, { has: readonly string[]; startsWith: RegExp }> = {
  'all of Australia': {
    has: ['Australia/Perth', 'Australia/Adelaide', 'Australia/Brisbane', 'Australia/Sydney'],
    startsWith: /^(?:Australia|Indian)\//,
  },
  'all of Russia': {
    has: ['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Omsk', 'Asia/Vladivostok', 'Asia/Kamchatka'],
    startsWith: /^(?:Asia|Europe)\//,
  },
};

/** Area codes (+1), each line with those that were laid over the first one. */
const COMPLEXES = `
  205 659
  256 938
  870 327
  209 350
  213 323 738
  310 424
  408 669
  415 628
  510 341
  619 858
  714 657
  707 369
  818 747
  760 442
  805 820
  909 840
  916 279
  303 720 983
  970 748
  203 475
  860 959
  202 771
  305 786 645
  407 321 689
  561 728
  954 754
  813 656
  850 448
  904 324
  404 470 678 770 943
  706 762
  217 447
  312 773 872
  618 730
  630 331
  708 464
  815 779
  847 224
  317 463
  812 930
  270 364
  318 457
  781 339
  978 351
  508 774
  617 857
  301 240 227
  410 443 667
  248 947
  314 557
  816 975
  573 235
  601 769
  662 471
  336 743
  704 980
  910 472
  919 984
  402 531
  201 551
  609 640
  732 848
  973 862
  702 725
  212 332 646 917
  718 347 929
  516 363
  631 934
  716 624
  845 329
  315 680
  518 838
  740 220
  330 234
  937 326
  614 380
  419 567
  513 283
  405 572
  918 539
  541 458
  503 971
  215 267 445
  717 223
  570 272
  412 724 878
  610 484 835
  814 582
  803 839
  864 821
  843 854
  615 629
  423 729
  210 726
  214 469 972 945
  713 281 346 832
  903 430
  512 737
  817 682
  801 385
  540 826
  703 571
  757 948
  804 686
  360 564
  920 274
  715 534
  608 353
  304 681
  208 986
  403 587 825 368
  604 778 236 672 257
  250 778 236 672 257
  204 431 584
  506 428
  709 879
  902 782
  416 437 647 942
  905 289 365 742
  519 226 548 382
  613 343 753
  705 249 683
  418 581 367 273
  450 579 354
  514 438 263
  819 873 468
  306 639 474
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(' '));

function zones(number: string): readonly string[] {
  const found = zonesOf(number);
  return found.is === 'zones' ? found.zones : [];
}

describe('The time zones of a number', () => {
  it.each(cases.filter((one) => Array.isArray(one.zones)))('$number are $zones', (one) => {
    expect(zonesOf(one.number)).toEqual({ is: 'zones', zones: one.zones });
  });

  it.each(
    cases.flatMap((one) => {
      const country = typeof one.zones === 'string' ? COUNTRY[one.zones] : undefined;
      return country === undefined ? [] : [{ ...country, number: one.number, country: one.zones }];
    }),
  )('$number, a mobile one, are those of $country', ({ number, has, startsWith }) => {
    expect(zones(number)).toEqual(expect.arrayContaining([...has]));
    expect(zones(number).filter((zone) => !startsWith.test(zone))).toEqual([]);
  });

  it('has every case of the list', () => {
    const known = cases.filter(({ zones }) => typeof zones !== 'string' || COUNTRY[zones] !== undefined);
    expect(known).toHaveLength(22);
  });

  it.each([
    ['219', 'Northern Indiana'],
    ['270', 'Kentucky'],
    ['423', 'Tennessee'],
    ['574', 'Indiana'],
    ['606', 'Kentucky'],
    ['812', 'Indiana'],
    ['850', 'Florida'],
    ['906', 'Michigan'],
  ])('+1 %s (%s) are Eastern and Central', (code) => {
    expect(zones(`+1${code}5550123`)).toEqual(['America/Chicago', 'America/New_York']);
  });

  it.each([
    ['308', ['America/Chicago', 'America/Denver']],
    ['418', ['America/Halifax', 'America/Toronto']],
    ['541', ['America/Denver', 'America/Los_Angeles']],
    ['605', ['America/Chicago', 'America/Denver', 'America/North_Dakota/Center']],
    ['620', ['America/Chicago', 'America/Denver']],
    ['701', ['America/Chicago', 'America/Denver', 'America/North_Dakota/Center']],
    ['775', ['America/Boise', 'America/Denver', 'America/Los_Angeles']],
    ['785', ['America/Chicago', 'America/Denver']],
    ['807', ['America/Toronto', 'America/Winnipeg']],
    ['907', ['America/Adak', 'America/Anchorage', 'America/Juneau', 'Pacific/Honolulu']],
    ['928', ['America/Denver', 'America/Phoenix']],
  ])('+1 %s, a split area code, are %j', (code, expected) => {
    expect(zones(`+1${code}5550123`)).toEqual(expected);
  });

  it.each(Object.entries(OVERLAYS))('+1 %s are those of +1 %s, which it overlays', (code, over) => {
    expect(zones(`+1${code}5550123`)).not.toEqual([]);
    expect(zones(`+1${code}5550123`)).toEqual(zones(`+1${over}5550123`));
  });

  it.each(
    COMPLEXES.flatMap(([base = '', ...over]) => over.map((code) => [code, base])),
  )('+1 %s have all those of +1 %s, on which it lies', (code, base) => {
    expect(zones(`+1${code}5550123`)).toEqual(expect.arrayContaining([...zones(`+1${base}5550123`)]));
    expect(zones(`+1${base}5550123`)).not.toEqual([]);
  });

  it.each([
    ['+61755501234', ['Australia/Brisbane', 'Australia/Sydney'], 'Queensland keeps its clocks in summer'],
    ['+74012345678', ['Europe/Kaliningrad'], 'Kaliningrad is an hour behind Moscow'],
    ['+77011234567', ['Asia/Almaty', 'Asia/Aqtobe'], 'Kazakhstan shares its code with Russia, not its zones'],
    ['+5511912345678', ['America/Sao_Paulo'], 'mobile numbers of Brazil have the code of a place'],
    ['+5592912345678', ['America/Manaus', 'America/Sao_Paulo'], 'finer prefixes of Brazil are not believed'],
    ['+34612345678', ['Atlantic/Canary', 'Europe/Madrid'], 'a mobile one tells no place in Spain'],
    ['+34912345678', ['Europe/Madrid'], 'a landline of Madrid does'],
  ])('abroad: %s are %j: %s', (number, expected) => {
    expect(zones(number)).toEqual(expected);
  });
});

describe('A number that is not called without a zone of its own', () => {
  it.each([
    ['+18005550123', 'toll-free', 'toll-free'],
    ['+18885550123', 'toll-free', 'toll-free'],
    ['+80012345678', 'toll-free', 'toll-free in every country'],
    ['+19005550123', 'premium', 'premium'],
    ['+15005550123', 'premium', 'a personal number, which costs what its owner says'],
    ['+881612345678', 'premium', 'of a satellite network'],
    ['+883510001234', 'premium', 'of a network of no country'],
    ['+15555550123', 'unknown', 'of an area code that is not in use'],
    ['+15550100', 'unknown', 'too short'],
    ['4155550123', 'unknown', 'without its country'],
    ['+1 415 555 0123', 'unknown', 'not in E.164 form'],
    ['anonymous', 'unknown', 'no number'],
  ])('%s: %s, it is %s', (number, why) => {
    expect(zonesOf(number)).toEqual({ is: 'not-callable', why });
  });
});

describe('The table', () => {
  const lines = `${PREFIXES}${COUNTRIES}`.split('\n').filter((line) => line !== '');
  const names = lines.flatMap((line) => line.split(' ').slice(0, -1));

  it('has only time zones that can be computed with', () => {
    const all = new Set([
      ...lines.flatMap((line) => line.split(' ').at(-1)?.split('&') ?? []),
      ...Object.values(ADDED).flat(),
    ]);
    expect(all.size).toBeGreaterThan(250);
    expect([...all].filter((zone) => !isZone(zone))).toEqual([]);
  });

  it('has each prefix and each country once', () => {
    expect(names.length).toBeGreaterThan(700);
    expect(new Set(names).size).toBe(names.length);
  });

  it('knows no zone of +1 as a whole, which would be that of every unknown area code', () => {
    expect(names.filter((name) => /^1\d{0,2}$/.test(name))).toEqual([]);
  });

  it('is corrected only where it has something to correct', () => {
    const overlaid = Object.values(OVERLAYS).filter((code) => !names.includes(`1${code}`));
    expect(overlaid).toEqual([]);
  });
});
