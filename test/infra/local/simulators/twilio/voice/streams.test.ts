import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CALLER, OURS, startVoiceBench, type VoiceBench } from './bench.ts';

const STREAM = 'wss://vapi.example.com/stream-2';
let bench: VoiceBench;
let seen: string[][];
beforeEach(async () => {
  bench = await startVoiceBench({ agentPhones: () => 'waits' });
  seen = [];
  bench.twilio.connectStreams({
    opened(url, callSid) {
      seen.push(['opened', url, callSid]);
      return url === STREAM;
    },
    closed: (url, callSid, why) => void seen.push([why, url, callSid]),
  });
});
afterEach(() => bench.stop());

const FIRST = 'wss://vapi.example.com/stream-1';
const caller = () => {
  const sid = bench.twilio.legs.callerLeg({ from: CALLER, to: OURS, streamUrl: FIRST });
  const leg = bench.twilio.calls.get(sid);
  if (leg === undefined) throw new Error('there is no leg');
  return leg;
};
const connect = (url: string, more = '') =>
  `<Connect><Stream url="${url}"><Parameter name="a" value="b"/></Stream></Connect>${more}`;

describe('the leg of a caller at the simulated Twilio', () => {
  it('is in progress with its stream, and its end is told to the address of the number', async () => {
    const leg = caller();
    expect(leg).toMatchObject({ direction: 'inbound', status: 'in-progress', from: CALLER, to: OURS });
    await bench.twilio.idle();
    expect([seen, bench.statuses(leg)]).toEqual([[], []]);
    bench.twilio.legs.hangUp(leg.sid);
    await bench.twilio.idle();
    expect(seen).toEqual([['hung-up', FIRST, leg.sid]]);
    expect(bench.statuses(leg)).toEqual(['completed']);
    expect(bench.at('/status')[0]?.params).toMatchObject({ Direction: 'inbound', SequenceNumber: '0' });
  });

  it('ends when its stream is closed by the other side', async () => {
    const leg = caller();
    bench.twilio.legs.closeStream(FIRST);
    await expect.poll(() => leg.status).toBe('completed');
    expect(seen).toEqual([]);
  });

  it('loses its stream in the moment of a redirect', async () => {
    const leg = caller();
    await bench.redirect(leg, '<Say>One moment</Say><Pause length="100"/>');
    expect(seen).toEqual([['redirected', FIRST, leg.sid]]);
    expect(bench.whats()).toContain('caller-moved');
    await expect.poll(() => leg.heard).toEqual(['One moment']);
    bench.twilio.legs.hangUp(leg.sid);
    expect(seen).toHaveLength(1);
  });

  it('is connected to another stream, and goes on after it when that is closed', async () => {
    const leg = caller();
    await bench.redirect(leg, connect(STREAM, '<Say>Still there?</Say><Pause length="100"/>'));
    await expect
      .poll(() => seen)
      .toEqual([
        ['redirected', FIRST, leg.sid],
        ['opened', STREAM, leg.sid],
      ]);
    bench.twilio.legs.closeStream(STREAM);
    await expect.poll(() => leg.heard).toEqual(['Still there?']);
    expect(seen).toHaveLength(2);
  });

  it('goes on with a warning when nobody expects it at the stream', async () => {
    const leg = caller();
    await bench.redirect(leg, connect('wss://vapi.example.com/unknown', '<Say>Sorry</Say>'));
    await expect.poll(() => leg.status).toBe('completed');
    expect([leg.heard, bench.warnings()]).toEqual([
      ['Sorry'],
      [expect.stringContaining('could not be opened')],
    ]);
  });

  it('tells its stream nothing when the simulator stops', async () => {
    caller();
    await bench.twilio.stop();
    expect(seen).toEqual([]);
  });
});

describe('the Voice API of the simulated Twilio', () => {
  it('fails as it is told to, before or after the effect', async () => {
    const leg = caller();
    bench.twilio.faults.next('update-call', { kind: 'status', status: 503 });
    expect((await bench.redirect(leg, '<Say>Lost</Say>')).status).toBe(503);
    expect(seen).toEqual([]);
    bench.twilio.faults.next('create-call', { kind: 'lost-answer' });
    await expect(bench.dial('<Pause length="100"/>')).rejects.toThrow();
    const [, made] = bench.twilio.calls.values();
    await expect.poll(() => made?.status).toBe('in-progress');
  });
});
