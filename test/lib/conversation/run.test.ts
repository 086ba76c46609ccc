import { beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { Standing } from '../../../lib/conversation/rules.ts';
import { GRACE_MS } from '../../../lib/conversation/run.ts';
import * as given from './given-call.ts';
import { Running } from './running.ts';

const { CALL_ID, T0 } = given;
const WISH = 'Can I speak to a real person, please?';

let running: Running;
beforeEach(() => {
  running = new Running();
});

describe('An event that owes nothing', () => {
  it('costs one read and one write, and one more write where it brings words', async () => {
    await running.arrive(10, given.speech('assistant', 'started', 0));
    expect(running.store.done).toEqual(['load', 'save']);
    await running.arrive(3_000, given.told(2_990, given.entry('assistant', 0, 2_900, 'How can I help?')));
    expect(running.store.done.slice(2)).toEqual(['load', 'append', 'save']);
    await running.arrive(
      3_100,
      given.speech('assistant', 'stopped', 3_000, [given.entry('assistant', 0, 2_900, 'How can I help?')]),
    );
    expect(running.store.done.slice(5)).toEqual(['load', 'save']);
    expect(running.woken).toEqual([]);
    expect(running.did).toEqual([]);
  });

  it('is taken in together with those that wait with it, in the order of their own times', async () => {
    await running.arrive(
      9_000,
      given.final('caller', 8_000, 'The last one.'),
      given.final('assistant', 6_000, 'Which one?'),
      given.final('caller', 4_000, 'It is about a bill.'),
    );
    expect(running.store.done).toEqual(['load', 'append', 'save']);
    expect(running.store.conversation().map(({ text }) => text)).toEqual([
      'It is about a bill.',
      'Which one?',
      'The last one.',
    ]);
    expect(running.store.call).toMatchObject({ last: { text: 'The last one.' }, knownAt: T0 + 8_000 });
    expect(running.counted('call_event_kept')).toBe(3);
  });

  it('never overwrites newer knowledge with older', async () => {
    const named = (at: number, customerName: string) =>
      given.event(at, { is: 'conversation' }, { known: { customerName } });
    await running.arrive(9_000, named(8_000, 'New'));
    await running.arrive(9_100, named(7_000, 'Old'));
    expect(running.store.call?.known.customerName).toBe('New');
  });
});

describe('A wish that the rest of its sentence takes back', () => {
  const offer = given.final('caller', 1_000, 'To speak to a representative');

  it('asks for nobody, though the rule had fired', async () => {
    await running.arrive(1_100, offer);
    expect(running.effects()).toEqual(['request-handoff']);
    await running.arrive(2_600, given.final('caller', 2_500, 'press zero.'));
    expect(running.effects()).toEqual([]);
    await running.wakeUp(3_100);
    expect(running.asked).toEqual([]);
  });

  it('may be followed by one that is meant', async () => {
    await running.arrive(1_100, offer, given.final('caller', 2_500, 'press zero.'));
    await running.arrive(9_000, given.final('caller', 9_000, WISH));
    await running.wakeUp(9_000 + GRACE_MS);
    expect(running.asked).toHaveLength(1);
  });

  it('is asked for all the same when that comes too late', async () => {
    await running.arrive(1_100, offer);
    await running.wakeUp(1_100 + GRACE_MS);
    await running.arrive(3_500, given.final('caller', 3_400, 'press zero.'));
    expect(running.asked).toHaveLength(1);
  });

  it('leaves the handoff that another wish of the same call asks for', async () => {
    await running.arrive(1_000, given.final('caller', 900, WISH));
    await running.arrive(2_000, given.final('caller', 1_900, 'no'));
    await running.wakeUp(1_000 + GRACE_MS);
    expect(running.asked).toHaveLength(1);
  });
});

describe('Events of a call that is over', () => {
  it('are dropped and counted, without a write', async () => {
    await running.arrive(5_000, given.ended(5_000));
    const { done } = running.store;
    done.length = 0;
    await running.arrive(7_000, given.speech('caller', 'started', 6_500), given.final('caller', 6_900, WISH));
    expect(done).toEqual(['load']);
    expect([running.counted('call_event_dropped'), running.counted('call_event_kept')]).toEqual([2, 1]);
    expect(running.watched.lines).toContainEqual({
      level: 'info',
      message: 'events of an ended call dropped',
      fields: { callId: CALL_ID, count: 2 },
    });
    expect([...running.store.turns]).toEqual([]);
  });

  it('are dropped where only a webhook has noted the end, even of a call that was never heard of', async () => {
    running.store.overAt = T0 + 5_000;
    await running.arrive(7_000, given.final('caller', 6_900, WISH));
    expect(running.store.done).toEqual(['load']);
    expect(running.store.call).toBeUndefined();
    expect(running.counted('call_event_dropped')).toBe(1);
  });

  it('are kept where they were told before the end and come late: the last words of a caller', async () => {
    running.store.overAt = T0 + 5_000;
    await running.arrive(5_400, given.final('caller', 4_800, 'Please call me back.'));
    await running.arrive(5_500, given.ended(4_990));
    await running.arrive(5_600, given.final('assistant', 3_000, 'I am sorry.'));
    expect(running.store.conversation().map(({ text }) => text)).toEqual([
      'I am sorry.',
      'Please call me back.',
    ]);
    expect(running.counted('call_event_dropped')).toBe(0);
  });

  it('are kept where they arrive before the news of the end, however far Vapi’s clock is from ours', async () => {
    // By Vapi's clock the call ended at 5.0 s, which we heard at 5.15 s; the words of 4.8 s came at 5.1 s.
    running.store.overAt = T0 + 5_150;
    await running.arrive(5_200, given.ended(5_000));
    await running.arrive(5_300, {
      ...given.final('caller', 4_800, 'Call my mobile.'),
      receivedAt: T0 + 5_100,
    });
    expect(running.store.conversation().map(({ text }) => text)).toEqual(['Call my mobile.']);
    // What Vapi says was said after the end is after it, though it came before we heard of the end.
    await running.arrive(5_400, { ...given.final('caller', 5_050, 'Hello?'), receivedAt: T0 + 5_140 });
    expect(running.counted('call_event_dropped')).toBe(1);
  });

  it('ask for nobody, though they hold a wish', async () => {
    running.store.overAt = T0 + 5_000;
    await running.arrive(5_400, given.final('caller', 4_800, WISH));
    expect(running.store.call).toMatchObject({ wishes: [{}], fired: [], effects: [] });
    expect(running.woken).toEqual([]);
  });

  it('are dropped when the end is in the same batch', async () => {
    await running.arrive(
      6_000,
      given.final('caller', 5_500, 'Hello?'),
      given.ended(5_000),
      given.final('caller', 4_500, 'Bye.'),
    );
    expect(running.store.conversation().map(({ text }) => text)).toEqual(['Bye.']);
    expect(running.counted('call_event_dropped')).toBe(1);
  });
});

describe('A rule that asks for a human', () => {
  const wish = (at: number) => given.final('caller', at, WISH);
  const fail = (at: number) => [given.toolFailed(at, `t-${at}`), given.toolFailed(at + 1, `u-${at}`)];

  it('waits two seconds for the assistant to ask by itself where the caller has said so', async () => {
    await running.arrive(4_000, wish(3_900));
    expect(GRACE_MS).toBe(2_000);
    expect(running.asked).toEqual([]);
    expect(running.woken).toEqual([{ message: { callId: CALL_ID }, delaySeconds: 2 }]);
    await running.wakeUp(5_999);
    expect(running.asked).toEqual([]);
    await running.wakeUp(6_000);
    expect(running.asked).toMatchObject([
      { said: 1, reason: 'The caller asked for a person: “Can I speak to a real person”' },
    ]);
    expect(running.effects()).toEqual([]);
    expect(running.counted('rule_asked-for-human')).toBe(1);
  });

  it('asks at once where the assistant would not', async () => {
    await running.arrive(4_000, ...fail(3_900));
    expect(running.asked).toMatchObject([{ reason: "The assistant's tools failed 2 times in a row" }]);
    expect(running.store.done).toEqual(['load', 'save', 'save']);
    expect(running.woken).toEqual([]);
  });

  it.each([
    ['of the caller', 'de', 'fr', undefined, "Les outils de l'assistant"],
    ['of the assistant where the caller showed none', 'de', undefined, 'es', 'Fallos seguidos'],
    ['of the team where the call tells none', 'de', undefined, undefined, 'Die Werkzeuge'],
  ])('says why in the language %s', async (_whose, team, caller, assistant, reason) => {
    running.work.language = team;
    const known = { ...given.KNOWN, ...(assistant && { assistantLanguage: assistant }) };
    const spoken = caller === undefined ? [] : [given.event(1_000, { is: 'language', language: caller })];
    await running.arrive(4_000, ...[...spoken, ...fail(3_900)].map((one) => ({ ...one, known })));
    expect(running.asked).toMatchObject([{ reason: expect.stringContaining(reason) }]);
  });

  it('asks once, however often it is told', async () => {
    await running.arrive(4_000, wish(3_900));
    for (let time = 1; time <= 5; time += 1) await running.arrive(4_000 + time, wish(3_900));
    await running.wakeUp(6_100);
    await running.arrive(7_000, wish(6_900));
    await running.wakeUp(12_000);
    expect(running.asked).toHaveLength(1);
  });

  it('asks for nobody while a human is on the way, talks, or has talked with the caller', async () => {
    running.store.standing = { is: 'settled' };
    await running.arrive(4_000, wish(3_900), ...fail(3_950));
    expect(running.store.call).toMatchObject({ fired: [], effects: [] });
    expect(running.woken).toEqual([]);
  });

  const inVain = (at: number): Standing => ({ is: 'in-vain', at: T0 + at });

  it('asks again after a handoff in vain, for what has happened since and nothing older', async () => {
    await running.arrive(4_000, wish(3_900));
    await running.wakeUp(6_000);
    running.store.standing = inVain(36_000);
    await running.arrive(36_100, given.speech('caller', 'started', 36_050));
    await running.arrive(36_200, wish(3_900));
    expect(running.asked).toHaveLength(1);
    await running.arrive(40_000, wish(39_900));
    await running.wakeUp(42_000);
    expect(running.asked).toHaveLength(2);
    expect(new Set(running.asked.map(({ requestId }) => requestId)).size).toBe(2);
  });

  it('does not count what came before a handoff in vain that a tool had asked for', async () => {
    running.store.standing = inVain(36_000);
    await running.arrive(36_100, ...fail(3_900));
    expect(running.asked).toEqual([]);
    await running.arrive(37_000, given.toolFailed(36_900, 'x'));
    expect(running.asked).toEqual([]);
    await running.arrive(38_000, given.toolFailed(37_900, 'y'));
    expect(running.asked).toHaveLength(1);
  });

  it('gives the same request again the same id', async () => {
    running.answers.requestHandoff = { is: 'not-done', reason: 'queue' };
    await running.arrive(4_000, ...fail(3_900));
    await running.wakeUp(5_000);
    delete running.answers.requestHandoff;
    await running.wakeUp(8_000);
    expect(running.asked).toHaveLength(3);
    expect(new Set(running.asked.map(({ requestId }) => requestId)).size).toBe(1);
    expect(running.effects()).toEqual([]);
  });
});

describe('Events that come a day late', () => {
  const DAY = 86_400_000;

  it('are dropped and counted: their call has long been over', async () => {
    await running.arrive(DAY + 4_001, { ...given.final('caller', 3_900, WISH), receivedAt: T0 + 4_000 });
    expect(running.store.call).toBeUndefined();
    expect(running.counted('call_event_dropped')).toBe(1);
  });

  it('are taken in the last millisecond of that day', async () => {
    await running.arrive(DAY + 4_000, { ...given.final('caller', 3_900, WISH), receivedAt: T0 + 4_000 });
    expect(running.counted('call_event_dropped')).toBe(0);
  });
});

describe('What is put off', () => {
  it('is woken when it is due: after one second, then after two, four and so on', async () => {
    running.answers.requestHandoff = { is: 'not-done', reason: 'queue' };
    await running.arrive(4_000, given.toolFailed(3_900, 'a'), given.toolFailed(3_950, 'b'));
    await running.wakeUp(5_000);
    await running.wakeUp(7_000);
    expect(running.woken.map(({ delaySeconds }) => delaySeconds)).toEqual([1, 2, 4]);
    expect(running.watched.lines.at(-1)).toMatchObject({
      level: 'warn',
      message: 'effect',
      fields: { callId: CALL_ID, effect: 'request-handoff', event: 'not-done', reason: 'queue' },
    });
  });

  it('is given up at last, so that nothing is owed for ever', async () => {
    running.answers.requestHandoff = { is: 'unsure', reason: 'queue' };
    await running.arrive(4_000, given.toolFailed(3_900, 'a'), given.toolFailed(3_950, 'b'));
    for (let at = 10_000; running.woken.length > 0 && at < 2_000_000; at += 30_000) {
      running.woken.length = 0;
      await running.wakeUp(at);
    }
    expect(running.asked).toHaveLength(20);
    expect(running.effects()).toEqual([]);
  });

  it('is done by any event that comes after it is due, should its message get lost', async () => {
    await running.arrive(4_000, given.final('caller', 3_900, WISH));
    await running.arrive(6_500, given.partial(6_400));
    expect(running.asked).toHaveLength(1);
  });

  it('has one message that wakes it, whatever is told in the meantime', async () => {
    await running.arrive(4_000, given.final('caller', 3_900, WISH));
    for (let at = 4_100; at < 5_900; at += 200) await running.arrive(at, given.partial(at));
    expect(running.woken).toHaveLength(1);
  });
});

describe('A race', () => {
  it('that is lost is run again with what the winner wrote, and nothing of either is lost', async () => {
    await running.arrive(1_000, given.final('assistant', 900, 'How can I help?'));
    const found = running.store.call;
    running.store.meanwhile = () => {
      if (found !== undefined) running.store.write({ ...found, intent: { is: 'sales', at: T0 + 950 } });
    };
    running.store.done.length = 0;
    await running.arrive(4_000, given.final('caller', 3_900, 'Hello there.'));
    expect(running.store.done).toEqual(['load', 'append', 'save', 'load', 'append', 'save']);
    expect(running.store.call).toMatchObject({ intent: { is: 'sales' }, last: { text: 'Hello there.' } });
    expect(running.store.conversation()).toHaveLength(2);
    expect(running.counted('call_event_kept')).toBe(2);
  });

  it('that is lost against oneself, because the first answer got lost, still wakes what is owed', async () => {
    running.store.answerLost = true;
    await running.arrive(4_000, given.final('caller', 3_900, WISH));
    expect(running.woken).toEqual([{ message: { callId: CALL_ID }, delaySeconds: 2 }]);
    await running.wakeUp(6_000);
    expect(running.asked).toHaveLength(1);
  });

  it('that is lost while an effect runs leaves its result in the newer record', async () => {
    running.answers.requestHandoff = { is: 'not-done', reason: 'queue' };
    await running.arrive(4_000, given.toolFailed(3_900, 'a'));
    let saves = 0;
    const save = running.store.save.bind(running.store);
    running.store.save = async (call, version) => {
      saves += 1;
      if (saves === 2 && running.store.call !== undefined)
        running.store.write({ ...running.store.call, signs: [T0 + 1] });
      return save(call, version);
    };
    await running.arrive(5_000, given.toolFailed(4_900, 'b'));
    expect(running.store.call).toMatchObject({
      signs: [T0 + 1],
      effects: [{ attempts: 1, notBefore: T0 + 6_000 }],
    });
    expect(running.woken).toEqual([{ message: { callId: CALL_ID }, delaySeconds: 1 }]);
  });

  it('that cannot be won is left to a later delivery', async () => {
    running.store.save = async () => 'lost';
    await expect(running.arrive(4_000, given.partial(3_900))).rejects.toThrow('no save was won');
    expect(running.counted('call_event_kept')).toBe(0);
  });

  it('for a table that is down is left to a later delivery as well', async () => {
    running.store.down = true;
    await expect(running.arrive(4_000, given.partial(3_900))).rejects.toThrow(Unavailable);
  });
});

describe('A log line', () => {
  it('holds no word of the caller, no name and no number', async () => {
    await running.arrive(4_000, given.final('caller', 3_900, WISH), given.toolFailed(3_950, 'a'));
    await running.wakeUp(6_000);
    await running.arrive(7_000, given.ended(6_500));
    await running.arrive(8_000, given.final('caller', 7_500, 'Hello?'));
    const written = JSON.stringify(running.watched.lines);
    expect(running.watched.lines.length).toBeGreaterThan(2);
    expect(written).not.toMatch(/person|Robin|\+1415|Hello|vapi\.ai/);
  });
});

describe('A call with an effect that this version does not know', () => {
  it('is heard all the same, keeps it, and is woken for it again after a wake-up', async () => {
    await running.arrive(10, given.speech('assistant', 'started', 0));
    const { call } = await running.store.load(CALL_ID);
    if (call === undefined) throw new Error('there is a call');
    const unknownEffects = [{ id: 'send-text', dueAt: T0, as: { id: 'send-text' } }];
    await running.store.save({ ...call, unknownEffects }, 1);
    await running.arrive(3_000, given.speech('assistant', 'stopped', 3_000));
    expect(running.woken).toEqual([]);
    await running.wakeUp(4_000);
    expect(running.woken).toMatchObject([{ delaySeconds: 4 }]);
    expect((await running.store.load(CALL_ID)).call).toMatchObject({ unknownEffects });
    expect(running.watched.counts).toContain('call_effect_unknown');
  });
});
