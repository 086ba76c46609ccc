import { describe, expect, it } from 'vitest';
import { deskAssistants } from '../../../infra/assistants/desk.ts';
import { handoffToolNames } from '../../../infra/assistants/names.ts';
import { options } from './options.ts';

const making = (departments: string[], more: Partial<ReturnType<typeof options>> = {}) =>
  deskAssistants(options({ teamWords: { departments, skills: [] }, ...more }));

describe('The names of the desk', () => {
  it.each([
    'front-desk',
    'Front Desk',
    'squad',
    'ALL',
    'the squad',
    'Outbound',
  ])('leave "%s" to nobody else', (taken) => {
    expect(() => making(['sales', taken])).toThrow(`A department cannot be called "${taken}"`);
  });

  it('are as long as Vapi allows, prefix and all', () => {
    const long = 'x'.repeat(40);
    expect([...making([long]).keys()]).toContain(long);
    expect(() => making([`${long}x`])).toThrow('is longer than the 40 characters that Vapi allows');
    expect(() => making(['sales'], { namePrefix: 'p'.repeat(36) })).toThrow('ppfront-desk" is longer');
    expect(making(['sales'], { namePrefix: 'a:' }).get('sales')?.name).toBe('a:sales');
  });

  it('are all checked at once', () => {
    const choices = { about: { 'no-such': 'x' } };
    expect(() => making(['all', 'y'.repeat(50)], { choices })).toThrow(
      /"all"[\s\S]*y" is longer[\s\S]*"no-such", which is none of the departments/,
    );
    expect(() => making([])).toThrow('There is no department');
  });

  it.each([
    [['billing'], ['handoff_to_billing']],
    [
      ['Après-vente', 'Straße'],
      ['handoff_to_apres_vente', 'handoff_to_stra_e'],
    ],
    [
      ['営業', '修理'],
      ['handoff_to_department', 'handoff_to_department_2'],
    ],
    [
      ['a b', 'a-b'],
      ['handoff_to_a_b', 'handoff_to_a_b_2'],
    ],
    [
      ['Department 2', '営業', '修理', 'department'],
      [
        'handoff_to_department_2',
        'handoff_to_department',
        'handoff_to_department_3',
        'handoff_to_department_4',
      ],
    ],
    [['x'.repeat(60)], [`handoff_to_${'x'.repeat(48)}`]],
  ])('of tools that lead to %j are %j', (departments, names) => {
    expect([...handoffToolNames(departments).values()]).toEqual(names);
  });
});
