import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../../../../lib/base/call-facts.ts';
import { tool, words } from '../../../../lib/inbound/tools/route-call.ts';
import type { ToolOptions } from '../../../../lib/inbound/tools/tool.ts';
import { MemoryRouting } from '../../desk/memory-routing.ts';
import * as given from '../../handoff/given.ts';
import { KEEPS, OPTIONS } from './options.ts';

const { T0, CALL_ID } = given;

const world = (options: Partial<ToolOptions> = {}) => {
  const routing = new MemoryRouting();
  const watched = given.watching();
  const ports = {
    ...KEEPS,
    routing,
    store: new given.MemoryStore(),
    queue: new given.MemoryQueue(),
    followups: { send: async () => {} },
    clock: () => T0,
    ...watched,
  };
  let calls = 0;
  const asks = async (
    value: Record<string, unknown>,
    id: string | undefined = `call_${++calls}`,
    is: ToolCall['arguments']['is'] = 'object',
  ) => {
    const args: ToolCall['arguments'] =
      is === 'object' ? { is, value } : { is, value, problem: 'notJson' as const };
    const toolCall = { ...(id === '' ? {} : { id }), name: 'route_call', arguments: args };
    const call = { callId: CALL_ID, messages: [], timestamp: T0 };
    const answer = await tool.answer({ call, toolCall, again: false }, ports, { ...OPTIONS, ...options });
    return 'result' in answer ? answer.result : answer.error;
  };
  return { asks, routing, ...watched };
};

describe('The tool that says who is right for a caller', () => {
  it('has a name in both spellings, and is described with the team’s departments', () => {
    expect(tool.names(OPTIONS)).toEqual(['route_call', 'routeCall']);
    const { intent } = words({ departments: ['orders', 'returns'] }).parameters.properties;
    expect(intent).toMatchObject({ enum: ['orders', 'returns', 'technical', 'cancellation', 'unclear'] });
    const named = words({ departments: ['technical', 'sales'] }).parameters.properties.intent;
    expect(named).toMatchObject({ enum: ['technical', 'sales', 'cancellation', 'unclear'] });
  });

  it('answers by one read and one write', async () => {
    const { asks, routing } = world();
    expect(await asks({ intent: 'billing' })).toBe('GO billing');
    expect(routing.asked).toEqual(['load', 'save']);
  });

  it('passes on the model’s question twice, and then the caller to support', async () => {
    const { asks } = world();
    expect(await asks({ intent: 'unclear', question: 'A bill,\nor a fault?' })).toBe(
      'ASK A bill, or a fault?',
    );
    expect(await asks({ intent: 'unclear', question: 'Which of the two?' })).toBe('ASK Which of the two?');
    expect(await asks({ intent: 'unclear', question: 'Once more?' })).toBe('GO support');
  });

  it('has a question of its own in the language of the call', async () => {
    expect(await world().asks({ intent: '' })).toBe('ASK What is it about, in a few words?');
    expect(await world({ language: 'de' }).asks({})).toBe('ASK Worum geht es, in wenigen Worten?');
  });

  it('gives the same answer to the same tool call, and counts it once', async () => {
    const { asks, routing } = world();
    for (const _ of [1, 2, 3]) expect(await asks({ intent: 'unclear' }, 'call_a')).toMatch(/^ASK/);
    expect(routing.asked).toEqual(['load', 'save', 'load', 'load']);
    expect(await asks({ intent: 'unclear' }, 'call_b')).toMatch(/^ASK/);
    expect(await asks({ intent: 'unclear' }, 'call_c')).toBe('GO support');
  });

  it('knows a tool call without an id by its moment', async () => {
    const { asks } = world();
    for (const _ of [1, 2, 3]) expect(await asks({ intent: 'unclear' }, '')).toMatch(/^ASK/);
  });

  it('reads what it can of arguments that are damaged', async () => {
    expect(await world().asks({ intent: 'sales' }, 'call_a', 'invalid')).toBe('GO sales');
    expect(await world().asks({ intent: 7, question: ['?'] }, 'call_b')).toMatch(/^ASK/);
    expect(await world().asks({ intent: ['billing'] }, 'call_c')).toBe('GO billing');
    expect(await world().asks({ intent: ['billing', 'sales'] }, 'call_d')).toMatch(/^ASK/);
  });

  it('decides again on what another question of the call left', async () => {
    const { asks, routing } = world();
    await asks({ intent: 'unclear' });
    routing.meanwhile = () => asks({ intent: 'unclear' });
    expect(await asks({ intent: 'unclear' })).toBe('GO support');
  });

  it('asks nothing while the table is away, and sends everybody somewhere', async () => {
    const { asks, routing, counts } = world();
    routing.down = true;
    expect(await asks({ intent: 'sales' })).toBe('GO sales');
    expect(await asks({ intent: 'unclear' })).toBe('GO support');
    expect(counts).toEqual(['route_blind', 'route_blind']);
  });

  it('leaves no word of the caller in the log', async () => {
    const { asks, lines } = world();
    await asks({ intent: 'my neighbour Bob', question: 'Who is Bob?' });
    expect(JSON.stringify(lines)).not.toContain('Bob');
  });
});
