import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import { QUEUE_RESULTS } from '../../../lib/handoff/record/events.ts';
import { OUTCOMES } from '../../../lib/handoff/record/handoff.ts';
import type { VoicePorts } from '../../../lib/inbound/agent-call.ts';
import { nextForCaller, waitInQueue } from '../../../lib/inbound/caller-call.ts';
import type { CallerCall } from '../../../lib/twilio/voice-callbacks.ts';
import * as given from '../handoff/given.ts';
import * as legs from '../handoff/given-legs.ts';
import { LINKS } from '../handoff/scripted.ts';
import { owes } from '../handoff/seen.ts';

const { T0, CALL_ID, loaded } = given;
const REF = { callId: CALL_ID, handoffId: 'ho_1' };

const world = (from: Loaded) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const ports: VoicePorts = { store, queue, clock: () => T0 + 9_000, links: LINKS, ...watched };
  const call = (changed: Partial<CallerCall>): CallerCall => ({
    is: 'caller-call',
    callSid: 'CA1',
    ...changed,
  });
  const next = (changed: Partial<CallerCall> = {}) => nextForCaller(REF, call(changed), ports);
  const waits = (changed: Partial<CallerCall> = {}) => waitInQueue(REF, call(changed), ports);
  return { store, queue, next, waits, ...watched };
};

const said = (twiml: string): string =>
  [...twiml.matchAll(/<Say language="en-US">([^<]*)<\/Say>/g)].map(([, text]) => text).join(' ');
const hangsUp = (twiml: string): boolean => /<Hangup\/><\/Response>$/.test(twiml);
/** Music, and then the same question again. */
const holds = (twiml: string): boolean =>
  twiml.includes('<Play>') && twiml.includes(`<Redirect method="POST">${LINKS.caller(REF)}</Redirect>`);

describe('A caller of a handoff that speaks Spanish', () => {
  it('hears Spanish in the queue, where only the address says so', async () => {
    const { store, queue, ...watched } = world(loaded(legs.own('enqueue', given.QUEUED)));
    const ports: VoicePorts = { store, queue, clock: () => T0, links: LINKS, ...watched };
    const call = { is: 'caller-call', callSid: 'CA1', position: 2 } as const;
    const twiml = await waitInQueue({ ...REF, language: 'es' }, call, ports);
    expect(twiml).toMatch(
      /<Say language="es-ES">En breve le atenderá .* Su turno en la cola es el número 2\.<\/Say>/,
    );
    expect(twiml).toContain(LINKS.wait({ ...REF, language: 'es' }));
  });

  it('hears Spanish when nobody brings them back, as the record says', async () => {
    const request = given.request({ speech: 'es' });
    const { next } = world(
      loaded(legs.own('conference', given.ended({ outcome: 'no_agent' }), [], { request })),
    );
    expect(await next()).toContain('<Say language="es-ES">Lo siento, ahora mismo no he podido');
  });
});

describe('A caller whose leg asks what comes next', () => {
  it('after a talk in the conference hears the line end', async () => {
    const { store, next } = world(loaded(legs.own('conference', legs.TALKING)));
    const twiml = await next();
    expect([said(twiml), hangsUp(twiml)]).toEqual(['', true]);
    expect(store.record.progress).toMatchObject({ state: 'ended', outcome: 'completed' });
  });

  it('after a talk with an agent from the queue hears the line end', async () => {
    const { next } = world(loaded(legs.own('enqueue', legs.TALKING)));
    expect(hangsUp(await next({ queueResult: 'bridged' }))).toBe(true);
  });

  it('whom no agent met in the conference hears music until an assistant is there', async () => {
    const { store, queue, next } = world(loaded(legs.own('conference', legs.TAKEN)));
    expect(holds(await next())).toBe(true);
    expect(owes(store.record)).toContain('open an assistant (bridge_failed)');
    expect(queue.sent).toMatchObject([{ message: { event: { type: 'resume' } } }]);
  });

  it('who pressed star in the queue hears music until an assistant is there', async () => {
    const { store, next } = world(loaded(legs.own('enqueue', given.QUEUED)));
    expect(holds(await next({ queueResult: 'leave' }))).toBe(true);
    expect(owes(store.record)).toContain('open an assistant (no_agent)');
  });

  it('holds on while the way back is under way, however often they ask', async () => {
    for (const effect of [legs.opening('no_agent'), legs.moving('assistant'), legs.moving('goodbye')]) {
      const { store, next } = world(
        loaded(legs.own('enqueue', given.ended({ outcome: 'no_agent' }), [effect])),
      );
      expect(holds(await next({ queueResult: 'leave' }))).toBe(true);
      expect(store.saves).toEqual([]);
    }
  });

  for (const outcome of OUTCOMES) {
    const talked = outcome === 'completed' || outcome === 'caller_left';
    it(`once it has ended ${outcome}, and nobody brings them back, ${talked ? 'hears the line end' : 'hears a sentence first'}`, async () => {
      const twiml = await world(loaded(legs.own('conference', given.ended({ outcome })))).next();
      expect(said(twiml) === '').toBe(talked);
      expect(hangsUp(twiml)).toBe(true);
    });
  }

  for (const from of [
    { is: 'none', version: 0 },
    { is: 'call-over', version: 1 },
    loaded(legs.own('conference', legs.TALKING, [], { handoffId: 'ho_2' })),
  ] satisfies Loaded[]) {
    it(`of a handoff that is not known (${from.is}) is told so and hung up on`, async () => {
      const { store, next } = world(from);
      const twiml = await next();
      expect(said(twiml)).toMatch(/cannot go on/);
      expect(hangsUp(twiml)).toBe(true);
      expect(store.saves).toEqual([]);
    });
  }

  it.each(QUEUE_RESULTS)('never is left without an instruction: %s', async (queueResult) => {
    for (const progress of [
      given.REQUESTED,
      given.QUEUED,
      legs.RUNG,
      legs.TAKEN,
      legs.TALKING,
      given.ended(),
    ]) {
      const twiml = await world(loaded(legs.own('enqueue', progress))).next({ queueResult });
      expect(holds(twiml) || hangsUp(twiml)).toBe(true);
    }
  });

  it('is told nothing wrong while the table cannot be reached', async () => {
    const { store, next } = world(loaded(legs.own('conference', legs.TALKING)));
    store.down = true;
    await expect(next()).rejects.toThrow(Unavailable);
  });
});

describe('A caller who waits in the queue', () => {
  const queued = () => world(loaded(legs.own('enqueue', given.QUEUED)));

  it('hears what to expect and how to get back, and music; nothing is asked of the table', async () => {
    const { store, waits } = queued();
    const twiml = await waits();
    expect(said(twiml)).toMatch(/A colleague will be with you shortly\. .*press star/);
    expect(twiml).toMatch(/<Gather numDigits="1"[^>]*>.*<Play>.*<\/Gather>/s);
    expect(twiml).toContain(`action="${LINKS.wait(REF)}"`);
    expect(store.calls).toEqual([]);
  });

  it.each([
    [1, false],
    [2, true],
    [17, true],
    [undefined, false],
  ])('at place %s hears it: %s', async (position, heard) => {
    const twiml = await queued().waits(position === undefined ? {} : { position });
    expect(said(twiml).includes(`You are number ${position} in line.`)).toBe(heard);
  });

  it('and presses star has it undone, and an assistant fetched', async () => {
    const { store, waits } = queued();
    const twiml = await waits({ digits: '*' });
    expect(twiml).toContain('<Play>');
    expect(store.record.progress).toMatchObject({ state: 'ended', outcome: 'canceled' });
    expect(owes(store.record)).toEqual(['cancel WT1', 'open an assistant (canceled)']);
  });

  it('and presses star when an agent has just taken the call stays', async () => {
    const { store, waits } = world(loaded(legs.own('enqueue', legs.TAKEN)));
    await waits({ digits: '*' });
    expect(store.saves).toEqual([]);
  });

  it.each(['1', '#', '0'])('and presses %s waits on', async (digits) => {
    const { store, waits } = queued();
    await waits({ digits });
    expect(store.calls).toEqual([]);
  });

  it('of an ended handoff whose star comes late does not take back the next one', async () => {
    const next = loaded(legs.own('enqueue', given.QUEUED, [], { handoffId: 'ho_2' }));
    const { store, waits } = world(next);
    await waits({ digits: '*' });
    expect(store.record.progress.state).toBe('queued');
  });
});
