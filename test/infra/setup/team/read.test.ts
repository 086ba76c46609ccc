import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadTeam, readTeam, teamOf } from '../../../../infra/setup/team/read.ts';
import { temporaryFolder } from '../folder.ts';

const at = temporaryFolder();

const problemsIn = (take: () => unknown): readonly string[] => {
  try {
    take();
    return [];
  } catch (error) {
    if (error instanceof BadTeam) return error.problems;
    throw error;
  }
};
const problemsOf = (given: unknown) => problemsIn(() => teamOf(given));

const AMARA = { name: 'amara.osei', contact: '+14155550177', departments: ['billing'], languages: ['en'] };
const TEAM = {
  departments: { billing: { about: 'invoices' }, support: {} },
  agents: [AMARA],
  numbers: [{ number: '+14155550199', answeredBy: 'vapi' }],
};

describe('The file of the team', () => {
  it('is read as it is, the schema of the editor apart', () => {
    const given = {
      $schema: './x.json',
      company: 'Example',
      ...TEAM,
      assistants: { model: 'gpt-4.1', language: 'de' },
    };
    writeFileSync(at('team.json'), `\uFEFF${JSON.stringify(given)}`);
    const { $schema: _, ...team } = given;
    expect(readTeam(at('team.json'))).toEqual(team);
  });

  it('need not say which numbers there are and which languages somebody speaks', () => {
    const { languages: _, ...quiet } = AMARA;
    expect(teamOf({ departments: TEAM.departments, agents: [quiet] })).toEqual({
      departments: TEAM.departments,
      agents: [{ ...quiet, languages: [] }],
      numbers: [],
    });
  });

  it.each([
    '+14155550177',
    'sip:amara@voice.example.com',
    'sips:amara@voice.example.com',
    'client:amara.osei',
  ])('says where an agent is rung: %s', (contact) => {
    expect(teamOf({ ...TEAM, agents: [{ ...AMARA, contact }] }).agents[0]?.contact).toBe(contact);
  });

  it.each([
    '',
    'amara',
    '4155550177',
    '+1 415 555 0177',
    '+0155550177',
    'sip:',
    'client:',
    'tel:+14155550177',
  ])('is refused where nobody can be rung: "%s"', (contact) => {
    expect(problemsOf({ ...TEAM, agents: [{ ...AMARA, contact }] })).toEqual([
      'agents[0].contact is neither a number in E.164 form (+15550100177) nor sip:... nor client:...',
    ]);
  });

  it('is refused for everything that is wrong at once, each by where it stands, and no number is quoted', () => {
    const problems = problemsOf({
      compny: 'Example',
      departments: { billing: { abot: 'invoices' }, 'sales, new': {}, Billings: { about: 5 } },
      agents: [
        AMARA,
        { ...AMARA, name: 'Amara.Osei', contact: 'amara', departments: ['biling', 'returns', 'billing'] },
        { contact: '+14155550199', departments: [], langauges: ['en'], languages: ['English'] },
        'jonas',
      ],
      numbers: [
        { number: '+14155550199', answeredBy: 'vapi' },
        { number: '+14155550199', answeredBy: 'them' },
        { number: '415 555 0188', answeredBy: 'us' },
        { number: '+1415', answeredBy: 'us' },
      ],
      assistants: { language: 'pl' },
    });
    expect(problems.toSorted()).toEqual(
      [
        'compny is not known here; did you mean company?',
        'departments.billing.abot is not known here; did you mean about?',
        'departments["sales, new"] has a comma in its name',
        'departments.Billings.about is not a text',
        'agents[1].name is the same as agents[0].name',
        'agents[1].contact is neither a number in E.164 form (+15550100177) nor sip:... nor client:...',
        'agents[1].departments[0] is no department of this team; did you mean billing?',
        'agents[1].departments[1] is no department of this team; there are billing, sales, new, Billings',
        'agents[2].name is missing',
        "agents[2].contact is the team's own numbers[0].number: the call would come round again",
        'agents[2].departments names no department',
        'agents[2].langauges is not known here; did you mean languages?',
        'agents[2].languages[0] is no code of a language (en, es-MX)',
        'agents[3] is not a JSON object',
        'numbers[1].number is the same as numbers[0].number',
        'numbers[1].answeredBy is neither vapi nor us',
        'numbers[2].number is no number in E.164 form (+15550100199)',
        'numbers[3].number is no number in E.164 form (+15550100199)',
        'assistants.language is none of en, es, de, fr',
      ].toSorted(),
    );
    expect(problems.join()).not.toMatch(/0177(?!\))|0188|555019(?!9\))/);
  });

  it('is refused where a number has no length of its country', () => {
    const numbers = [{ number: '+1415555019', answeredBy: 'us' }];
    expect(problemsOf({ ...TEAM, numbers })).toEqual([
      'numbers[0].number is no number that its country can have',
    ]);
  });

  it.each([
    [{}, 'departments holds none: everybody would be asked for everything'],
    [{ 'a"b': {} }, 'departments["a\\"b"] has a quotation mark or a backslash in its name'],
    [{ ' billing': {} }, 'departments[" billing"] has a name that begins or ends with a blank'],
    [{ outbound: {} }, 'departments.outbound has a name that is taken: outbound is something else here'],
    [
      { 'front desk': {} },
      'departments["front desk"] has a name that is taken: front-desk is something else here',
    ],
    [{ '!': {} }, 'departments["!"] has a name without a letter or a digit'],
    [{ Sales: {}, sales: {} }, 'departments.sales sounds like departments.Sales'],
  ])('is refused with departments that no setting and no assistant could have: %j', (departments, problem) => {
    expect(problemsOf({ departments, agents: [] })).toEqual([problem]);
  });

  it('is told each department that is wrong, by where it stands', () => {
    const departments = { ['d'.repeat(80)]: {}, Sales: {}, sales: {}, '': {} };
    expect(problemsOf({ departments, agents: [] })).toEqual([
      `departments.${'d'.repeat(80)} has a name of more than 60 characters`,
      'departments[""] has a name without a letter or a digit',
      'departments.sales sounds like departments.Sales',
    ]);
  });

  it.each([
    ['null', 'team.json is not a JSON object'],
    ['[]', 'team.json is not a JSON object'],
  ])('is refused as a whole when it is %s', (text, problem) => {
    expect(problemsOf(JSON.parse(text))).toContain(problem);
  });

  it('that cannot be parsed is told by the place, not by what stands there', () => {
    writeFileSync(at('broken.json'), '{\n  "agents": [{"contact": "+14155550177",}]\n}');
    const [problem = '', ...more] = problemsIn(() => readTeam(at('broken.json')));
    expect(more).toEqual([]);
    expect(problem).toMatch(/broken\.json is not JSON \(line 2 column \d+\)$/);
  });

  it('that is not there is told with how to begin', () => {
    expect(problemsIn(() => readTeam(at('none.json')))).toEqual([
      `${at('none.json')} is not there. Begin with an example: cp infra/setup/team.example.json ${at('none.json')}`,
    ]);
  });
});
