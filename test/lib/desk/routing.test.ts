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
    ['the billing department', 'GO billing'],
    ['support_team', 'GO support'],
    ['Bílling', 'GO billing'],
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

  it('goes on for a model whose ids begin anew with every turn', () => {
    const asked = { id: 'call_0', intent: 'unclear' };
    const said: string[] = [];
    let routing: Routing = UNROUTED;
    for (const at of [0, 0, 500, 6_000, 6_000, 13_000]) {
      const answered = route(routing, { ...asked, at: 1_000_000 + at }, DEPARTMENTS);
      routing = answered.routing;
      said.push(answered.answer.is);
    }
    expect(said).toEqual(['ask', 'ask', 'ask', 'ask', 'ask', 'go']);
    expect(routing.asked).toBe(2);
  });

  it('comes to an end though neither an id nor a time tells one question from another', () => {
    const unclear = { id: undefined, intent: 'unclear' };
    const first = route(UNROUTED, unclear, DEPARTMENTS);
    const second = route(first.routing, unclear, DEPARTMENTS);
    expect(route(second.routing, unclear, DEPARTMENTS).answer).toEqual({ is: 'go', assistant: 'support' });
  });

  it('is remembered by the department’s own name', () => {
    const { routing } = play('the billing department');
    expect(routing).toMatchObject({ specialist: 'billing', intent: 'billing' });
    expect(play('technical').routing).toMatchObject({ specialist: 'support', intent: 'technical' });
  });

  it('leads to the support of a team that calls it by more than that', () => {
    const departments = ['Sales', 'Technical Support', 'Billing'];
    for (const intent of ['technical', 'cancellation', 'support']) {
      const { answer } = route({ ...UNROUTED, asked: 2 }, { id: 'x', intent }, departments);
      expect(answer).toEqual({ is: 'go', assistant: 'Technical Support' });
    }
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
