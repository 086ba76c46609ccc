import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { SPEECHES } from '../../lib/speech/index.ts';
import { type Product, startProduct } from './product.ts';
import { type Stage, startStage } from './scenarios.ts';

/** Nobody has said anything yet. */
const CALLER = { messages: [], caller: '+14155550123', called: '+14155550188' };
const { es, de, fr, en } = SPEECHES;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('A call in Spanish', () => {
  let product: Product;
  beforeAll(async () => {
    product = await startProduct({ HANDOFF_WINDOW_SECONDS: '3' });
  });
  afterAll(() => product.stop());

  it('is answered in Spanish from the request to the callback, and the assistant is told so too', async () => {
    const call = await product.vapi.startCall(CALLER);
    call.addMessage('user', 'Me han cobrado dos veces. Quiero hablar con una persona.');
    const asked = await call.askForHuman({ reason: 'Cobro doble' }, { toolCallId: 'call_1' });
    expect(asked.body).toMatchObject({ results: [{ result: es.toCaller.connecting }] });
    const { request } = await product.ended(call.id);
    expect(request.speech).toBe('es');
    expect(request.context.language).toBeUndefined();
    expect(call.said).toContain(es.toCaller.busy);
    expect(call.said).not.toContain(en.toCaller.busy);
    expect(call.told).toContain(es.toAssistant.ended.no_agent);
    const callback = await call.askForHuman(
      { why: 'cobro doble', when: 'mañana por la mañana' },
      { toolName: 'request_callback', toolCallId: 'call_2' },
    );
    expect(callback.body).toMatchObject({
      results: [
        {
          result:
            'He anotado que le devuelvan la llamada al número que termina en 0 1 2 3. El momento que prefiere: mañana por la mañana.',
        },
      ],
    });
    await call.hangUp();
  });

  it('that goes on in German is answered in German, and so is its next handoff', async () => {
    const call = await product.vapi.startCall(CALLER);
    call.addMessage('user', 'Necesito hablar con alguien, por favor.');
    await call.askForHuman({}, { toolCallId: 'call_1' });
    await product.ended(call.id);
    call.addMessage('user', 'Ich möchte jetzt lieber auf Deutsch weitersprechen.');
    const again = await call.askForHuman({}, { toolCallId: 'call_2' });
    expect(again.body).toMatchObject({ results: [{ result: de.toCaller.connecting }] });
    const second = await product.until(
      call.id,
      ({ requestNo, progress, effects }) =>
        requestNo === 2 && progress.state === 'ended' && effects.length === 0,
    );
    expect(second.request.speech).toBe('de');
    expect(call.said).toContain(es.toCaller.busy);
    expect(call.said).toContain(de.toCaller.busy);
    await call.hangUp();
  });

  it('is what the assistant says it is, whatever was heard', async () => {
    const call = await product.vapi.startCall(CALLER);
    call.addMessage('user', 'I would like to talk to somebody.');
    const answer = await call.askForHuman({ language: 'français' }, { toolCallId: 'call_1' });
    expect(answer.body).toMatchObject({ results: [{ result: fr.toCaller.connecting }] });
    const taken = await call.askForHuman(
      { language: 'fr' },
      { toolName: 'cancel_handoff', toolCallId: 'call_2' },
    );
    expect(taken.body).toMatchObject({ results: [{ result: fr.tools.cancel_handoff.takenBack }] });
    const { request } = await product.ended(call.id);
    expect(request.context.language).toBe('fr');
    await call.hangUp();
  });

  it('is known from the conversation where the tool call brings no words', async () => {
    const call = await product.vapi.startCall(CALLER);
    const transcript = 'No me funciona el teléfono desde ayer.';
    await call.send('transcript', { role: 'user', transcriptType: 'final', transcript });
    await product.system.idle();
    const answer = await call.askForHuman({}, { toolCallId: 'call_1' });
    expect(answer.body).toMatchObject({ results: [{ result: es.toCaller.connecting }] });
    await call.hangUp();
    await product.ended(call.id);
  });

  it('is known from what the transcriber noticed', async () => {
    const call = await product.vapi.startCall(CALLER);
    expect((await call.send('language-change-detected', { language: 'fr-CA' })).status).toBe(200);
    await product.system.idle();
    const answer = await call.requestTransferDestination();
    expect(answer.body).toEqual({ error: fr.toCaller.notDirectly });
    await product.ended(call.id);
  });

  it('is what its assistant was given, as long as nobody was heard', async () => {
    const call = await product.vapi.startCall({ ...CALLER, variableValues: { language: 'de-DE' } });
    const answer = await call.askForHuman({}, { toolName: 'no_such_tool', toolCallId: 'call_1' });
    expect(answer.body).toMatchObject({ results: [{ error: de.toAssistant.unknownTool }] });
    await call.hangUp();
  });

  it('is fetched a human by a rule, in the language that was heard', async () => {
    const call = await product.vapi.startCall(CALLER);
    await call.callerSays('No, quiero hablar con una persona de verdad.');
    const { request } = await product.until(call.id, ({ progress }) => progress.state === 'ended', 30_000);
    expect([request.requestedBy, request.speech]).toEqual(['rule', 'es']);
    expect(call.said).toContain(es.toCaller.busy);
    await call.hangUp();
  });
});

describe('A team that speaks German', () => {
  let product: Product;
  beforeAll(async () => {
    const week = { mon: ['09:00-09:01'], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
    const hours = { timeZone: 'Europe/Berlin', week };
    product = await startProduct({ LANGUAGE: 'de', OPENING_HOURS: JSON.stringify(hours) });
  });
  afterAll(() => product.stop());

  it('answers in its language where the call tells none, and says when it is back', async () => {
    const call = await product.vapi.startCall({ ...CALLER, variableValues: { language: 'klingonisch' } });
    const { body } = await call.askForHuman({ language: 'multi' }, { toolCallId: 'call_1' });
    // The simulated assistant listens for English, and nobody has said anything else.
    expect(body).toMatchObject({ results: [{ result: expect.stringContaining('none of my colleagues') }] });
    call.addMessage('user', 'Können Sie mich mit jemandem verbinden?');
    const german = await call.askForHuman({}, { toolCallId: 'call_2' });
    expect(JSON.stringify(german.body)).toMatch(
      /Es tut mir leid, im Moment ist niemand aus unserem Team da\.( Wir sind am Montag um 9 Uhr wieder da\.| Wir sind (heute|morgen) um 9 Uhr wieder da\.)? Ich kann Ihnen/,
    );
    await call.hangUp();
  });
});

describe.each([
  'conference',
  'enqueue',
  'vapi-transfer',
] as const)('In Spanish, with the strategy %s', (strategy) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage(strategy);
  });
  afterEach(() => stage.reset());
  afterAll(() => stage.stop());

  const spanish = async () => {
    const call = await stage.caller();
    call.addMessage('user', 'No me funciona el router. Quiero hablar con una persona.');
    await call.askForHuman(
      { reason: 'El router no funciona', department: 'support' },
      { toolCallId: 'call_1' },
    );
    return call;
  };
  const read = () =>
    [...stage.product.twilio.calls.values()].flatMap(({ heard, heardIn }) =>
      heard.map((text, at) => ({ text, as: heardIn[at] })),
    );

  it('agent and caller hear Spanish, read as Spanish, whatever becomes of it', async () => {
    stage.agents('declines');
    const call = await spanish();
    await stage.ended(call);
    await pause(2_000);
    const said = read();
    if (strategy !== 'vapi-transfer') {
      expect(said.map(({ text }) => text)).toContainEqual(
        expect.stringMatching(
          /^El asistente tiene en línea a una persona, para asistencia\. El router no funciona\. Pulse 1 para atender la llamada, o 2 para rechazarla\.$/,
        ),
      );
      expect(said.map(({ text }) => text)).toContain(es.toAgent.declined);
    }
    expect(said.filter(({ as }) => as !== 'es-ES')).toEqual([]);
    const heard = [...call.said, ...stage.product.vapi.calls().flatMap((one) => one.said)].join(' ');
    expect(heard).not.toMatch(/\b(sorry|colleague|busy|agents)\b/);
  });

  it('a caller who is joined hears no English on the way', async () => {
    stage.agents('takes');
    const call = await spanish();
    await stage.talk(call);
    await stage.ended(call);
    expect(read().filter(({ as }) => as !== 'es-ES')).toEqual([]);
    expect(call.said.join(' ')).not.toMatch(/\b(colleague|connecting|moment, please)\b/);
    const [transfer] = call.transfers;
    if (strategy === 'vapi-transfer') {
      expect(call.said).toContain(es.toCaller.joining);
      expect(JSON.stringify(transfer)).not.toContain('The assistant has');
    }
  });
});
