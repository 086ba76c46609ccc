import { describe, expect, it } from 'vitest';
import { complaintsAbout } from '../../../../../../infra/local/simulators/vapi/published/check.ts';
import type { Schema } from '../../../../../../infra/local/simulators/vapi/published/schema.ts';

const object = (properties: Record<string, Schema>, required: string[] = []): Schema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const SCHEMAS: Record<string, Schema> = {
  Number: object({ type: { enum: ['number'] }, number: { type: 'string', maxLength: 3 } }, [
    'type',
    'number',
  ]),
  Sip: object({ type: { enum: ['sip'] }, uri: { type: 'string' } }, ['type', 'uri']),
  Tree: object({ left: { $ref: 'Tree' }, name: { type: 'string' } }),
};
const DESTINATION: Schema = { anyOf: [{ $ref: 'Number' }, { $ref: 'Sip' }] };
const check = (value: unknown, schema: Schema) => complaintsAbout(value, schema, SCHEMAS);

describe('a value held against a published schema', () => {
  it.each<[string, unknown, Schema, string[]]>([
    ['a text', 7, { type: 'string' }, ['must be a string']],
    ['a number', '7', { type: 'number' }, ['must be a number conforming to the specified constraints']],
    [
      'a number',
      Number.NaN,
      { type: 'number' },
      ['must be a number conforming to the specified constraints'],
    ],
    ['a flag', 'true', { type: 'boolean' }, ['must be a boolean value']],
    ['a list', {}, { type: 'array' }, ['must be an array']],
    ['an object', [], { type: 'object' }, ['must be an object']],
    ['one of some words', 'c', { enum: ['a', 'b'] }, ['must be one of the following values: a, b']],
    ['an id', 'x', { type: 'string', format: 'uuid' }, ['must be a UUID']],
    [
      'a time',
      '2026-13-01T00:00:00Z',
      { type: 'string', format: 'date-time' },
      ['must be a valid ISO 8601 date string'],
    ],
    ['a pattern', 'a b', { type: 'string', pattern: '/^\\w+$/' }, ['must match /^\\w+$/ regular expression']],
    ['a figure', 0, { type: 'number', minimum: 1 }, ['must not be less than 1']],
    ['a longer text', '', { type: 'string', minLength: 1 }, ['must be longer than or equal to 1 characters']],
  ])('is no %s', (_what, value, schema, expected) => {
    expect(check(value, schema)).toEqual(expected);
  });

  it('may be anything where nothing is published of it', () => {
    expect(check({ a: [1, null] }, { type: 'object' })).toEqual([]);
    expect(check({ a: 1 }, { $ref: 'Unpublished' })).toEqual([]);
  });

  it('is complained of by its path, all at once, and never by its content', () => {
    const list: Schema = object({ to: { type: 'array', items: DESTINATION } });
    const value = { to: [{ type: 'number', number: '1234', secret: 'hush' }, { type: 'sip' }], more: 'hush' };
    const found = check(value, list);
    expect(found).toEqual([
      'property more should not exist',
      'to.0.property secret should not exist',
      'to.0.number must be shorter than or equal to 3 characters',
      'to.1.uri must be a string',
    ]);
    expect(found.join()).not.toContain('hush');
  });

  it('is told apart by its type, whatever else is wrong with it', () => {
    expect(check({ type: 'fax', number: '1' }, DESTINATION)).toEqual([
      'type must be one of the known values',
    ]);
    expect(check({ type: 'sip', number: '1' }, DESTINATION)).toEqual([
      'property number should not exist',
      'uri must be a string',
    ]);
    expect(check({ number: '1' }, DESTINATION)).toEqual(['type must be one of the following values: number']);
  });

  it('is spoken of as a list where its entries are plain', () => {
    const ids: Schema = object({ toolIds: { type: 'array', items: { type: 'string', format: 'uuid' } } });
    expect(check({ toolIds: ['a', 'b'] }, ids)).toEqual(['each value in toolIds must be a UUID']);
  });

  it('counts null as absent where it may be absent', () => {
    const wanted = object(
      { a: { type: 'string' }, b: { type: 'string' }, c: { type: 'string', nullable: true } },
      ['b', 'c'],
    );
    expect(check({ a: null, b: 'b', c: null }, wanted)).toEqual([]);
    expect(check({ b: null, c: 'c' }, wanted)).toEqual(['b must be a string']);
  });

  it('may lie as deep as it likes', () => {
    expect(check({ left: { left: { name: 7 } } }, { $ref: 'Tree' })).toEqual([
      'left.left.name must be a string',
    ]);
  });

  it('is not taken for what every object has', () => {
    expect(check(JSON.parse('{"constructor":1,"__proto__":2}'), object({}))).toEqual([
      'property constructor should not exist',
      'property __proto__ should not exist',
    ]);
  });
});
