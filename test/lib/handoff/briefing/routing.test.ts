import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withTeamWords, withUnknownWords } from '../../../../lib/handoff/briefing/routing.ts';
import type { HandoffContext } from '../../../../lib/handoff/record/handoff.ts';

const TEAM = { departments: ['Sales', 'Billing'], skills: ['Refunds', 'installation'] };

const cleaned = (context: Omit<HandoffContext, 'messages'>, team = TEAM) => {
  const { known, unknown } = withTeamWords<HandoffContext>({ ...context, messages: [] }, team);
  return withUnknownWords(known, unknown);
};

describe('What a task is routed by', () => {
  it('is what the team has, as the team spells it', () => {
    const said = {
      reason: 'a refund',
      department: 'the billing department',
      skills: ['refund', 'REFUNDS', 'Installation'],
      language: 'Spanish',
      urgency: 'HIGH ',
    };
    expect(cleaned(said)).toEqual({
      reason: 'a refund',
      department: 'Billing',
      skills: ['Refunds', 'installation'],
      language: 'es',
      urgency: 'high',
      messages: [],
    });
  });

  it('is nothing else: what the team has not stays readable for the agent alone', () => {
    const said = {
      department: 'Executive Board',
      skills: ['refunds', 'wizardry', 'root'],
      language: 'Klingon',
      urgency: 'life and death',
      captured: { invoice: '4471' },
    };
    expect(cleaned(said)).toEqual({
      skills: ['Refunds'],
      captured: {
        invoice: '4471',
        wanted_department: 'Executive Board',
        wanted_skills: 'wizardry, root',
        wanted_language: 'Klingon',
        wanted_urgency: 'life and death',
      },
      messages: [],
    });
  });

  it.each(['urgent', 'critical', 'medium', '1', 'highest', 'not high'])('is no urgency of %j', (urgency) => {
    expect(cleaned({ urgency })).not.toHaveProperty('urgency');
  });

  it.each([
    'refunds, installation',
    'Refunds/Installation',
    'refund & installation',
    'refunds and installation',
    'refunds y installation',
    'refunds, installation,',
  ])('is each of the skills of one text: %j', (skill) => {
    expect(cleaned({ skills: [skill] })).toEqual({ skills: ['Refunds', 'installation'], messages: [] });
  });

  it.each(['refunds and magic', 'refunds or else', 'no refunds'])('is no skill of %j', (skill) => {
    expect(cleaned({ skills: [skill] })).toEqual({ captured: { wanted_skills: skill }, messages: [] });
  });

  it('is a skill that holds an "and" of its own', () => {
    const team = { ...TEAM, skills: ['Track and Trace', 'track', 'trace'] };
    expect(cleaned({ skills: ['track and trace'] }, team)).toMatchObject({ skills: ['Track and Trace'] });
  });

  it('is no skill where the team has named none', () => {
    const { known, unknown } = withTeamWords({ skills: ['refunds'] }, { ...TEAM, skills: [] });
    expect([known, unknown]).toEqual([{}, [['skills', 'refunds']]]);
  });

  it('leaves what was captured as it is, and within its bounds', () => {
    const captured = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`field ${at}`, 'x']));
    expect(cleaned({ department: 'Legal', captured }).captured).toEqual(captured);
    const own = { wanted_department: 'said by the caller' };
    expect(cleaned({ department: 'Legal', captured: own }).captured).toEqual(own);
  });

  it('is always a word of the team’s, whatever is said', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const said = fc.record(
      { department: text, skills: fc.array(text, { maxLength: 12 }), language: text, urgency: text },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(said, (context) => {
        const { department, skills = [], urgency } = cleaned(context);
        expect([...TEAM.departments, undefined]).toContain(department);
        expect(skills.every((skill) => TEAM.skills.includes(skill))).toBe(true);
        expect(['low', 'normal', 'high', undefined]).toContain(urgency);
      }),
    );
  });
});
