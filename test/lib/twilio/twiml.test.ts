import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import {
  agentIsAsked,
  agentTakesFromQueue,
  agentWaitsInConference,
  askAgain,
  callerHolds,
  callerIsQueued,
  callerJoinsConference,
  callerWaits,
  goodbye,
  hangUp,
  MAX_INLINE_TWIML,
  rejectBusy,
  thenAsk,
} from '../../../lib/twilio/twiml.ts';

const NEXT = 'https://handoff.example.com/twiml/x?a=1&b=2';
const NEXT_IN_XML = 'https://handoff.example.com/twiml/x?a=1&amp;b=2';
const STATUS = 'https://handoff.example.com/webhook/twilio/conference';
const MUSIC = 'http://com.twilio.sounds.music.s3.amazonaws.com/MARKOVICHAMP-Borghestral.mp3';
const EVENTS = `statusCallback="${STATUS}#rc=2&amp;rp=ct,rt,5xx" statusCallbackMethod="POST" statusCallbackEvent="end join"`;

/** The document without the line that every XML document begins with. */
function body(document: string): string {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
  expect(document.startsWith(`${declaration}<Response`)).toBe(true);
  return document.slice(declaration.length);
}

describe('what an agent hears', () => {
  it('is who calls and why, and the question for a key, which is answered even when none is pressed, or a #', () => {
    expect(body(agentIsAsked({ sentence: 'Ana Lee wants a refund.', decisionUrl: NEXT }))).toBe(
      `<Response><Gather numDigits="1" finishOnKey="" timeout="8" action="${NEXT_IN_XML}" method="POST" actionOnEmptyResult="true">` +
        '<Say language="en-US">Ana Lee wants a refund. Press 1 to take the call, or 2 to decline.</Say></Gather></Response>',
    );
  });

  it('is the question alone when it is asked again, or when there is nothing to tell', () => {
    for (const ask of [{ sentence: 'Ana Lee wants a refund.', again: true }, { sentence: '' }]) {
      expect(agentIsAsked({ ...ask, decisionUrl: NEXT })).toContain(
        '<Say language="en-US">Press 1 to take the call, or 2 to decline.</Say>',
      );
    }
  });

  it.each([
    ['es', '<Say language="es-ES">Ana llama. Pulse 1 para atender la llamada, o 2 para rechazarla.</Say>'],
    [
      'de',
      '<Say language="de-DE">Ana llama. Drücken Sie die 1, um den Anruf anzunehmen, oder die 2, um ihn abzulehnen.</Say>',
    ],
    [
      'fr',
      '<Say language="fr-FR">Ana llama. Appuyez sur 1 pour prendre l\'appel, ou sur 2 pour le refuser.</Say>',
    ],
    ['xx', '<Say language="en-US">Ana llama. Press 1 to take the call, or 2 to decline.</Say>'],
  ])('is asked and read in the language of the handoff: %s', (language, said) => {
    expect(agentIsAsked({ sentence: 'Ana llama.', language, decisionUrl: NEXT })).toContain(said);
    const sentence = 'Ana llama.';
    const readAs = said.slice(0, '<Say language="es-ES">'.length);
    expect(goodbye(sentence, language)).toContain(`${readAs}${sentence}</Say>`);
    expect(callerWaits({ sentence, language, backUrl: NEXT })).toContain(`${readAs}${sentence}</Say>`);
  });

  it('is silence in a conference that the agent opens and ends, and after it nothing', () => {
    expect(body(agentWaitsInConference({ name: 'ho_1-1', statusUrl: STATUS }))).toBe(
      '<Response><Dial><Conference startConferenceOnEnter="true" endConferenceOnExit="true" beep="false" ' +
        `waitUrl="" ${EVENTS}>ho_1-1</Conference></Dial></Response>`,
    );
  });

  it('is the caller of the reserved task, straight from the queue', () => {
    const reservationSid = 'WR83d5e1f70b9a4c26a4f81c92e6d0375b';
    expect(body(agentTakesFromQueue({ reservationSid, actionUrl: NEXT }))).toBe(
      `<Response><Dial action="${NEXT_IN_XML}" method="POST"><Queue reservationSid="${reservationSid}"/></Dial></Response>`,
    );
  });
});

describe('what a caller hears', () => {
  it('is music until the agent opens the conference, and what follows when it is over', () => {
    const join = { name: 'ho_1-1', statusUrl: STATUS, nextUrl: NEXT };
    const document = (wait: string) =>
      `<Response><Dial action="${NEXT_IN_XML}" method="POST"><Conference startConferenceOnEnter="false" ` +
      `endConferenceOnExit="true" beep="false" ${wait}${EVENTS}>ho_1-1</Conference></Dial></Response>`;
    expect(body(callerJoinsConference(join))).toBe(document(''));
  });

  it('is the queue of a workflow, as a task with the attributes of the handoff', () => {
    const attributes = JSON.stringify({ type: 'ai_handoff', summary: 'Zoë & "co" <urgent>\nand more' });
    const document = callerIsQueued({
      workflowSid: 'WW90c4e7a15b2d4f38861ae3f5d7b0c294',
      attributes,
      timeoutSeconds: 90,
      nextUrl: NEXT,
      waitUrl: 'https://handoff.example.com/wait',
    });
    expect(body(document)).toBe(
      `<Response><Enqueue workflowSid="WW90c4e7a15b2d4f38861ae3f5d7b0c294" action="${NEXT_IN_XML}" method="POST" ` +
        'waitUrl="https://handoff.example.com/wait" waitUrlMethod="POST"><Task timeout="90">' +
        '{"type":"ai_handoff","summary":"Zoë &amp; \\"co\\" &lt;urgent&gt;\\nand more"}</Task></Enqueue></Response>',
    );
    expect(parsed(document).Response.Enqueue.Task['#text']).toBe(attributes);
  });

  it('is a sentence and music in the queue, from which a key leads away at any time', () => {
    const gather = `<Gather numDigits="1" timeout="1" action="${NEXT_IN_XML}" method="POST">`;
    expect(body(callerWaits({ sentence: 'Please hold.', backUrl: NEXT }))).toBe(
      `<Response>${gather}<Say language="en-US">Please hold.</Say><Play>${MUSIC}</Play></Gather></Response>`,
    );
  });

  it('is music and then the same question again when the caller is about to be moved', () => {
    const again = `<Redirect method="POST">${NEXT_IN_XML}</Redirect></Response>`;
    expect(body(callerHolds({ againUrl: NEXT }))).toBe(`<Response><Play>${MUSIC}</Play>${again}`);
  });

  it('is a last sentence and the end, or the end alone', () => {
    expect(body(goodbye('Good & bye.'))).toBe(
      '<Response><Say language="en-US">Good &amp; bye.</Say><Hangup/></Response>',
    );
    expect(body(hangUp())).toBe('<Response><Hangup/></Response>');
  });
});

const parser = new XMLParser({
  ignoreAttributes: false,
  trimValues: false,
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
  alwaysCreateTextNode: true,
});
const parsed = (document: string) => parser.parse(document);

/** Every document, with the same text wherever one of its inputs goes. */
const documentsOf = (text: string): string[] => [
  agentIsAsked({ sentence: text, decisionUrl: text }),
  agentWaitsInConference({ name: text, statusUrl: text }),
  agentTakesFromQueue({ reservationSid: text, actionUrl: text }),
  callerJoinsConference({ name: text, statusUrl: text, nextUrl: text }),
  callerIsQueued({ workflowSid: text, attributes: text, timeoutSeconds: 1, nextUrl: text, waitUrl: text }),
  callerWaits({ sentence: text, backUrl: text }),
  callerHolds({ againUrl: text }),
  goodbye(text),
];

/** Any sequence of UTF-16 units: with control characters and lone surrogates. */
const anyText = fc
  .array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), { maxLength: 40 })
  .map((units) => String.fromCharCode(...units));

describe('a document', () => {
  it('is well-formed XML whatever the texts are', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const document of documentsOf(text)) {
          expect(XMLValidator.validate(document)).toBe(true);
          expect(document.isWellFormed()).toBe(true);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids
          expect(document).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
        }
      }),
    );
  });

  it('leaves out what XML cannot hold, and keeps the rest as it is', () => {
    const texts: [string, string][] = [
      ['a\0b\x07c\x1bd', 'abcd'],
      ['a\ud83db\ude00c', 'abc'],
      ['a\ufffeb\uffffc', 'abc'],
      ['\u{1f600} Zoë\tand\nco', '\u{1f600} Zoë\tand\nco'],
      ['a &amp; b', 'a &amp;amp; b'],
      [']]><Hangup/>', ']]&gt;&lt;Hangup/&gt;'],
    ];
    for (const [text, said] of texts) {
      expect(body(goodbye(text))).toBe(`<Response><Say language="en-US">${said}</Say><Hangup/></Response>`);
    }
  });

  it('holds an address in quotes whatever the address is', () => {
    const address = 'https://h/?a="1"&b=<2>\'\ud800\0';
    expect(callerHolds({ againUrl: address })).toContain(
      `POST">https://h/?a="1"&amp;b=&lt;2&gt;'</Redirect>`,
    );
    const document = callerWaits({ backUrl: address });
    expect(XMLValidator.validate(document)).toBe(true);
    expect(parsed(document).Response.Gather['@_action']).toBe('https://h/?a="1"&b=<2>\'');
  });

  it('adds so little to its inputs that plain ones of 3500 characters fit in a request', () => {
    const own = documentsOf('').map((document) => document.length);
    expect(own).toHaveLength(8);
    expect(Math.max(...own)).toBeLessThanOrEqual(MAX_INLINE_TWIML - 3500);
    expect(goodbye('x'.repeat(3500)).length).toBeLessThanOrEqual(MAX_INLINE_TWIML);
  });
});

describe('what a leg of our own number hears', () => {
  const REDIRECT = `<Redirect method="POST">${NEXT_IN_XML}</Redirect>`;
  const STREAM = '<Connect><Stream url="wss://x.vapi.ai/call?a=1&amp;b=2"/></Connect>';

  it('is the busy tone as the first and only verb', () => {
    expect(body(rejectBusy())).toBe('<Response><Reject reason="busy"/></Response>');
  });

  it('is a moment of silence before the question again', () => {
    expect(body(askAgain({ seconds: 1, url: NEXT }))).toBe(
      `<Response><Pause length="1"/>${REDIRECT}</Response>`,
    );
  });

  it.each([
    ['alone', `<Response>${STREAM}</Response>`],
    ['behind a declaration', `<?xml version="1.0" encoding="UTF-8"?>\n<Response>${STREAM}</Response>`],
    ['with lines and space', `\n <Response>\n  ${STREAM}\n</Response>\r\n \t`],
    [
      'with comments',
      `<!-- a --><Response><!-- </Response> -->${STREAM}</Response><!-- b -->\n<!-- c\nd -->`,
    ],
    ['with an end that has space', `<Response xmlns:x="urn:x">${STREAM}</Response\n >`],
    ['with what a replacement would take for a pattern', `<Response><!-- $& $1 $$ -->${STREAM}</Response>`],
  ])('is what Vapi says, and then the question what comes next: a document %s', (_, document) => {
    const twiml = thenAsk(document, NEXT);
    expect(XMLValidator.validate(twiml)).toBe(true);
    expect(twiml.replace(REDIRECT, '').replace(/\s/g, '')).toBe(
      document.replace(/<\/Response\s*>/g, '</Response>').replace(/\s/g, ''),
    );
    expect(twiml.indexOf(REDIRECT)).toBeGreaterThan(twiml.indexOf(STREAM));
    expect(twiml.indexOf('</Response>', twiml.indexOf(REDIRECT))).toBe(
      twiml.indexOf(REDIRECT) + REDIRECT.length,
    );
    expect(twiml.split(REDIRECT)).toHaveLength(2);
  });

  it('is what Vapi says as it stands where that is no such document', () => {
    for (const document of ['<Response/>', '', 'ok', '<Response><Hangup/></Response><Response']) {
      expect(thenAsk(document, NEXT)).toBe(document);
    }
  });
});
