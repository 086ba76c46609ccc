import { describe, expect, it } from 'vitest';
import { DESK_SETTINGS } from '../../../lib/desk/settings.ts';
import { BadSettings, type Env, readSettings } from '../../../lib/settings/read.ts';

const problemsOf = (env: Env): readonly string[] => {
  try {
    readSettings(env, DESK_SETTINGS);
  } catch (error) {
    if (error instanceof BadSettings) return error.problems;
    throw error;
  }
  return [];
};

describe('The settings of the front desk', () => {
  it('are enough where none is given', () => {
    expect(readSettings({}, DESK_SETTINGS)).toEqual({
      VAPI_ASSISTANTS: {},
      RESUME_MINUTES: 30,
      BUSY: 'agents',
      RESERVED_FOR_INBOUND: 2,
      MAX_CALL_SECONDS: 3600,
    });
  });

  it('are refused all at once, each by its name', () => {
    expect(
      problemsOf({
        VAPI_ASSISTANTS: '{"front-desk": "", "billing": " id", "sales": 7, "support": "id"}',
        RESUME_MINUTES: '-1',
        BUSY: 'loud',
        MAX_CALLS: '0',
        RESERVED_FOR_INBOUND: 'two',
        MAX_CALL_SECONDS: '59',
      }),
    ).toEqual([
      'VAPI_ASSISTANTS.front-desk is empty, or begins or ends with a space',
      'VAPI_ASSISTANTS.billing is empty, or begins or ends with a space',
      'VAPI_ASSISTANTS.sales is not the id of an assistant',
      'RESUME_MINUTES is not a whole number',
      'BUSY is none of agents, say, reject',
      'MAX_CALLS is less than 1',
      'RESERVED_FOR_INBOUND is not a whole number',
      'MAX_CALL_SECONDS is less than 60',
    ]);
  });

  it.each([
    '[]',
    '["id"]',
    'null',
    '"id"',
    'front-desk=id',
    '7',
  ])('name no assistants by what is no object: %s', (VAPI_ASSISTANTS) => {
    expect(problemsOf({ VAPI_ASSISTANTS })).toEqual([
      'VAPI_ASSISTANTS is not an object with the ids of assistants',
    ]);
  });

  it.each(['', ' ', ' billing', 'billing '])('name no assistant %j', (name) => {
    const [problem, ...more] = problemsOf({ VAPI_ASSISTANTS: JSON.stringify({ [name]: 'id' }) });
    expect(problem).toMatch(/^VAPI_ASSISTANTS/);
    expect(more).toEqual([]);
  });

  it.each([
    [{ RESUME_MINUTES: '0', MAX_CALL_SECONDS: '60', RESERVED_FOR_INBOUND: '0', MAX_CALLS: '1' }],
    [{ RESUME_MINUTES: '1440', MAX_CALL_SECONDS: '43200', MAX_CALLS: '10000' }],
    // Then nothing is dialled out.
    [{ MAX_CALLS: '2', RESERVED_FOR_INBOUND: '2' }],
    [{ MAX_CALLS: '2', RESERVED_FOR_INBOUND: '10' }],
    // Calls at such a number find agents, which is logged and counted.
    [{ VAPI_PHONE_NUMBER_ID: 'pn' }],
  ])('may be %j', (env) => {
    expect(problemsOf(env)).toEqual([]);
  });

  it.each([
    [{ RESUME_MINUTES: '1441' }, 'RESUME_MINUTES is more than 1440'],
    [{ MAX_CALL_SECONDS: '43201' }, 'MAX_CALL_SECONDS is more than 43200'],
    [{ MAX_CALL_SECONDS: '1e3' }, 'MAX_CALL_SECONDS is not a whole number'],
    [{ MAX_CALLS: '2.5' }, 'MAX_CALLS is not a whole number'],
    [{ BUSY: 'Agents' }, 'BUSY is none of agents, say, reject'],
  ])('may not be %j', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });
});
