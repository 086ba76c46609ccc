import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../../../../lib/base/call-facts.ts';
import { RefusedForGood, Unavailable } from '../../../../lib/base/trouble.ts';
import { tool, words } from '../../../../lib/inbound/tools/do-not-call.ts';
import type { DoNotCall } from '../../../../lib/outbound/do-not-call.ts';
import { LANGUAGES, SPEECHES } from '../../../../lib/speech/index.ts';
import * as given from '../../handoff/given.ts';
import { KEEPS, OPTIONS } from './options.ts';

const { T0, CALL_ID, MemoryQueue, MemoryStore } = given;
const CALLED = '+14155550199';

const world = (list?: DoNotCall['list']) => {
  const listed: Parameters<DoNotCall['list']>[] = [];
  const { log, count, counts, lines } = given.watching();
  const ports = {
    ...KEEPS,
    store: new MemoryStore(),
    queue: new MemoryQueue(),
    followups: { send: async () => {} },
    doNotCall: {
      list: async (...asked: Parameters<DoNotCall['list']>) => {
        await list?.(...asked);
        listed.push(asked);
      },
    },
    clock: () => T0,
    log,
    count,
  };
  const asks = (
    facts: { caller?: string; direction?: 'inbound' | 'outbound' | 'web' },
    language: (typeof LANGUAGES)[number] = 'en',
    args: ToolCall['arguments'] = { is: 'object', value: {} },
    again = false,
  ) =>
    tool.answer(
      {
        call: { callId: CALL_ID, messages: [], ...facts },
        toolCall: { id: 'call_1', name: 'do_not_call', arguments: args },
        again,
      },
      ports,
      { ...OPTIONS, language },
    );
  return { listed, lines, counts, asks };
};

describe('The tool that puts a number on the do-not-call list', () => {
  it('has a name in both spellings', () => {
    expect(tool.names(OPTIONS)).toEqual(['do_not_call', 'doNotCall']);
  });

  it('lists it in the form in which it is called', async () => {
    const { listed, asks } = world();
    await asks({ caller: '+4401632960123' });
    expect(listed[0]?.[0]).toEqual(['+441632960123']);
  });

  it('lists what it does not know as a number, too', async () => {
    const { listed, asks } = world();
    await asks({ caller: '+1415555' });
    expect(listed[0]?.[0]).toEqual(['+1415555']);
  });

  it.each([
    'inbound',
    'outbound',
  ] as const)('lists the number of the call, in an %s one', async (direction) => {
    const { listed, asks } = world();
    expect(await asks({ caller: CALLED, direction })).toEqual({
      result: 'I have noted it: we will not call this number any more.',
    });
    expect(listed).toEqual([[[CALLED], { at: T0, by: 'caller' }]]);
  });

  it('is answered only when the table has it', async () => {
    let keep = () => {};
    const { asks } = world(() => new Promise<void>((resolve) => (keep = resolve)));
    let isAnswered = false;
    const answered = asks({ caller: CALLED }).then((answer) => {
      isAnswered = true;
      return answer;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    keep();
    expect(await answered).toHaveProperty('result');
  });

  it.each([
    ['cannot be reached', new Unavailable('table', 'down')],
    ['refuses it', new RefusedForGood('table', 'Validation', 'no')],
  ])('tells the caller that it is not noted where the table %s', async (_why, error) => {
    const { lines, asks } = world(async () => {
      throw error;
    });
    expect(await asks({ caller: CALLED })).toEqual({
      error: 'I am sorry, I could not note it, so this number may still be called. Please tell me once more.',
    });
    expect(lines).toEqual([]);
  });

  it('hides no mistake of ours behind that sentence', async () => {
    const { asks } = world(async () => {
      throw new TypeError('a mistake');
    });
    await expect(asks({ caller: CALLED })).rejects.toThrow(TypeError);
  });

  it('lists nobody for a caller whose number is withheld, and says what helps', async () => {
    const { listed, lines, asks } = world();
    expect(await asks({})).toEqual({
      error:
        'I do not see which number this call is with, so I cannot note it. Please call us once more from that phone with the number shown, or let a colleague note it.',
    });
    expect([listed, lines]).toEqual([[], []]);
  });

  it('lists the number of the call, and none that a model writes into the arguments', async () => {
    const { listed, asks } = world();
    await asks({ caller: CALLED }, 'en', { is: 'object', value: { number: '+14155550123' } });
    expect(listed.map(([numbers]) => numbers)).toEqual([[CALLED]]);
  });

  it('asks for nothing that damaged arguments could spoil', async () => {
    const { listed, asks } = world();
    const damaged = { is: 'invalid', problem: 'notJson', value: {} } as const;
    expect(await asks({ caller: CALLED }, 'en', damaged)).toHaveProperty('result');
    expect(listed).toHaveLength(1);
    expect(words.parameters.required ?? []).toEqual([]);
  });

  it('gives the same answer however often it is asked', async () => {
    const { asks } = world();
    const first = await asks({ caller: CALLED });
    expect(await asks({ caller: CALLED }, 'en', { is: 'object', value: {} }, true)).toEqual(first);
  });

  it.each(LANGUAGES)('answers in the language of the call: %s', async (language) => {
    const { listed, withheld } = SPEECHES[language].tools.do_not_call;
    expect(await world().asks({ caller: CALLED }, language)).toEqual({ result: listed });
    expect(await world().asks({}, language)).toEqual({ error: withheld });
  });

  it('leaves no number in the log', async () => {
    const { lines, asks } = world();
    await asks({ caller: CALLED });
    expect(lines.map(({ fields }) => fields)).toEqual([{ callId: CALL_ID, event: 'listed' }]);
  });
});
