import { describe, expect, it } from 'vitest';
import { timeZoneSchema } from '../../../lib/outbound/time-zone.ts';

const read = (given: unknown) => timeZoneSchema.safeParse(given);

describe('The time zone of somebody who is called', () => {
  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['america/new_york', 'America/New_York'],
    ['US/Eastern', 'America/New_York'],
    ['US/Central', 'America/Chicago'],
    ['Navajo', 'America/Denver'],
    ['EST5EDT', 'America/New_York'],
    ['America/Panama', 'America/Panama'],
    ['UTC', 'UTC'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('%s is %s', (given, zone) => {
    expect(read(given).data).toBe(zone);
  });

  it.each([
    ['EST', 'has no summer time: write America/New_York'],
    ['est', 'has no summer time: write America/New_York'],
    ['MST', 'has no summer time: write America/Denver, or America/Phoenix'],
    ['HST', 'has no summer time: write Pacific/Honolulu'],
    ['+01:00', 'has no summer time: write a place like America/New_York'],
    ['-04:00', 'has no summer time: write a place like America/New_York'],
    ['Pacific', 'is not a time zone like Europe/Berlin'],
    ['', 'is not a time zone like Europe/Berlin'],
    [7, 'is not a text'],
  ])('is not %j, which %s', (given, problem) => {
    expect(read(given).error?.issues.map(({ message }) => message)).toEqual([problem]);
  });
});
