import { describe, expect, it } from 'vitest';
import { readCallEvent } from '../../../lib/vapi/call-events.ts';
import { parseServerMessage } from '../../../lib/vapi/server-message.ts';
import { assistantLanguageOf } from '../../../lib/vapi/spoken-language.ts';

const listens = (language: unknown) => ({ transcriber: { provider: 'deepgram', language } });
const knows = (language: unknown) => ({ variableValues: { language } });

describe('The language that an assistant was given', () => {
  it.each([
    ['a variable of the call', { call: { assistantOverrides: knows('es') } }],
    ['a variable that was told since', { artifact: knows('Spanish') }],
    ['what the transcriber of its overrides listens for', { call: { assistantOverrides: listens('es-MX') } }],
    ['what its transcriber listens for', { call: { assistant: listens('es-419') } }],
    ['a variable of a squad’s call', { call: { squadOverrides: knows('es') } }],
    ['what the ears of a squad’s call listen for', { call: { squadOverrides: listens('es-MX') } }],
    [
      'what all members of a squad share',
      { call: { squad: { membersOverrides: listens('Spanish') }, squadOverrides: { model: {} } } },
    ],
    [
      'what was set for the call before what all members share',
      { call: { squad: { membersOverrides: listens('de') }, squadOverrides: listens('es') } },
    ],
    [
      'the variable before the transcriber',
      { call: { assistant: listens('de'), assistantOverrides: knows('es') } },
    ],
    [
      'the transcriber where the variable is none of ours',
      { call: { assistantOverrides: { ...knows('it'), ...listens('es') } } },
    ],
  ])('is %s', (_what, message) => {
    expect(assistantLanguageOf(message)).toBe('es');
  });

  it.each([
    {},
    { call: null, artifact: 'es', assistant: ['es'] },
    { call: { assistant: listens('multi') } },
    { call: { assistant: { transcriber: 'es' } } },
    { call: { assistantOverrides: { variableValues: { language: ['es'] } } } },
  ])('is not told in %j', (message) => {
    expect(assistantLanguageOf(message)).toBeUndefined();
  });

  it('goes with every message of the call', () => {
    const message = {
      type: 'transfer-destination-request',
      call: { id: 'call-1', assistant: listens('de') },
    };
    expect(parseServerMessage({ message })).toMatchObject({ message: { call: { assistantLanguage: 'de' } } });
  });
});

describe('A language that the transcriber notices', () => {
  it('is told to the conversation', () => {
    const message = { type: 'language-change-detected', language: 'es-MX', call: { id: 'call-1' } };
    expect(parseServerMessage({ message })).toMatchObject({
      is: 'message',
      message: { kind: 'conversation', told: { what: { is: 'language', language: 'es' } } },
    });
  });

  it.each(['multi', 'pt', '', undefined, 7])('is nothing where it is none of ours: %j', (language) => {
    expect(readCallEvent('language-change-detected', { language })).toBeUndefined();
  });
});
