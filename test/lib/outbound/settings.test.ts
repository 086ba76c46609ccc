import { describe, expect, it } from 'vitest';
import { OUTBOUND_SETTINGS } from '../../../lib/outbound/settings.ts';
import { BadSettings, type Env, readSettings, requiredOf, secretsOf } from '../../../lib/settings/read.ts';

const QUEUE = { OUTBOUND_QUEUE_URL: 'http://127.0.0.1/outbound' };
const read = (env: Env) => readSettings({ ...QUEUE, ...env }, OUTBOUND_SETTINGS);
const problemsOf = (env: Env): readonly string[] => {
  try {
    read(env);
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
};
const NEITHER =
  'OUTBOUND_HOURS is neither strict nor federal nor hours by weekday like {"mon": ["10:00-17:00"]}';

describe('The settings of outbound calls', () => {
  it('are enough where only the queue is given: then nobody may ask for a call, and hours are strict', () => {
    expect(read({})).toEqual({ ...QUEUE, OUTBOUND_HOURS: 'strict' });
    expect(requiredOf(OUTBOUND_SETTINGS)).toEqual(['OUTBOUND_QUEUE_URL']);
  });

  it('have hours by the name of a preset, or by weekday', () => {
    const hours = (given: string) => read({ OUTBOUND_HOURS: given }).OUTBOUND_HOURS;
    expect(hours('strict')).toBe('strict');
    expect(hours('federal')).toBe('federal');
    expect(hours(' federal\n')).toBe('federal');
    expect(hours('  ')).toBe('strict');
    expect(hours('{"mon": ["10:00-17:00"], "sat": ["09:00-12:00", "13:00-24:00"], "sun": []}')).toEqual({
      mon: ['10:00-17:00'],
      sat: ['09:00-12:00', '13:00-24:00'],
      sun: [],
    });
    expect(hours('\n {"tue": ["10:00-17:00"]}')).toEqual({ tue: ['10:00-17:00'] });
  });

  it('have hours as their own example says', () => {
    const { example = '' } = OUTBOUND_SETTINGS.OUTBOUND_HOURS;
    expect(read({ OUTBOUND_HOURS: example }).OUTBOUND_HOURS).toEqual(JSON.parse(example));
  });

  it.each([
    ['lenient', NEITHER],
    ['STRICT', NEITHER],
    ['10:00-17:00', NEITHER],
    ['"strict"', NEITHER],
    ['["mon"]', NEITHER],
    ['null', NEITHER],
    ['{"mon": ["10:00-17:00"]', NEITHER],
    ['{"mon": "10:00-17:00"}', NEITHER],
    ['{"mon": ["17:00-10:00"]}', 'OUTBOUND_HOURS.mon.0 is not like 09:00-17:00'],
    ['{"tue": ["10:00-12:00", "10-17"]}', 'OUTBOUND_HOURS.tue.1 is not like 09:00-17:00'],
    [
      '{"mon": ["10:00-17:00"], "monday": []}',
      'OUTBOUND_HOURS has another day than mon, tue, wed, thu, fri, sat, sun',
    ],
    ['{}', 'OUTBOUND_HOURS is never open'],
    ['{"mon": [], "sun": []}', 'OUTBOUND_HOURS is never open'],
  ])('cannot have hours like %s', (hours, problem) => {
    expect(problemsOf({ OUTBOUND_HOURS: hours })).toEqual([problem]);
  });

  it('have one key, or two while one replaces the other, of which nobody guesses one', () => {
    const [old, fresh] = ['f3a9c27be81d5506', 'correct horse battery staple'];
    expect(read({ OUTBOUND_API_KEY: old }).OUTBOUND_API_KEY).toEqual([old]);
    expect(read({ OUTBOUND_API_KEY: `${old} , ${fresh},` }).OUTBOUND_API_KEY).toEqual([old, fresh]);
    expect(secretsOf(OUTBOUND_SETTINGS)).toEqual(['OUTBOUND_API_KEY']);
    expect(problemsOf({ OUTBOUND_API_KEY: `${fresh}, f3a9c27be81d550` })).toEqual([
      'OUTBOUND_API_KEY is shorter than 16 characters',
    ]);
    expect(problemsOf({ OUTBOUND_API_KEY: 'your-api-key-goes-here' })).toEqual([
      'OUTBOUND_API_KEY is a placeholder',
    ]);
    expect(problemsOf({ OUTBOUND_API_KEY: ',' })).toEqual(['OUTBOUND_API_KEY holds no value']);
  });

  it('need the queue', () => {
    expect(problemsOf({ OUTBOUND_QUEUE_URL: '' })).toEqual(['OUTBOUND_QUEUE_URL is not set']);
    expect(problemsOf({ OUTBOUND_QUEUE_URL: 'sqs://outbound' })).toEqual([
      'OUTBOUND_QUEUE_URL is not a http(s) URL',
    ]);
  });
});
