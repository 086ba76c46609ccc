import { isDeepStrictEqual, parseEnv } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, textOf } from '../../../../infra/setup/stage/lines.ts';
import {
  CannotBeWritten,
  HEADING,
  namesWritten,
  settingsWritten,
} from '../../../../infra/setup/stage/written.ts';

const read = (text: string): Record<string, string | undefined> => ({ ...parseEnv(text) });

describe('A setting that is written', () => {
  it('takes the place of the value that is there; everything else stays as it was', () => {
    const before =
      "# ours\r\nexport TWILIO_WORKSPACE_SID = WS1  # by hand\r\n\r\nVAPI_API_KEY='k9'\r\nLOG_LEVEL=warn";
    expect(settingsWritten(before, { TWILIO_WORKSPACE_SID: 'WS2', VAPI_API_KEY: 'k10' })).toBe(
      "# ours\r\nexport TWILIO_WORKSPACE_SID = WS2  # by hand\r\n\r\nVAPI_API_KEY='k10'\r\nLOG_LEVEL=warn",
    );
  });

  it('takes the place of the line that is commented out, as in .env.example', () => {
    const before = '# the workspace\n# TWILIO_WORKSPACE_SID=WS...\n# TWILIO_WORKFLOW_SID=WW...\n';
    expect(settingsWritten(before, { TWILIO_WORKFLOW_SID: 'WW1' })).toBe(
      '# the workspace\n# TWILIO_WORKSPACE_SID=WS...\nTWILIO_WORKFLOW_SID=WW1\n',
    );
  });

  it.each([
    '# TWILIO_WORKSPACE_SID=WS7d30c6ab  <- the shared one of the Flex team, do not lose',
    '# TWILIO_WORKSPACE_SID=WS7d30c6ab',
    '# DEPARTMENTS=sales,support,billing',
  ])('leaves a note, a value of before and a default as they are: %s', (note) => {
    const values = { TWILIO_WORKSPACE_SID: 'WSnew', DEPARTMENTS: 'sales,vip' };
    expect(settingsWritten(`${note}\n`, values)).toBe(
      `${note}\n\n${HEADING}\nTWILIO_WORKSPACE_SID=WSnew\nDEPARTMENTS=sales,vip\n`,
    );
  });

  it('takes the place of the value in a file that begins with a byte order mark', () => {
    expect(settingsWritten('\uFEFFBUSY=say\n', { BUSY: 'agents' })).toBe('\uFEFFBUSY=agents\n');
  });

  it('goes where it counts: a value before a comment, and of two values the last', () => {
    expect(settingsWritten('# BUSY=say\nBUSY=agents\nBUSY=reject\n', { BUSY: 'say' })).toBe(
      '# BUSY=say\nBUSY=agents\nBUSY=say\n',
    );
  });

  it('comes behind a heading of its own where the file has no such line, with the line ends of the file', () => {
    const once = settingsWritten('LOG_LEVEL=warn', { VAPI_SQUAD_ID: 'sq-1' });
    expect(once).toBe(`LOG_LEVEL=warn\n\n${HEADING}\nVAPI_SQUAD_ID=sq-1\n`);
    const more = `${once}\n# mine\nMAX_CALLS=5\n`.replaceAll('\n', '\r\n');
    expect(settingsWritten(more, { VAPI_CREDENTIAL_ID: 'cr-1' })).toBe(
      `LOG_LEVEL=warn\r\n\r\n${HEADING}\r\nVAPI_SQUAD_ID=sq-1\r\nVAPI_CREDENTIAL_ID=cr-1\r\n\r\n# mine\r\nMAX_CALLS=5\r\n`,
    );
    expect(settingsWritten('', { VAPI_SQUAD_ID: 'sq-1' })).toBe(`${HEADING}\nVAPI_SQUAD_ID=sq-1\n`);
  });

  it('is not taken for one inside a value of several lines, and replaces such a value as a whole', () => {
    const before = "OPENING_HOURS='{\nBUSY=1\n# BUSY=2\n}'\n# BUSY=agents\n";
    expect(settingsWritten(before, { BUSY: 'say' })).toBe(
      `OPENING_HOURS='{\nBUSY=1\n# BUSY=2\n}'\n# BUSY=agents\n\n${HEADING}\nBUSY=say\n`,
    );
    expect(settingsWritten(before, { OPENING_HOURS: '{}' })).toBe("OPENING_HOURS='{}'\n# BUSY=agents\n");
  });

  it.each([
    [
      'JSON',
      '{"front-desk": "a1", "billing": "b2"}',
      `VAPI_ASSISTANTS='{"front-desk": "a1", "billing": "b2"}'`,
    ],
    ['an apostrophe', "it's", `VAPI_ASSISTANTS="it's"`],
    ['both kinds of quotes', `it's "so"`, `VAPI_ASSISTANTS=\`it's "so"\``],
    ['a number sign', 'a#b', "VAPI_ASSISTANTS='a#b'"],
    ['blanks around it', ' a ', "VAPI_ASSISTANTS=' a '"],
    ['nothing', '', "VAPI_ASSISTANTS=''"],
    ['a dollar', '$HOME', "VAPI_ASSISTANTS='$HOME'"],
    ['lines', 'a\nb', "VAPI_ASSISTANTS='a\nb'"],
  ])('is quoted so that it is read back: %s', (_kind, value, line) => {
    expect(settingsWritten('', { VAPI_ASSISTANTS: value })).toBe(`${HEADING}\n${line}\n`);
  });

  it('that is there already changes nothing, however it is written', () => {
    const before = 'BUSY = "say"   # at night\n';
    expect(settingsWritten(before, { BUSY: 'say' })).toBe(before);
  });

  it('that no file can hold is refused by its name, and never quoted', () => {
    const hush = 'q7\r\nhush';
    expect(() => settingsWritten('', { BUSY: hush })).toThrow(CannotBeWritten);
    expect(() => settingsWritten('', { BUSY: hush })).toThrow(/^BUSY cannot be written/);
  });

  it('is read back the same, and everything else as before, whatever the file holds', () => {
    const names = fc.constantFrom('BUSY', 'VAPI_SQUAD_ID', 'OPENING_HOURS', 'SKILLS');
    const values = fc.string({ unit: fc.constantFrom(...'ab# \'"`={}$\\n\t,', '\n') });
    const line = fc.oneof(
      fc.tuple(names, fc.constantFrom('=', ' = '), values).map((parts) => parts.join('')),
      fc.tuple(names, values).map(([name, value]) => `# ${name}=${value.replaceAll('\n', '')}`),
      fc
        .tuple(names, fc.constantFrom("'", '"', '`'), values)
        .map(([name, quote, value]) => `${name}=${quote}${value}${quote} # x`),
      values.map((text) => `# ${text.replaceAll('\n', '')}`),
      fc.constant(''),
    );
    const file = fc.tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'), fc.boolean());
    const given = fc.dictionary(names, values, { minKeys: 1 });
    let written = 0;
    fc.assert(
      fc.property(file, given, ([lines, end, isEnded], wanted) => {
        const text = lines.join(end) + (isEnded ? end : '');
        expect(textOf(linesOf(text))).toBe(text);
        let after: string;
        try {
          after = settingsWritten(text, wanted);
        } catch (error) {
          expect(error).toBeInstanceOf(CannotBeWritten);
          return;
        }
        written += 1;
        expect(isDeepStrictEqual(read(after), { ...read(text), ...wanted })).toBe(true);
        expect(settingsWritten(after, wanted)).toBe(after);
        for (const kept of linesOf(text).filter(({ defines }) => defines === undefined)) {
          expect(after).toContain(kept.text);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(written).toBeGreaterThan(1_000);
  });

  it('can always be written into a file as people have it, if it has no three kinds of quotes and no return', () => {
    const value = fc
      .string()
      .filter(
        (text) => !/[\r\0]/.test(text) && !(text.includes("'") && text.includes('"') && text.includes('`')),
      )
      // A backslash before an n is a line end between double quotes.
      .filter((text) => !(text.includes("'") && text.includes('`') && text.includes('\\n')));
    const before = '# Vapi\n# VAPI_API_KEY=...\nLOG_LEVEL=warn # less\n\nSKILLS="a,b"\n';
    fc.assert(
      fc.property(value, (text) => {
        expect(read(settingsWritten(before, { SKILLS: text, VAPI_API_KEY: text }))).toEqual({
          LOG_LEVEL: 'warn',
          SKILLS: text,
          VAPI_API_KEY: text,
        });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('What set-up has written', () => {
  it.each([
    [`BUSY=say\n${HEADING}\nDEPARTMENTS=a\nMAX_CALLS=5\n\nSKILLS=b\n`, ['DEPARTMENTS', 'MAX_CALLS']],
    [`${HEADING}\nDEPARTMENTS=a\n\n# mine\nDEPARTMENTS=b\n`, []],
    ['DEPARTMENTS=a\n', []],
    ['', []],
  ])('is what stands under its heading, and counts: %j', (text, names) => {
    expect(namesWritten(text)).toEqual(names);
  });
});
