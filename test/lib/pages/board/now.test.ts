import { describe, expect, it } from 'vitest';
import { agentsUnknown, ago, busy, caller, calm, empty, hostile, storm } from './given-board.ts';
import { markupOf, read } from './read.ts';

const waiting = (...seconds: number[]) =>
  busy({
    now: {
      ...busy().now,
      waiting: seconds.map((each, n) => ({ ...caller({ name: `Caller ${n}` }), since: ago(each) })),
    },
  });

describe('What is read from across the room', () => {
  it('is how many wait and how long, who is rung, who talks, who is free, and the calls', () => {
    expect(read('hero', busy())).toBe(
      '|Waiting|3|Longest wait|1:14|Being rung|1|Talking|4|Agents free|1|of 6 available|Calls now|14|',
    );
  });

  it('stands out once somebody waits for longer than 20 seconds, and not before', () => {
    expect(markupOf('hero', waiting(20))).not.toContain('needs');
    expect(markupOf('hero', waiting(3, 21))).toContain('class="first needs"');
    expect(markupOf('hero', calm())).not.toContain('needs');
  });

  it('stands out where callers wait and no agent is free, which is also said', () => {
    expect(markupOf('hero', storm(1))).toContain('<div class="needs"><dt>Agents free</dt><dd>0</dd>');
    expect(read('said', storm(1))).toBe('1 caller is waiting, and no agent is free.');
    const nobodyWaits = storm(0);
    expect(markupOf('hero', nobodyWaits)).not.toContain('needs');
    expect(read('said', nobodyWaits)).toBe('Nobody is waiting.');
  });

  it('counts as free who takes calls, and neither talks nor is being rung', () => {
    expect(read('hero', calm())).toContain('|Agents free|3|of 6 available|');
    expect(markupOf('agents', calm()).match(/class="on"/g)).toHaveLength(3);
  });

  it('claims nothing of the agents while TaskRouter does not answer', () => {
    expect(read('hero', agentsUnknown())).toContain('|Agents free|–not known|TaskRouter does not answer|');
    expect(read('agents', agentsUnknown())).toContain('TaskRouter does not answer.');
    expect(read('said', agentsUnknown())).toBe('3 callers are waiting.');
  });

  it('says nothing new to a screen reader as seconds go by', () => {
    expect(read('said', busy({ at: ago(-9) }))).toBe(read('said', busy()));
    expect(read('said', waiting(4, 9))).toBe('2 callers are waiting.');
  });
});

describe('The lists of now', () => {
  it('have who waits with number, department and reason, the longest wait first', () => {
    expect(read('waiting', busy()).split('|').slice(6)).toEqual([
      ...[
        '1:14',
        'Marta Lindqvist •••• 0199',
        'billing',
        'Charged twice for November, wants one of the two back',
      ],
      ...[
        '0:17',
        'Idris Bello •••• 0177',
        'support',
        'The heating is out since last night, a baby in the house',
      ],
      ...['0:04', 'Zoë Amsel-Kowalczyk •••• 0108', 'anybody', 'Wants to speak to a person', ''],
    ]);
    expect(markupOf('waiting', busy()).match(/class="late"/g)).toHaveLength(1);
  });

  it('read a number out by its last four digits', () => {
    expect(markupOf('waiting', busy())).toContain('role="img" aria-label="number ending in 0199">•••• 0199<');
    const none = busy({
      now: { ...busy().now, waiting: [{ ...caller({ name: null, caller: null }), since: ago(5) }] },
    });
    expect(read('waiting', none)).toContain('|Number withheld|');
  });

  it('have who is rung and who talks, and with whom', () => {
    expect(read('ringing', busy())).toContain('|0:06|chiara.conti|•••• 0142|sales|');
    expect(read('talking', busy())).toContain(
      '|How long|Agent|Caller|For|6:20|amara.osei|Tomasz Wójcik •••• 0123|support|',
    );
  });

  it('have callbacks and reviews with their age, the oldest first', () => {
    const followups = read('followups', busy());
    expect(followups).toContain(
      '|•••• 0142|sales|tomorrow after nine|47 min ago|Priya Raman •••• 0151|billing|this evening|12 min ago|',
    );
    expect(followups).toContain('|Reviews 1|');
    expect(followups).toContain('|Order 88213 arrived broken|3 h ago|');
  });

  it('say calmly that there is nobody', () => {
    const said = (['waiting', 'ringing', 'talking', 'agents', 'followups'] as const).map((id) =>
      read(id, empty()),
    );
    expect(said).toEqual([
      '|Nobody is waiting.|',
      '|Nobody is being rung.|',
      '|Nobody is talking.|',
      '|There are no agents yet.|',
      '|Callbacks 0|None waits.|Reviews 0|None waits.|',
    ]);
  });

  it('count those who are too many to be shown', () => {
    const many = hostile('x');
    expect(read('waiting', many)).toContain('|and 160 more callers wait|');
    expect(read('talking', many)).toContain('|and 84 more talking|');
    expect(read('followups', many)).toContain('|and 94 more wait|');
    expect(read('agents', many)).toContain('|294 more|');
    expect(read('agents', many)).toContain('|and 282 more|');
    expect(read('agents', many)).toContain('|and 7 more activities|');
  });

  it('name who takes calls first and fold those who are gone', () => {
    const agents = read('agents', busy());
    const order = ['Available 6', 'Break 2', 'Unavailable 1', 'Offline 14', 'Who'].map((each) =>
      agents.indexOf(`|${each}|`),
    );
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBe(0);
  });

  it('tell no length of time that is none', () => {
    const odd = waiting(-60);
    expect(read('waiting', odd)).toContain('|0:00|');
    const never = busy({ now: { ...busy().now, waiting: [{ ...caller(), since: 'some day' }] } });
    expect(read('waiting', never)).toContain('|0:00|');
  });
});
