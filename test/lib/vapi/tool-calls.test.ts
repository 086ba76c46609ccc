import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readToolCalls } from '../../../lib/vapi/tool-calls.ts';

const nested = (depth: number, inner = ''): string => `${'['.repeat(depth)}${inner}${']'.repeat(depth)}`;
const call = (id: unknown, name: unknown = 'escalate', given: unknown = {}) => ({
  id,
  type: 'function',
  function: { name, arguments: given },
});
const idsOf = (message: Record<string, unknown>) => readToolCalls(message).map(({ id }) => id);

describe('The tool calls of a message', () => {
  it('are listed once each, in the order in which they came first', () => {
    expect(
      idsOf({
        toolCallList: [call('b'), call('a'), call('b')],
        toolCalls: [call('a'), call('c')],
        toolWithToolCallList: [{ toolCall: call('d') }, { toolCall: call('c') }],
      }),
    ).toEqual(['b', 'a', 'c', 'd']);
  });

  it('keep what the first of two with one id says', () => {
    expect(
      readToolCalls({
        toolCallList: [call('a', 'escalate', { reason: 'first' })],
        toolCalls: [call('a', 'other', { reason: 'second' })],
      }),
    ).toEqual([{ id: 'a', name: 'escalate', arguments: { is: 'object', value: { reason: 'first' } } }]);
  });

  it.each([
    ['toolCallId', { toolCallId: 'a', name: 'escalate' }],
    ['a null id beside toolCallId', { id: null, toolCallId: 'a', function: { name: 'escalate' } }],
    ['an id within the function', { function: { id: 'a', name: 'escalate' } }],
  ])('take the id from %s', (_name, entry) => {
    expect(readToolCalls({ toolCallList: [entry] })).toEqual([
      { id: 'a', name: 'escalate', arguments: { is: 'object', value: {} } },
    ]);
  });

  it.each([
    [undefined],
    [null],
    [''],
    [7.5],
    [Number.MAX_VALUE],
    [true],
    [{}],
    [[]],
    ['x'.repeat(1_001)],
  ])('may have no usable id, and then have none: %j', (id) => {
    const [read, ...more] = readToolCalls({ toolCallList: [call(id)] });
    expect(more).toEqual([]);
    expect(read).toEqual({ name: 'escalate', arguments: { is: 'object', value: {} } });
    expect(read !== undefined && 'id' in read).toBe(false);
  });

  it.each([
    [7, '7'],
    [0, '0'],
    ['x'.repeat(201), 'x'.repeat(201)],
    ['x'.repeat(1_000), 'x'.repeat(1_000)],
  ])('have a number or a long text for an id as well: %j', (id, text) => {
    expect(readToolCalls({ toolCallList: [call(id), call(text)] })).toEqual([
      { id: text, name: 'escalate', arguments: { is: 'object', value: {} } },
    ]);
  });

  it.each([
    [undefined],
    [null],
    [''],
    [7],
    [{}],
    [[]],
  ])('are of no tool without a usable name, and keep their id, by which they are answered: %j', (name) => {
    const entry = { id: 'a', function: { name, arguments: {} } };
    const read = [{ id: 'a', name: '', arguments: { is: 'object', value: {} } }];
    expect(readToolCalls({ toolCallList: [entry], toolCalls: [{ id: 'a', name }] })).toEqual(read);
    expect(readToolCalls({ toolWithToolCallList: [{ function: { name }, toolCall: entry }] })).toEqual(read);
    expect(readToolCalls({ toolCallList: [{ name }, { function: { name } }] })).toEqual([]);
  });

  it('are named where another place of the message names them', () => {
    const named = { id: 'a', name: 'escalate', arguments: { is: 'object', value: { reason: 'billing' } } };
    const given = { reason: 'billing' };
    expect(
      readToolCalls({
        toolCallList: [{ id: 'a', function: {} }, call('b')],
        toolWithToolCallList: [{ name: 'escalate', toolCall: { id: 'a', function: { arguments: given } } }],
      }),
    ).toEqual([named, { id: 'b', name: 'escalate', arguments: { is: 'object', value: {} } }]);
  });

  it('have the beginning of a name without end, which no tool has', () => {
    expect(readToolCalls({ toolCallList: [call('a', 'n'.repeat(100_000))] })).toMatchObject([
      { id: 'a', name: 'n'.repeat(200) },
    ]);
  });

  it.each([
    [null],
    [undefined],
    [7],
    ['text'],
    [{}],
    [{ 0: call('a'), length: 1 }],
    [[null, 7, 'text', [], [call('a')]]],
  ])('are none in a list that is %j', (list) => {
    expect(readToolCalls({ toolCallList: list, toolCalls: list, toolWithToolCallList: list })).toEqual([]);
  });

  it('are read although fields that nobody needs are null', () => {
    expect(
      readToolCalls({
        toolCallList: null,
        toolCalls: null,
        toolWithToolCallList: [
          {
            type: null,
            async: null,
            server: null,
            messages: null,
            function: { name: 'escalate', description: null, parameters: null },
            toolCall: { id: 'a', type: null, function: { name: 'escalate', arguments: null } },
          },
        ],
      }),
    ).toEqual([{ id: 'a', name: 'escalate', arguments: { is: 'object', value: {} } }]);
  });

  it.each([
    ['no function of its own', {}],
    ['a function that is null', { function: null }],
    ['a name that is null', { name: null, function: null }],
    ['a function without a name', { function: { arguments: null } }],
    ['a function whose name is null', { function: { name: null, arguments: '' } }],
  ])('are answered by the name beside them when they have %s', (_name, toolCall) => {
    const read = [{ id: 'a', name: 'escalate', arguments: { is: 'object', value: {} } }];
    for (const tool of [{ function: { name: 'escalate' } }, { function: null, name: 'escalate' }]) {
      const entry = { ...tool, toolCall: { id: 'a', ...toolCall } };
      expect(readToolCalls({ toolWithToolCallList: [entry] })).toEqual(read);
    }
  });

  it('go by their own name before the one beside them', () => {
    for (const own of [{ name: 'escalate', function: { name: null } }, { function: { name: 'escalate' } }]) {
      const entry = { function: { name: 'other' }, toolCall: { id: 'a', ...own } };
      expect(readToolCalls({ toolWithToolCallList: [entry] })).toMatchObject([{ id: 'a', name: 'escalate' }]);
    }
  });

  it('keep their arguments when the tool is named only beside them', () => {
    const toolCall = { id: 'a', function: { arguments: '{"reason":"billing"}' } };
    expect(readToolCalls({ toolWithToolCallList: [{ name: 'escalate', toolCall }] })).toEqual([
      { id: 'a', name: 'escalate', arguments: { is: 'object', value: { reason: 'billing' } } },
    ]);
  });

  it.each([
    [undefined],
    [null],
    ['text'],
    [7],
    [[]],
    [[call('a')]],
  ])('are not made of a tool that nobody called: %j', (toolCall) => {
    const offered = { type: 'function', name: 'escalate', function: { name: 'escalate' }, toolCall };
    expect(readToolCalls({ toolWithToolCallList: [offered] })).toEqual([]);
    expect(idsOf({ toolCallList: [call('a')], toolWithToolCallList: [offered] })).toEqual(['a']);
  });

  it('may use the names of a prototype for ids and tools', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const read = readToolCalls({ toolCallList: names.map((name) => call(name, name)) });
    expect(read.map(({ id, name }) => [id, name])).toEqual(names.map((name) => [name, name]));
  });

  it('are all there, but no more of them of a tool than a conversation can hold', () => {
    const many = (from: string) => Array.from({ length: 1_000 }, (_, at) => call(`${from}${at}`));
    const read = readToolCalls({
      toolCallList: many('a'),
      toolCalls: many('b'),
      toolWithToolCallList: many('c').map((toolCall) => ({ toolCall })),
    });
    expect(read).toHaveLength(3_000);
    expect(read.filter(({ name }) => name !== '').map(({ id }) => id)).toEqual(
      Array.from({ length: 32 }, (_, at) => `a${at}`),
    );
    expect(readToolCalls({ toolCallList: many('a').slice(0, 33) }).map(({ name }) => name)).toEqual([
      ...Array.from({ length: 32 }, () => 'escalate'),
      '',
    ]);
  });

  it('may hold anything: each that is read has a name or an id, and no id comes twice', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const some = fc.option(fc.oneof(value, fc.constantFrom('a', 'b', 'escalate')), { nil: undefined });
    const inner = fc.record({ name: some, arguments: some, parameters: some, id: some });
    const entry = fc.oneof(
      value,
      fc.record({ id: some, toolCallId: some, name: some, arguments: some, function: fc.oneof(some, inner) }),
      fc.record({ name: some, function: fc.oneof(some, inner), toolCall: fc.oneof(some, inner) }),
    );
    const list = fc.oneof(value, fc.array(entry, { maxLength: 5 }));
    fc.assert(
      fc.property(list, list, list, (toolCallList, toolCalls, toolWithToolCallList) => {
        const read = readToolCalls({ toolCallList, toolCalls, toolWithToolCallList });
        const ids = read.flatMap(({ id }) => id ?? []);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { id, name, arguments: given } of read) {
          expect(name !== '' || id !== undefined).toBe(true);
          expect(given.is === 'object' && Array.isArray(given.value)).toBe(false);
        }
      }),
      { seed: 37, numRuns: 3_000 },
    );
  });

  it('may be nested a hundred thousand levels deep', () => {
    const deep = nested(100_000);
    expect(idsOf({ toolCallList: [JSON.parse(deep), call('a', 'escalate', JSON.parse(deep))] })).toEqual([
      'a',
    ]);
  });
});
