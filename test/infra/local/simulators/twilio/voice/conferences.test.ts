import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Leg } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import { CONFERENCES, startVoiceBench, twiml, type VoiceBench } from './bench.ts';

let bench: VoiceBench;
beforeEach(async () => {
  bench = await startVoiceBench({ agentPhones: () => 'waits' });
});
afterEach(() => bench.stop());

const MUSIC = "Twilio's hold music";
const room = (attributes = '') => `<Dial><Conference ${attributes}>room</Conference></Dial>`;
const callback = () =>
  `statusCallback="${bench.product}/conference" statusCallbackEvent="start end join leave"`;
const told = () => bench.at('/conference').map(({ params }) => params);
const joined = async (inner: string): Promise<Leg> => {
  const before = bench.whats().filter((what) => what === 'conference-joined').length;
  const leg = await bench.dial(inner);
  await expect
    .poll(() => bench.whats().filter((what) => what === 'conference-joined').length)
    .toBe(before + 1);
  return leg;
};
const listed = async (params: Record<string, string>) => {
  const { body } = await bench.rest('GET', `${CONFERENCES}.json`, params);
  return Array.isArray(body.conferences) ? body.conferences.map((one) => ({ ...Object(one) })) : [];
};
const isThere = async (sid: unknown, leg: Leg) =>
  (await bench.rest('GET', `${CONFERENCES}/${sid}/Participants/${leg.sid}.json`)).status === 200;

describe('a conference of the simulated Twilio', () => {
  it('begins with its first participant, starts with the second, and ends with the last', async () => {
    bench.documents.set('/conference', { status: 204 });
    const first = await joined(room(callback()));
    const [waiting] = await listed({ FriendlyName: 'room' });
    expect([waiting?.status, await isThere(waiting?.sid, first)]).toEqual(['init', true]);
    const second = await joined(room());
    expect(await listed({ FriendlyName: 'room', Status: 'in-progress' })).toMatchObject([
      { sid: waiting?.sid },
    ]);
    const { body } = await bench.rest('GET', `${CONFERENCES}/${waiting?.sid}/Participants.json`);
    expect(body.participants).toMatchObject([{ call_sid: first.sid }, { call_sid: second.sid }]);

    bench.twilio.hangUp(first.sid);
    expect([second.status, await isThere(waiting?.sid, first)]).toEqual(['in-progress', false]);
    bench.twilio.hangUp(second.sid);
    await bench.twilio.idle();
    expect(await listed({ FriendlyName: 'room', Status: 'completed' })).toHaveLength(1);
    expect(told().map(({ StatusCallbackEvent, CallSid }) => [StatusCallbackEvent, CallSid])).toEqual([
      ['participant-join', first.sid],
      ['participant-join', second.sid],
      ['conference-start', undefined],
      ['participant-leave', first.sid],
      ['participant-leave', second.sid],
      ['conference-end', undefined],
    ]);
    expect(told().map(({ SequenceNumber }) => SequenceNumber)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(told()[0]).toMatchObject({
      FriendlyName: 'room',
      ConferenceSid: waiting?.sid,
      Muted: 'false',
      Hold: 'false',
      StartConferenceOnEnter: 'true',
      EndConferenceOnExit: 'false',
    });
    expect(told().at(-1)).toMatchObject({
      ReasonConferenceEnded: 'last-participant-left',
      Reason: 'The last participant left the conference',
      CallSidEndingConference: second.sid,
    });
    const again = await joined(room());
    expect((await listed({ FriendlyName: 'room', Status: 'init' }))[0]?.sid).not.toBe(waiting?.sid);
    bench.twilio.hangUp(again.sid);
  });

  it('ends for all when somebody leaves whose exit ends it', async () => {
    bench.documents.set('/conference', { status: 204 });
    const agent = await joined(room(`endConferenceOnExit="true" ${callback()}`));
    const caller = await joined(`${room()}<Say>Alone again</Say>`);
    bench.twilio.hangUp(agent.sid);
    await bench.twilio.idle();
    expect([caller.heard, caller.status]).toEqual([['Alone again'], 'completed']);
    expect(told().at(-1)).toMatchObject({
      StatusCallbackEvent: 'conference-end',
      ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
      Reason: `Participant ${agent.sid} with endConferenceOnExit=true left the conference`,
      CallSidEndingConference: agent.sid,
    });
    expect(bench.whats().filter((what) => what === 'conference-ended')).toHaveLength(1);
  });

  it('tells only what is asked for, to the address of its first participant', async () => {
    bench.documents.set('/conference', { status: 204 });
    const only = `statusCallback="${bench.product}/conference" statusCallbackEvent="leave"`;
    const first = await joined(room(only));
    await joined(room(callback()));
    bench.twilio.hangUp(first.sid);
    await bench.twilio.idle();
    expect(told().map(({ StatusCallbackEvent }) => StatusCallbackEvent)).toEqual(['participant-leave']);
  });

  it('plays music to somebody who is alone, and to nobody else', async () => {
    const first = await joined(room());
    expect(first.playing).toBe(MUSIC);
    const second = await joined(room('waitUrl=""'));
    expect([first.playing, second.playing]).toEqual([undefined, undefined]);
    bench.twilio.hangUp(second.sid);
    expect(first.playing).toBe(MUSIC);
  });

  it('loops its own document while somebody waits', async () => {
    bench.documents.set('/wait', twiml('<Say>Please hold</Say>'));
    const first = await joined(room(`waitUrl="${bench.product}/wait" waitMethod="GET"`));
    await expect.poll(() => first.heard.length).toBeGreaterThan(2);
    expect(bench.at('/wait')[0]).toMatchObject({ params: { CallSid: first.sid } });
    await bench.twilio.idle();
    await joined(room());
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { length } = first.heard;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(first.heard).toHaveLength(length);
  });

  it('is silent where the document fails, and takes no <Gather> in it', async () => {
    bench.documents.set('/wait', twiml('<Gather/>'));
    const first = await joined(room(`waitUrl="${bench.product}/wait"`));
    await expect.poll(bench.warnings).toEqual([expect.stringContaining('12200')]);
    expect(first.status).toBe('in-progress');
  });

  it('does not start before somebody comes who may start it', async () => {
    await joined(room('startConferenceOnEnter="false"'));
    const second = await joined(room('startConferenceOnEnter="false"'));
    expect(second.playing).toBe(MUSIC);
    await joined(room());
    expect(second.playing).toBeUndefined();
  });

  it('takes no more than its number of participants', async () => {
    await joined(room('maxParticipants="1"'));
    const second = await bench.dial(`${room('maxParticipants="1"')}<Say>Full</Say>`);
    await expect.poll(() => second.heard).toEqual(['Full']);
    expect(bench.warnings()).toEqual([expect.stringContaining('full')]);
  });

  it('tells the action of <Dial> whether the two met', async () => {
    const met = ({ DialCallStatus = '', DialBridged = '' }) =>
      twiml(`<Say>${DialCallStatus} ${DialBridged}</Say>`);
    bench.documents.set('/dialled', met);
    const agent = await joined(room('endConferenceOnExit="true"'));
    const caller = await joined(
      `<Dial action="${bench.product}/dialled"><Conference>room</Conference></Dial>`,
    );
    bench.twilio.hangUp(agent.sid);
    await expect.poll(() => caller.heard).toEqual(['answered true']);
  });

  it('loses a leg that is redirected at once, and that leg asks no action', async () => {
    const agent = await joined(room());
    const caller = await joined(
      `<Dial action="${bench.product}/dialled"><Conference>room</Conference></Dial>`,
    );
    const [conference] = await listed({ FriendlyName: 'room' });
    await bench.redirect(caller, '<Say>Elsewhere</Say><Pause length="500"/>');
    expect([agent.playing, await isThere(conference?.sid, caller)]).toEqual([MUSIC, false]);
    await expect.poll(() => caller.heard).toEqual(['Elsewhere']);
    await bench.update(caller, { Status: 'completed' });
    await bench.twilio.idle();
    expect(bench.at('/dialled')).toEqual([]);
  });

  it('has callbacks that can be lost and doubled', async () => {
    bench.documents.set('/conference', { status: 204 });
    bench.twilio.deliveries
      .next('conference:participant-join', { drop: true })
      .next('conference', { copies: 2 });
    const only = await joined(room(callback()));
    bench.twilio.hangUp(only.sid);
    await bench.twilio.idle();
    expect(told().map(({ StatusCallbackEvent }) => StatusCallbackEvent)).toEqual([
      'participant-leave',
      'participant-leave',
      'conference-end',
    ]);
  });
});
