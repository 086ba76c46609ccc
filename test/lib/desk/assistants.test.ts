import { describe, expect, it } from 'vitest';
import { answeredBy, chooseAssistant, specialistOf } from '../../../lib/desk/assistants.ts';

const assistants = { 'front-desk': 'as-desk', billing: 'as-billing', sales: 'as-sales' };

describe('Who answers a call', () => {
  it.each([
    ['the specialist of a talk that was cut off', { squadId: 'sq', assistants }, 'billing', 'as-billing'],
    ['the squad', { squadId: 'sq', assistants, assistantId: 'as-one' }, undefined, 'sq'],
    ['the squad where the specialist is gone', { squadId: 'sq', assistants }, 'legal', 'sq'],
    ['the router', { assistants, assistantId: 'as-one' }, undefined, 'as-desk'],
    ['the one assistant', { assistants: {}, assistantId: 'as-one' }, 'billing', 'as-one'],
    ['the specialist, however the department is written', { assistants }, 'Billing', 'as-billing'],
    ['the router, however it is written', { assistants: { 'Front-Desk': 'as-desk' } }, undefined, 'as-desk'],
    ['nobody', { assistants: {} }, undefined, undefined],
    ['nobody who is called like a part of every object', { assistants: {} }, 'constructor', undefined],
  ])('is %s', (_, setup, specialist, id) => {
    const chosen = chooseAssistant(setup, specialist);
    expect(
      chosen.is === 'none' ? undefined : chosen.is === 'squad' ? chosen.squadId : chosen.assistantId,
    ).toBe(id);
  });

  it('is named with overrides of the same kind, and with none that are empty', () => {
    const variableValues = { resumed: 'yes' };
    expect(answeredBy({ is: 'squad', squadId: 'sq' }, { variableValues, metadata: {} })).toEqual({
      squadId: 'sq',
      squadOverrides: { variableValues },
    });
    expect(answeredBy({ is: 'assistant', assistantId: 'as' }, { variableValues })).toEqual({
      assistantId: 'as',
      assistantOverrides: { variableValues },
    });
    expect(answeredBy({ is: 'assistant', assistantId: 'as' }, {})).toEqual({ assistantId: 'as' });
  });

  it('is a specialist by Vapi’s id, the router is none', () => {
    const setup = { assistants };
    expect(['as-billing', 'as-desk', 'as-other', undefined].map((id) => specialistOf(id, setup))).toEqual([
      'billing',
      undefined,
      undefined,
      undefined,
    ]);
  });
});
