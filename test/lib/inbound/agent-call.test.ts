import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import type { Loaded } from '../../../lib/handoff/ports/store.ts';
import type { Handoff, Progress } from '../../../lib/handoff/record/handoff.ts';
import {
  askAgent,
  forAgent,
  hearAgent,
  type OfferRef,
  type VoicePorts,
} from '../../../lib/inbound/agent-call.ts';
import type { AgentCall } from '../../../lib/twilio/voice-callbacks.ts';
import * as given from '../handoff/given.ts';
import * as legs from '../handoff/given-legs.ts';
import { LINKS } from '../handoff/scripted.ts';
import { owes } from '../handoff/seen.ts';

const { T0, CALL_ID, loaded } = given;
const REF = { callId: CALL_ID, handoffId: 'ho_1', reservationSid: 'WR1' };

const world = (from: Loaded) => {
  const store = new given.MemoryStore(from);
  const queue = new given.MemoryQueue();
  const watched = given.watching();
  const ports: VoicePorts = { store, queue, clock: () => T0 + 9_000, links: LINKS, ...watched };
  const call = (changed: Partial<AgentCall>): AgentCall => ({
    is: 'agent-call',
    callSid: 'CA2',
    machine: false,
    ...changed,
  });
  const asks = (changed: Partial<AgentCall> = {}, ref = REF) => askAgent(ref, call(changed), ports);
  const presses = (digits: string | undefined, changed: Partial<AgentCall> = {}, ref: OfferRef = REF) =>
    hearAgent(ref, call({ ...(digits === undefined ? {} : { digits }), ...changed }), ports);
  return { store, queue, asks, presses, ...watched };
};
const own = (
  progress: Progress,
  strategy: 'conference' | 'enqueue' = 'conference',
  changed: Partial<Handoff> = {},
) => loaded(legs.own(strategy, progress, [], changed));

const said = (twiml: string): string =>
  [...twiml.matchAll(/<Say language="en-US">([^<]*)<\/Say>/g)].map(([, text]) => text).join(' ');
const hangsUp = (twiml: string): boolean => /<Hangup\/><\/Response>$/.test(twiml);
const asksForKey = (twiml: string): boolean =>
  twiml.includes(`<Gather numDigits="1"`) && twiml.includes(`action="${LINKS.decision(REF)}"`);

const CALLER_LEFT = 'The caller has hung up. Thank you.';
const OVER = 'The call is over. Thank you.';

describe('An agent who answers', () => {
  it('hears who is calling and why, and is asked for a key', async () => {
    const context = {
      reason: 'Wants a refund',
      customerName: 'A. Caller',
      department: 'billing',
      messages: [],
    };
    const { store, asks } = world(own(legs.RUNG, 'conference', { request: given.request({ context }) }));
    const twiml = await asks();
    expect(said(twiml)).toBe(
      'The assistant has A. Caller on the line, for billing. Wants a refund. Press 1 to take the call, or 2 to decline.',
    );
    expect(asksForKey(twiml)).toBe(true);
    expect(store.record.progress).toMatchObject({ state: 'offered', agentLeg: 'CA2' });
  });

  it('hears it in the language of the handoff, and goes on hearing it whatever they press', async () => {
    const request = given.request({ speech: 'de' });
    const { asks, presses } = world(own(legs.RUNG, 'conference', { request }));
    const asked = await asks();
    expect(asked).toContain('<Say language="de-DE">Der Assistent hat jemanden in der Leitung.');
    expect(asked).toContain(`action="${LINKS.decision({ ...REF, language: 'de' })}"`);
    expect(await presses('2')).toContain(
      '<Say language="de-DE">Danke. Es wird jemand anderes gefragt.</Say>',
    );
    expect(await presses('1')).toContain('<Say language="de-DE">Das Gespräch ist beendet. Danke.</Say>');
    // The address alone says it where nothing is read.
    const { asks: _asks, ...other } = world(own(legs.RUNG));
    expect(await other.presses('9', {}, { ...REF, language: 'fr' })).toContain(
      '<Say language="fr-FR">Appuyez sur 1 pour prendre l\'appel',
    );
  });

  it('tells by answering which leg it is', async () => {
    const { store, asks } = world(own(given.OFFERED));
    expect(asksForKey(await asks())).toBe(true);
    expect(store.record.progress).toMatchObject({ agentLeg: 'CA2' });
  });

  const gone: [name: string, from: Loaded, sentence: string][] = [
    ['after the caller has left', own(given.ended({ outcome: 'caller_left' })), CALLER_LEFT],
    ['after nobody came in time', own(given.ended({ outcome: 'no_agent' })), OVER],
    ['when the offer went back', own(given.QUEUED), OVER],
    [
      'when another agent has it',
      own({ ...legs.TAKEN, reservation: given.reservation(2), agentLeg: 'CA3' }),
      OVER,
    ],
    ['for another handoff of the call', own(legs.RUNG, 'conference', { handoffId: 'ho_2' }), OVER],
    ['for a call that nobody knows', { is: 'none', version: 0 }, OVER],
  ];
  for (const [name, from, sentence] of gone) {
    it(`${name} hears so and nothing of the caller`, async () => {
      const twiml = await world(from).asks();
      expect(said(twiml)).toBe(sentence);
      expect(hangsUp(twiml)).toBe(true);
    });

    it(`${name} and presses 1 hears so`, async () => {
      const twiml = await world(from).presses('1');
      expect(said(twiml)).toBe(sentence);
      expect(hangsUp(twiml)).toBe(true);
    });
  }

  it('is a machine: it is told nothing, and the next agent is asked', async () => {
    const { store, asks, counts } = world(own(legs.RUNG));
    const twiml = await asks({ machine: true });
    expect([said(twiml), hangsUp(twiml)]).toEqual(['', true]);
    expect([store.record.progress.state, ...owes(store.record)]).toEqual(['queued', 'reject WR1']);
    expect(counts).toContain('answer_voicemail');
  });

  it('has what is owed handed to the worker', async () => {
    const { queue, asks } = world(own(given.ended()));
    await asks();
    expect(queue.sent).toMatchObject([{ message: { event: { type: 'resume' } }, delaySeconds: 0 }]);
  });
});

describe('An agent who presses a key', () => {
  it('1 waits for the caller in the conference of this handoff', async () => {
    const { store, presses, counts } = world(own(legs.RUNG));
    const twiml = await presses('1');
    expect(twiml).toMatch(
      /<Conference [^>]*startConferenceOnEnter="true" endConferenceOnExit="true"[^>]*>ho_1-1<\/Conference>/,
    );
    expect(twiml).toContain(`statusCallback="${LINKS.status(REF)}#rc=2&amp;rp=ct,rt,5xx"`);
    expect([store.record.progress.state, ...owes(store.record)]).toEqual(['bridging', 'accept WR1']);
    expect(counts).toContain('answer_taken');
  });

  it('1 takes the caller from the queue', async () => {
    const { store, presses } = world(own(legs.RUNG, 'enqueue'));
    const twiml = await presses('1');
    expect(twiml).toMatch(/<Queue reservationSid="WR1"/);
    expect([store.record.progress.state, ...owes(store.record)]).toEqual(['bridging']);
  });

  it('1 and again gets the same again', async () => {
    const { store, presses } = world(own(legs.RUNG));
    expect(await presses('1')).toBe(await presses('1'));
    expect(store.saves).toHaveLength(1);
  });

  it('1 on another leg than the one that was rung is not taken', async () => {
    const { store, presses } = world(own(legs.RUNG));
    expect(said(await presses('1', { callSid: 'CA9' }))).toBe(OVER);
    expect(store.saves).toEqual([]);
  });

  it('1 while another of their legs is being joined is told that it is over', async () => {
    const { presses } = world(own(legs.TAKEN));
    expect(said(await presses('1', { callSid: 'CA9' }))).toBe(OVER);
    expect(await presses('1')).toContain('<Conference');
  });

  it.each([
    ['2', 'declined'],
    [undefined, 'no-key'],
  ])('%s has the next agent asked', async (digits, counted) => {
    const { store, presses, counts } = world(own(legs.RUNG));
    const twiml = await presses(digits);
    expect([said(twiml), hangsUp(twiml)]).toEqual(['Thank you. Somebody else will be asked.', true]);
    expect([store.record.progress.state, ...owes(store.record)]).toEqual(['queued', 'reject WR1']);
    expect(counts).toContain(`answer_${counted}`);
  });

  it.each(['3', '0', '*', '#', ''])('%j is asked again, and nothing is decided', async (digits) => {
    const { store, presses } = world(own(legs.RUNG));
    const twiml = await presses(digits);
    expect(asksForKey(twiml)).toBe(true);
    expect(said(twiml)).toBe('Press 1 to take the call, or 2 to decline.');
    expect(store.calls).toEqual([]);
  });

  it('is told nothing wrong while the table cannot be reached', async () => {
    const { store, asks, presses } = world(own(legs.RUNG));
    store.down = true;
    await expect(asks()).rejects.toThrow(Unavailable);
    await expect(presses('1')).rejects.toThrow(Unavailable);
  });

  it('leaves no number, name or reason in the log', async () => {
    const context = { reason: 'Wants a refund', customerName: 'A. Caller', messages: [] };
    const { lines, asks, presses } = world(
      own(legs.RUNG, 'conference', { request: given.request({ context }) }),
    );
    await asks();
    await presses('1');
    const text = JSON.stringify(lines);
    for (const secret of ['+1415', 'refund', 'A. Caller']) expect(text).not.toContain(secret);
  });
});

describe('An address without an offer', () => {
  it('is no agent’s', async () => {
    const answer = forAgent(async () => 'asked');
    const call: AgentCall = { is: 'agent-call', callSid: 'CA2', machine: false };
    const { store, queue, log, count } = { ...world(own(legs.RUNG)) };
    const ports: VoicePorts = { store, queue, log, count, clock: () => T0, links: LINKS };
    expect(said(await answer({ callId: CALL_ID, handoffId: 'ho_1' }, call, ports))).toBe(OVER);
    expect(await answer(REF, call, ports)).toBe('asked');
  });
});
