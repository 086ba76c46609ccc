import { describe, expect, it } from 'vitest';
import { type Call, RULES, type Rule, unheardCall } from '../../../lib/conversation/call.ts';
import {
  dueRule,
  needsSimplerLanguage,
  rulesSchema,
  type Standing,
} from '../../../lib/conversation/rules.ts';

const NOW = 100_000;
const NONE: Standing = { is: 'none' };
const DEFAULTS = rulesSchema.parse({});

const call = (facts: Partial<Call>): Call => ({ ...unheardCall('call-1'), ...facts });
const interrupted = (...times: number[]): Partial<Call> => ({
  interruptions: { count: times.length, times },
});
const tools = (...outcomes: ('failed' | 'worked')[]): Partial<Call> => ({
  tools: outcomes.map((one, index) => ({
    id: `tool-${index}`,
    at: 1_000 * (index + 1),
    failed: one === 'failed',
  })),
});
const asked = (asks: number, at = 5_000): Partial<Call> => ({
  questions: [{ at, text: 'Where is my order?', asks }],
});
const talked = (role: 'caller' | 'assistant', ...times: number[]): Call['talk'] =>
  times.map((at) => ({ role, at, kind: 'message', mark: '1-a', seenAt: at }));
const unclear = (clarifying: number[], answers: number[]): Partial<Call> => ({
  clarifying,
  talk: talked('caller', ...answers),
});
const wished = (at: number): Partial<Call> => ({ wishes: [{ at, words: 'I want to speak to a person' }] });

/** What is enough for each rule, and what is one too few. */
const ENOUGH: Record<Rule, { facts: Partial<Call>; few: Partial<Call>; reason: string }> = {
  'asked-for-human': {
    facts: wished(5_000),
    few: {},
    reason: 'The caller asked for a person: “I want to speak to a person”',
  },
  interruptions: {
    facts: interrupted(1_000, 2_000, 3_000),
    few: interrupted(1_000, 2_000),
    reason: 'The caller interrupted the assistant 3 times',
  },
  'tool-failures': {
    facts: tools('worked', 'failed', 'failed'),
    few: tools('failed', 'worked', 'failed'),
    reason: 'The assistant’s tools failed 2 times in a row',
  },
  'repeated-question': {
    facts: asked(2),
    few: asked(1),
    reason: 'The caller asked the same question 2 times: “Where is my order?”',
  },
  'unclear-intent': {
    facts: unclear([1_000, 5_000], [2_000, 6_000]),
    few: unclear([1_000], [2_000]),
    reason: 'It is still unclear what the caller wants after 2 clarifying questions',
  },
};
const plain = (text: string | undefined) => text?.replaceAll('’', "'");

describe('A rule asks for a human', () => {
  for (const rule of RULES) {
    const { facts, few, reason } = ENOUGH[rule];
    it(`${rule}: from its threshold on, and says why`, () => {
      const due = dueRule(call(facts), DEFAULTS, NONE, NOW);
      expect(due?.rule).toBe(rule);
      expect(plain(due?.reason)).toBe(plain(reason));
      expect(dueRule(call(few), DEFAULTS, NONE, NOW)).toBeUndefined();
    });

    it(`${rule}: never when it is switched off`, () => {
      expect(dueRule(call(facts), rulesSchema.parse({ [rule]: false }), NONE, NOW)).toBeUndefined();
    });

    it(`${rule}: not while a handoff is under way, nor after one with a human`, () => {
      expect(dueRule(call(facts), DEFAULTS, { is: 'settled' }, NOW)).toBeUndefined();
    });

    it(`${rule}: once in a call`, () => {
      const fired = [{ rule, at: 50_000 }];
      expect(dueRule(call({ ...facts, fired }), DEFAULTS, NONE, NOW)).toBeUndefined();
    });

    it(`${rule}: after a handoff in vain only by what happened since`, () => {
      const fired = [{ rule, at: 7_000 }];
      expect(
        dueRule(call({ ...facts, fired }), DEFAULTS, { is: 'in-vain', at: 40_000 }, NOW),
      ).toBeUndefined();
      expect(
        dueRule(call({ ...facts, fired: [] }), DEFAULTS, { is: 'in-vain', at: 40_000 }, NOW),
      ).toBeUndefined();
      const later = dueRule(
        call({ ...facts, fired: [{ rule, at: 500 }] }),
        DEFAULTS,
        { is: 'in-vain', at: 900 },
        NOW,
      );
      expect(later?.rule).toBe(rule);
    });
  }

  const thresholds: [rule: Exclude<Rule, 'asked-for-human'>, facts: Partial<Call>, times: number][] = [
    ['interruptions', interrupted(1_000), 1],
    ['interruptions', interrupted(1_000, 2_000, 3_000, 4_000, 5_000), 5],
    ['tool-failures', tools('failed'), 1],
    ['tool-failures', tools('failed', 'failed', 'failed', 'failed'), 4],
    ['repeated-question', asked(5), 5],
    ['unclear-intent', unclear([1_000], [2_000]), 1],
    ['unclear-intent', unclear([1_000, 3_000, 5_000], [2_000, 4_000, 6_000]), 3],
  ];
  for (const [rule, facts, times] of thresholds) {
    it(`${rule}: from ${times} on where that is configured, not before ${times + 1} otherwise`, () => {
      expect(dueRule(call(facts), rulesSchema.parse({ [rule]: times }), NONE, NOW)?.rule).toBe(rule);
      expect(dueRule(call(facts), rulesSchema.parse({ [rule]: times + 1 }), NONE, NOW)).toBeUndefined();
    });
  }

  it('in this order where several would', () => {
    let facts = call(Object.assign({}, ...RULES.map((rule) => ENOUGH[rule].facts)));
    const order: string[] = [];
    const off: Record<string, false> = {};
    for (let due = dueRule(facts, DEFAULTS, NONE, NOW); due !== undefined; ) {
      order.push(due.rule);
      off[due.rule] = false;
      facts = { ...facts };
      due = dueRule(facts, rulesSchema.parse(off), NONE, NOW);
    }
    expect(order).toEqual([
      'asked-for-human',
      'tool-failures',
      'repeated-question',
      'unclear-intent',
      'interruptions',
    ]);
  });

  it('whatever rule it is, only one for a call', () => {
    const facts = call({ ...wished(60_000), fired: [{ rule: 'interruptions', at: 50_000 }] });
    expect(dueRule(facts, DEFAULTS, NONE, NOW)).toBeUndefined();
  });

  it('again by new facts when nothing came of the first request', () => {
    const fired = [{ rule: 'interruptions' as const, at: 50_000 }];
    const late = 50_000 + 1_000_000;
    expect(dueRule(call({ ...wished(60_000), fired }), DEFAULTS, NONE, late)?.rule).toBe('asked-for-human');
    expect(dueRule(call({ ...wished(40_000), fired }), DEFAULTS, NONE, late)).toBeUndefined();
  });
});

describe('Tools that fail', () => {
  it('count in a row only', () => {
    expect(dueRule(call(tools('failed', 'failed', 'worked')), DEFAULTS, NONE, NOW)).toBeUndefined();
  });
});

describe('An unclear intent', () => {
  it('waits for the answer to the last clarifying question', () => {
    expect(dueRule(call(unclear([1_000, 5_000], [2_000])), DEFAULTS, NONE, NOW)).toBeUndefined();
  });

  it('is clear once the caller has said what they want', () => {
    const facts = {
      ...unclear([1_000, 5_000], [2_000, 6_000]),
      intent: { is: 'billing' as const, at: 6_000 },
    };
    expect(dueRule(call(facts), DEFAULTS, NONE, NOW)).toBeUndefined();
  });

  it('goes to support', () => {
    expect(dueRule(call(ENOUGH['unclear-intent'].facts), DEFAULTS, NONE, NOW)?.department).toBe('support');
  });
});

describe('The department', () => {
  const departments = [
    ['sales', 'sales'],
    ['support', 'support'],
    ['billing', 'billing'],
    ['technical', 'support'],
    ['cancellation', 'support'],
  ] as const;
  for (const [is, department] of departments) {
    it(`for ${is} is ${department}`, () => {
      const facts = call({ ...wished(5_000), intent: { is, at: 4_000 } });
      expect(dueRule(facts, DEFAULTS, NONE, NOW)?.department).toBe(department);
    });
  }

  it('is not named where no intent is known', () => {
    expect(dueRule(call(wished(5_000)), DEFAULTS, NONE, NOW)).not.toHaveProperty('department');
  });
});

describe('The reason of a rule', () => {
  it.each([
    ['de', 'interruptions', 'Die anrufende Person hat den Assistenten 3-mal unterbrochen'],
    ['fr', 'tool-failures', "Les outils de l'assistant ont échoué 2 fois de suite"],
    ['es', 'asked-for-human', 'Quien llama ha pedido hablar con una persona: “I want to speak to a person”'],
    [
      'fr',
      'repeated-question',
      'La personne qui appelle a posé 2 fois la même question : « Where is my order? »',
    ],
    ['de', 'unclear-intent', 'Es ist noch unklar, worum es geht; Rückfragen bisher: 2'],
    ['it', 'tool-failures', "The assistant's tools failed 2 times in a row"],
  ] as const)('is in the language that the agent hears, %s: %s', (language, rule, reason) => {
    expect(dueRule(call(ENOUGH[rule].facts), DEFAULTS, NONE, NOW, language)?.reason).toBe(reason);
  });

  it('holds the words of a caller as they are, also where they look like a place to fill in', () => {
    const facts = call({ wishes: [{ at: 5_000, words: 'a person, {words} $&' }] });
    expect(dueRule(facts, DEFAULTS, NONE, NOW, 'en')?.reason).toBe(
      'The caller asked for a person: “a person, {words} $&”',
    );
  });
});

describe('Simpler language is asked for', () => {
  const rows: [times: number[], rules: object, needs: boolean, why: string][] = [
    [[1_000, 2_000], {}, false, 'not after two interruptions'],
    [[1_000, 30_000, 61_000], {}, true, 'at the third within a minute'],
    [[1_000, 30_000, 61_001], {}, false, 'not when the third comes later'],
    [[1_000, 70_000, 80_000, 90_000], {}, true, 'whichever three they are'],
    [[1_000, 3_000, 5_000], { 'cool-down-seconds': 3 }, false, 'within the cool-down that is configured'],
    [[1_000, 3_000, 5_000], { 'cool-down-seconds': 4 }, true, 'to its last second'],
    [[1_000, 2_000], { 'simplify-after': 1 }, true, 'after as many as are configured'],
    [[1_000, 2_000, 3_000, 4_000], { 'simplify-after': false }, false, 'never when it is switched off'],
  ];
  for (const [times, rules, needs, why] of rows) {
    it(why, () => {
      expect(needsSimplerLanguage(call(interrupted(...times)), rulesSchema.parse(rules))).toBe(needs);
    });
  }

  it('once', () => {
    const facts = call({ ...interrupted(1_000, 2_000, 3_000), simplifiedAt: 3_000 });
    expect(needsSimplerLanguage(facts, DEFAULTS)).toBe(false);
  });
});

describe('Rules as they are configured', () => {
  const wrong: [what: string, rules: object][] = [
    ['a rule that nobody knows', { politeness: 3 }],
    ['a threshold of nothing', { interruptions: 0 }],
    ['a threshold that no call reaches', { interruptions: 21 }],
    ['half an interruption', { interruptions: 2.5 }],
    ['true for a threshold', { 'tool-failures': true }],
    ['a cool-down of a day', { 'cool-down-seconds': 86_400 }],
  ];
  for (const [what, rules] of wrong) {
    it(`may not hold ${what}`, () => expect(rulesSchema.safeParse(rules).success).toBe(false));
  }
});
