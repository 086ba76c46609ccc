import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Routing, route, routeBlindly, UNROUTED } from '../../../lib/desk/routing.ts';

const DEPARTMENTS = ['sales', 'support', 'billing'];

/** Asks one after the other, each by an id of its own; returns what was answered, in words. */
const play = (...intents: (string | undefined)[]): { said: string[]; routing: Routing } => {
  let routing = UNROUTED;
  const said = intents.map((intent, number) => {
    const answered = route(routing, { id: `call_${number}`, intent, question: 'Which?' }, DEPARTMENTS);
    routing = answered.routing;
    return answered.answer.is === 'go' ? `GO ${answered.answer.assistant}` : 'ASK';
  });
  return { said, routing };
};

describe('The way to the right assistant', () => {
  it.each([
    ['sales', 'GO sales'],
    [' Billing ', 'GO billing'],
    ['SUPPORT', 'GO support'],
    ['technical', 'GO support'],
    ['cancellation', 'GO support'],
  ])('is known at once: %s', (intent, answer) => {
    expect(play(intent).said).toEqual([answer]);
  });

  it.each([
    ['unclear'],
    [''],
    [undefined],
    ['weather'],
    ['billing or sales'],
  ])('takes two questions at most, then support: %s', (intent) => {
    expect(play(intent, intent, intent, intent).said).toEqual(['ASK', 'ASK', 'GO support', 'GO support']);
  });

  it('is open again for a caller who wants something else later', () => {
    const { said, routing } = play('unclear', 'billing', 'sales', 'unclear', 'unclear');
    expect(said).toEqual(['ASK', 'GO billing', 'GO sales', 'ASK', 'GO support']);
    expect(routing).toMatchObject({ asked: 2, specialist: 'support', intent: 'unclear' });
  });

  it('is counted once for a question that comes twice, and answered the same', () => {
    const asked = { id: 'call_1', intent: 'unclear', question: 'Is it about a bill?' };
    const first = route(UNROUTED, asked, DEPARTMENTS);
    const again = route(first.routing, { ...asked, intent: 'sales' }, DEPARTMENTS);
    expect(again.answer).toEqual({ is: 'ask', question: 'Is it about a bill?' });
    expect(again.routing).toBe(first.routing);
  });

  it('leads to the first department of a team without support', () => {
    const { answer } = route({ ...UNROUTED, asked: 2 }, { id: 'x', intent: '' }, ['orders', 'returns']);
    expect(answer).toEqual({ is: 'go', assistant: 'orders' });
    expect(route(UNROUTED, { id: 'x', intent: 'technical' }, ['orders']).answer).toEqual({
      is: 'go',
      assistant: 'orders',
    });
  });

  it('is never more than two questions long, whatever a model says, and what is kept stays small', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 60 }), (intents) => {
        const { said, routing } = play(...intents);
        expect(said.filter((one) => one === 'ASK').length).toBeLessThanOrEqual(2);
        expect(routing.answers.length).toBeLessThanOrEqual(12);
      }),
    );
  });

  it('asks nothing where nothing can be counted', () => {
    expect(routeBlindly({ intent: 'billing' }, DEPARTMENTS)).toEqual({ is: 'go', assistant: 'billing' });
    expect(routeBlindly({ intent: 'unclear' }, DEPARTMENTS)).toEqual({ is: 'go', assistant: 'support' });
  });
});
