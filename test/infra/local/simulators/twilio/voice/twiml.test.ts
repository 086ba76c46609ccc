import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Phone } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import { ACCOUNT } from '../bench.ts';
import { AGENT, OURS, startVoiceBench, twiml, type VoiceBench } from './bench.ts';

let bench: VoiceBench;
let phone: Phone;
beforeEach(async () => {
  phone = 'waits';
  bench = await startVoiceBench({ agentPhones: () => phone });
});
afterEach(() => bench.stop());

const SORRY = 'We are sorry, an application error has occurred. Goodbye.';

describe('TwiML on the simulated Twilio', () => {
  it('is asked for with the parameters of the call', async () => {
    bench.documents.set(
      '/agent',
      twiml('<Say>Hello <emphasis>there</emphasis> &amp; welcome &#8212; A</Say>'),
    );
    const order = { To: AGENT, From: OURS, Url: `${bench.product}/agent?handoff=1` };
    const { body } = await bench.rest('POST', `/2010-04-01/Accounts/${ACCOUNT}/Calls.json`, order);
    await bench.twilio.idle();
    expect(bench.twilio.calls.get(String(body.sid))?.heard).toEqual(['Hello there & welcome — A']);
    expect(bench.at('/agent')[0]?.params).toEqual({
      CallSid: body.sid,
      AccountSid: ACCOUNT,
      From: OURS,
      To: AGENT,
      Caller: OURS,
      Called: AGENT,
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      ApiVersion: '2010-04-01',
    });
  });

  it('runs verb after verb, each for its time, and ends the call', async () => {
    bench.documents.set('/more', twiml('<Say>Third</Say><Hangup/><Say>Never</Say>'));
    const leg = await bench.dial(
      `<Say>First</Say><Pause length="4"/><Say loop="2">Second</Say><Redirect method="GET">${bench.product}/more</Redirect>`,
    );
    await bench.twilio.idle();
    expect(leg.heard).toEqual(['First', 'Second', 'Second', 'Third']);
    expect(leg.log).toEqual(['Say', 'Pause', 'Say', 'Redirect', 'Say', 'Hangup']);
    expect((leg.endedAt ?? 0) - (leg.answeredAt ?? 0)).toBeGreaterThanOrEqual(75);
    expect(leg.status).toBe('completed');
  });

  it('is read in the language that it names', async () => {
    const leg = await bench.dial('<Say language="es-ES">Buenos días</Say><Say language="de-DE">Hallo</Say>');
    await bench.twilio.idle();
    expect(leg.heard).toEqual(['Buenos días', 'Hallo']);
    expect(leg.heardIn).toEqual(['es-ES', 'de-DE']);
  });

  it('plays for ever with loop="0"', async () => {
    const leg = await bench.dial('<Play loop="0">https://media.example.com/hold.mp3</Play><Say>Never</Say>');
    await expect.poll(() => leg.playing).toBe('https://media.example.com/hold.mp3');
    await bench.twilio.idle();
    expect([leg.status, leg.heard]).toEqual(['in-progress', []]);
    bench.twilio.hangUp(leg.sid);
    expect(leg.playing).toBeUndefined();
  });

  it.each([
    ['no XML', 'Hello', '12100'],
    ['a tag that is not closed', '<Response><Say>Hello</Response>', '12100'],
    ['another root', '<Answer/>', '12100'],
    ['an unknown verb', twiml('<Speak>Hello</Speak>'), '12200'],
    ['an unknown attribute', twiml('<Say tone="kind">Hello</Say>'), '12200'],
    ['a language that Twilio does not read', twiml('<Say language="es">Hola</Say>'), '12200'],
    ['a language that there is not', twiml('<Say language="xx-XX">Hola</Say>'), '12200'],
    ['an impossible value', twiml('<Pause length="long"/>'), '12200'],
    ['a verb inside another', twiml('<Say>Hello<Dial/></Say>'), '12200'],
    ['a noun without its verb', twiml('<Conference>room</Conference>'), '12200'],
    ['bare words', twiml('Hello'), '12200'],
    ['a failure', { status: 500 }, '11200'],
    ['words', { body: 'Hello', type: 'text/plain' }, '12300'],
  ])('that is %s ends the call with a warning', async (_what, document, code) => {
    bench.documents.set('/agent', document);
    const leg = await bench.dial(`<Redirect>${bench.product}/agent</Redirect>`);
    await bench.twilio.idle();
    expect(bench.warnings()).toEqual([expect.stringMatching(new RegExp(`^${code} `))]);
    expect([leg.heard, leg.status]).toEqual([[SORRY], 'completed']);
  });

  it('comes from the fallback when it fails', async () => {
    bench.documents.set('/agent', { status: 500 });
    bench.documents.set('/fallback-twiml', twiml('<Say>Please wait</Say>'));
    const leg = await bench.dial(`<Redirect>${bench.product}/agent</Redirect>`, {
      FallbackUrl: `${bench.product}/fallback-twiml`,
    });
    await bench.twilio.idle();
    expect(leg.heard).toEqual(['Please wait']);
    expect(bench.at('/fallback-twiml')[0]?.params).toMatchObject({
      ErrorCode: '11200',
      ErrorUrl: `${bench.product}/agent`,
    });
  });

  it('gathers as many keys as it is asked to, and hears no more of a prompt once one is pressed', async () => {
    bench.documents.set('/pressed', ({ Digits }) => twiml(`<Say>${Digits}</Say>`));
    const leg = await bench.dial(
      `<Gather numDigits="3" timeout="50" action="${bench.product}/pressed"><Say>One</Say><Pause length="500"/><Say>Two</Say></Gather>`,
    );
    await expect.poll(() => bench.twilio.press(leg.sid, '1')).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 60));
    bench.twilio.press(leg.sid, '2');
    bench.twilio.press(leg.sid, '3');
    await expect.poll(() => leg.heard).toEqual(['One', '123']);
  });

  it('gathers until the last key, or until no more comes', async () => {
    bench.documents.set('/pressed', ({ Digits }) => twiml(`<Say>${Digits}</Say>`));
    const gather = (timeout: number) => `<Gather timeout="${timeout}" action="${bench.product}/pressed"/>`;
    const first = await bench.dial(gather(500));
    await expect.poll(() => bench.twilio.press(first.sid, '4')).toBe(true);
    bench.twilio.press(first.sid, '#');
    await expect.poll(() => first.heard).toEqual(['4']);
    const second = await bench.dial(gather(3));
    await expect.poll(() => bench.twilio.press(second.sid, '5')).toBe(true);
    await expect.poll(() => second.heard).toEqual(['5']);
  });

  it('asks the action without keys only when that is wanted', async () => {
    bench.documents.set('/pressed', ({ Digits }) => twiml(`<Say>Pressed: ${Digits}.</Say>`));
    const gather = (more: string) =>
      `<Gather timeout="1" action="${bench.product}/pressed" ${more}/><Say>Next</Say>`;
    const leg = await bench.dial(gather(''));
    const other = await bench.dial(gather('actionOnEmptyResult="true"'));
    await bench.twilio.idle();
    expect([leg.heard, other.heard]).toEqual([['Next'], ['Pressed: .']]);
  });

  it('rings another phone, and says in the action how that went', async () => {
    bench.documents.set('/dialled', ({ DialCallStatus, DialBridged }) =>
      twiml(`<Say>${DialCallStatus} ${DialBridged}</Say>`),
    );
    const dial = `<Dial timeout="2" callerId="${OURS}" action="${bench.product}/dialled"><Number>+14155550178</Number></Dial>`;
    const leg = await bench.dial(dial);
    await expect.poll(() => bench.twilio.calls.size).toBe(2);
    const child = [...bench.twilio.calls.values()].at(-1);
    await expect.poll(() => child?.status).toBe('in-progress');
    expect(child).toMatchObject({ direction: 'outbound-dial', parentSid: leg.sid, from: OURS });
    bench.twilio.hangUp(String(child?.sid));
    await expect.poll(() => leg.heard).toEqual(['completed true']);
    expect(bench.at('/dialled')[0]?.params.DialCallSid).toBe(child?.sid);
  });

  it.each([
    'busy',
    'no-answer',
  ] as const)('tells the action of <Dial> of a phone that is %s', async (does) => {
    const leg = await bench.dial('<Pause length="500"/>');
    await expect.poll(() => leg.status).toBe('in-progress');
    phone = does;
    bench.documents.set('/dialled', ({ DialCallStatus }) => twiml(`<Say>${DialCallStatus}</Say>`));
    await bench.redirect(leg, `<Dial timeout="1" action="${bench.product}/dialled">+14155550178</Dial>`);
    await bench.twilio.idle();
    expect(leg.heard).toEqual([does]);
  });

  it('goes on where the other phone is redirected', async () => {
    const leg = await bench.dial('<Dial>+14155550178</Dial><Say>Alone</Say>');
    await expect.poll(() => bench.twilio.calls.size).toBe(2);
    const child = [...bench.twilio.calls.values()].at(-1);
    if (child === undefined) throw new Error('there is no child');
    await expect.poll(() => child.status).toBe('in-progress');
    await bench.redirect(child, '<Pause length="500"/>');
    await expect.poll(() => leg.heard).toEqual(['Alone']);
    expect(child.status).toBe('in-progress');
  });

  it('runs on the other leg alone before the two are joined, and may refuse', async () => {
    bench.documents.set('/whisper', twiml('<Say>A call from Jordan</Say><Hangup/>'));
    bench.documents.set('/dialled', ({ DialBridged }) => twiml(`<Say>${DialBridged}</Say>`));
    const leg = await bench.dial(
      `<Dial action="${bench.product}/dialled"><Number url="${bench.product}/whisper">+14155550178</Number></Dial>`,
    );
    await bench.twilio.idle();
    const child = [...bench.twilio.calls.values()].at(-1);
    expect([child?.heard, leg.heard]).toEqual([['A call from Jordan'], ['false']]);
  });
});
