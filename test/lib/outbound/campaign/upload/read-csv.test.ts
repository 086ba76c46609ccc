import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { campaignSettingsSchema } from '../../../../../lib/outbound/campaign/settings.ts';
import { DANA, LISTED, numbered, peopleIn, refusedIn, SAM, tooMany, wholeRefused, world } from './given.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../../fixtures/calling/${name}`, import.meta.url));
const consent = { kind: 'express' };
const EXPRESS = { consent: 'express' };
const csv = (body: string | Uint8Array, query: Record<string, string> = {}) =>
  world().csv(body, { ...EXPRESS, ...query });
const NO_NUMBER = 'number is no phone number in E.164 form like +14155550123';

describe('A list as teams have them', () => {
  it('is read, and says of each row that is not called why', async () => {
    const { csv: upload, askedAbout } = world();
    expect(await upload(fixture('outbound-contacts.csv'))).toEqual({
      ...{ is: 'upload', name: 'spring', start: true, settings: campaignSettingsSchema.parse({}) },
      people: [
        {
          ...{ row: 2, number: '+12125550123', name: 'Doe, Jane', state: 'NY' },
          consent: { kind: 'written', reference: 'form-8812' },
        },
        {
          ...{ row: 3, number: '+14235550123', name: 'Ann', state: 'TN' },
          consent: { kind: 'express', reference: 'call-2291' },
        },
        {
          ...{ row: 5, number: '+13645550123', name: 'Kay', timeZone: 'America/Chicago', state: 'KY' },
          consent: { kind: 'written', reference: 'form-8813' },
        },
      ],
      refused: [
        { row: 4, code: 'number_not_callable', message: 'number is a toll-free number.' },
        { row: 6, code: 'number_invalid', message: `${NO_NUMBER}; without + it needs a country.` },
        {
          ...{ row: 7, code: 'number_invalid' },
          message: 'number was destroyed by a spreadsheet: format the column as text and enter it again.',
        },
        { row: 8, code: 'duplicate', message: 'number stands in row 2 already.' },
      ],
    });
    expect(askedAbout).toEqual([['+12125550123', '+14235550123', '+13645550123']]);
  });

  it('of one country is read with numbers as they are written there', async () => {
    const upload = await world().csv(fixture('outbound-contacts.csv'), { country: 'US' });
    expect(peopleIn(upload)).toContainEqual({
      ...{ row: 6, number: DANA, name: 'No Plus', state: 'CA' },
      consent: { kind: 'express', reference: 'call-2293' },
    });
  });

  it('is read as a spreadsheet of Windows writes it where the comma is a decimal one', async () => {
    const upload = await csv(fixture('outbound-contacts-semicolon-bom.csv'));
    expect(peopleIn(upload)).toEqual([
      { row: 2, number: SAM, name: 'Müller; Anna', consent, variables: { note: 'said "hi"' } },
      { row: 4, number: DANA, name: 'two\nlines', consent, variables: { note: 'x' } },
    ]);
    expect(refusedIn(upload)).toEqual([]);
  });

  it('has ten thousand contacts at the most; empty rows are none, refused ones are', async () => {
    const rows = Array.from({ length: 10_000 }, (_, each) => `${numbered(each)},"Zoë, ${each}"`);
    const full = await csv(`number,name\n\n${rows.join('\n\n')}\n,\n`);
    expect(peopleIn(full)).toEqual(
      rows.map((_, each) => ({ row: 3 + 2 * each, number: numbered(each), name: `Zoë, ${each}`, consent })),
    );
    for (const more of [numbered(1), `"x"${SAM}`, 'x,y,z', ',x']) {
      const { csv: upload, askedAbout } = world();
      expect(await upload(`number,name\n${rows.join('\n')}\n${more}\n`)).toEqual(tooMany);
      expect(askedAbout).toEqual([]);
    }
  });

  it('may end with the million empty rows that a spreadsheet saves', async () => {
    const upload = await csv(`number;name\r\n${SAM};\r\n${';\r\n'.repeat(1_000_000)}`);
    expect(peopleIn(upload)).toEqual([{ row: 2, number: SAM, consent }]);
  });
});

describe('The address of an upload', () => {
  it('names the campaign, its assistant, and the consent of all who have none of their own', async () => {
    const upload = await world().csv(`number,consent\n${SAM},\n${DANA},Written\n${LISTED},none`, {
      ...{ assistant: 'sales', consent: 'express' },
    });
    expect(upload).toMatchObject({ name: 'spring', assistant: 'sales' });
    expect(peopleIn(upload)).toEqual([
      { row: 2, number: SAM, consent },
      { row: 3, number: DANA, consent: { kind: 'written' } },
    ]);
    expect(refusedIn(upload)).toEqual([
      { row: 4, code: 'no_consent', message: 'consent must be express or written.' },
    ]);
  });

  it.each([
    ['an empty name', { name: '' }, 'name', 'is empty'],
    ['a long name', { name: 'x'.repeat(201) }, 'name', 'is too long'],
    ['an empty assistant', { assistant: '' }, 'assistant', 'is empty'],
    [
      'an assistant that nobody has set up',
      { assistant: 'support' },
      'assistant',
      'names none that is set up to make calls',
    ],
    ['a consent of another kind', { consent: 'oral' }, 'consent', 'is none of none, express, written'],
    ['a country that is none', { country: 'UK' }, 'country', 'is not a country like US'],
    ['a country in words', { country: 'Germany' }, 'country', 'is not a country like US'],
    ['a country in small letters', { country: 'us' }, 'country', 'is not a country like US'],
    ['a word that is not known', { start: 'false' }, 'start', 'is not known'],
  ])('is refused with %s', async (_what, query, field, what) => {
    expect(await csv(`number\n${SAM}`, query)).toEqual(wholeRefused(field, what));
  });

  it('is refused without a name, and with two', async () => {
    const { readCsvUpload } = await import('../../../../../lib/outbound/campaign/upload/read.ts');
    const never = () => {
      throw new Error('asked');
    };
    const ports = { notCallable: never, listedAmong: never, knowsAssistant: never };
    const asked = (query: string) => readCsvUpload(new Uint8Array(), new URLSearchParams(query), ports);
    expect(await asked('')).toEqual(wholeRefused('name', 'is missing'));
    expect(await asked('name=a&name=b')).toEqual(wholeRefused('name', 'is given twice'));
  });
});

describe('The columns of a list', () => {
  it('are known by their names however these are written, and all others are variables', async () => {
    const header = 'Time Zone,CONSENT_PROOF, Number ,I D,na me,State,Consent,Offer_Text,NOTE';
    const upload = await world().csv(`${header}\nAmerica/Denver,f-1,${SAM},c-1, Ada ,CO,written, 20 % ,x`);
    expect(peopleIn(upload)).toEqual([
      {
        ...{ row: 2, number: SAM, id: 'c-1', name: 'Ada', timeZone: 'America/Denver', state: 'CO' },
        consent: { kind: 'written', reference: 'f-1' },
        variables: { Offer_Text: ' 20 % ', NOTE: 'x' },
      },
    ]);
  });

  it.each(['timezone', 'timeZone', 'time_zone', 'TIME ZONE'])('name the time zone too: %s', async (name) => {
    expect(peopleIn(await csv(`number,${name}\n${SAM},America/Denver`))).toMatchObject([
      { timeZone: 'America/Denver' },
    ]);
  });

  it.each(['consentReference', 'consent_reference', 'Consent Proof'])('name the proof: %s', async (name) => {
    expect(peopleIn(await csv(`number,${name}\n${SAM},f-1\n${DANA},`))).toEqual([
      { row: 2, number: SAM, consent: { kind: 'express', reference: 'f-1' } },
      { row: 3, number: DANA, consent },
    ]);
  });

  it('may be empty: who has nothing there has no such value', async () => {
    expect(peopleIn(await csv(`number,id,name,offer,\n${SAM},, ,"",`))).toEqual([
      { row: 2, number: SAM, consent },
    ]);
  });

  it.each([
    ['no number', `name\n${SAM}`, 'number', 'is missing among the columns'],
    [
      'two of the same meaning',
      `number,time_zone,Time Zone\n${SAM},,`,
      'Time Zone',
      'means the same as the column time_zone before it',
    ],
    [
      'two variables of one name',
      `number,offer, offer\n${SAM},,`,
      'offer',
      'means the same as the column offer before it',
    ],
    [
      'two proofs',
      `number,consent_proof,consentReference\n${SAM},,`,
      'consentReference',
      'means the same as the column consent_proof before it',
    ],
    [
      'values under no name',
      `number,,name\n${SAM},,\n${DANA},x,`,
      'column 2',
      'has no name, but a value in row 3',
    ],
    [
      'a quote in the middle of a name',
      `number,5" pipe\n${SAM},x`,
      'header',
      'has a quote in the middle of a cell',
    ],
    [
      'a name in a quote that is not closed',
      `number,"name\n${SAM},x`,
      'header',
      'has a quote that is not closed: nothing behind it was read',
    ],
    ['nothing below', 'number,name\r\n\r\n,\r\n', 'contacts', 'is empty'],
    ['nothing at all', '', 'contacts', 'is empty'],
    ['only blanks', ' \n\n;;;\n', 'contacts', 'is empty'],
  ])('with %s refuse the whole list', async (_what, body, field, what) => {
    expect(await csv(body)).toEqual(wholeRefused(field, what));
  });

  it.each([
    ['a comma', ','],
    ['a semicolon', ';'],
    ['a tab', '\t'],
  ])('are parted by %s, which the header tells', async (_what, delimiter) => {
    const body = [
      ['number', '"Greeting, formal; or\tnot, ""if"", so"', 'note'],
      [SAM, '"Dear, dear; Sam\tS."', 'a'],
    ];
    const upload = await csv(body.map((cells) => cells.join(delimiter)).join('\n'));
    expect(peopleIn(upload)).toEqual([
      {
        ...{ row: 2, number: SAM, consent },
        variables: { 'Greeting, formal; or\tnot, "if", so': 'Dear, dear; Sam\tS.', note: 'a' },
      },
    ]);
  });

  it('are not parted by what does not part the header', async () => {
    expect(peopleIn(await csv(`number;note\n${SAM};1,5\t3\n`))).toMatchObject([
      { variables: { note: '1,5\t3' } },
    ]);
    expect(peopleIn(await csv(`\n\nnumber;Name, formal\n${SAM};x`))).toMatchObject([
      { row: 4, variables: { 'Name, formal': 'x' } },
    ]);
  });
});

describe('A row of a list', () => {
  it('is counted as a spreadsheet counts: empty ones too, line breaks in quotes not, whatever ends it', async () => {
    const upload = await csv(
      `number,note\r\n${numbered(1)},"a\r\nb\n\nc"\n\n${numbered(2)},"x"\r\n,\r${numbered(3)},y`,
    );
    expect(peopleIn(upload)).toMatchObject([
      { row: 2, variables: { note: 'a\r\nb\n\nc' } },
      { row: 4, variables: { note: 'x' } },
      { row: 6, variables: { note: 'y' } },
    ]);
  });

  it.each([
    ['a quote in the middle of a cell', `${SAM},5" pipe`, 'row has a quote in the middle of a cell.'],
    ['a quote in the middle of its first cell', `+1"415",x`, 'row has a quote in the middle of a cell.'],
    [
      'words behind a quote, and quotes after them',
      `${SAM},"a" and "b"`,
      'row has a quote in the middle of a cell.',
    ],
    ['too many cells', `${SAM},x,`, 'row has more cells than the header: 3, not 2.'],
    ['too few cells', SAM, 'row has fewer cells than the header: 1, not 2.'],
    ['no number', ',x', 'number is missing.'],
  ])('with %s is refused, and the next one is read', async (_what, row, message) => {
    const upload = await csv(`number,note\n${row}\n${row}\n\n${DANA},y\n${row}`);
    expect(refusedIn(upload)).toEqual([2, 3, 6].map((at) => ({ row: at, code: 'invalid', message })));
    expect(peopleIn(upload)).toEqual([{ row: 5, number: DANA, consent, variables: { note: 'y' } }]);
  });

  it.each([
    `"x`,
    `${SAM},"x`,
    `${SAM},"x" y`,
  ])('in which a quote is not closed ends the list: %s', async (row) => {
    const upload = await csv(`number,note\n${DANA},y\n${row}\n${LISTED},z\n`);
    expect(refusedIn(upload)).toEqual([
      {
        ...{ row: 3, code: 'invalid' },
        message: 'row has a quote that is not closed: nothing behind it was read.',
      },
    ]);
    expect(peopleIn(upload)).toHaveLength(1);
  });

  it.each([
    ['timeZone', 'Mars', 'timeZone is not a time zone like Europe/Berlin.'],
    ['state', 'California', 'state is not a state like CA.'],
    ['consent', 'yes', 'consent.kind is none of none, express, written.'],
    ['consent_proof', 'x'.repeat(201), 'consent.reference is too long.'],
    ['name', 'x'.repeat(201), 'name is too long.'],
    ['offer', 'x'.repeat(1_001), 'variables.offer is too long.'],
  ])('with a wrong %s is refused, and told the field', async (column, cell, message) => {
    const upload = await csv(`number,${column}\n${SAM},${cell}\n${DANA},`);
    expect(refusedIn(upload)).toEqual([{ row: 2, code: 'invalid', message }]);
    expect(peopleIn(upload)).toHaveLength(1);
  });

  it('with a proof, and nobody who says of what, is refused for want of a consent', async () => {
    expect(refusedIn(await world().csv(`number,consent_proof\n${SAM},f-1`))).toEqual([
      { row: 2, code: 'no_consent', message: 'consent must be express or written.' },
    ]);
  });
});

describe('A number in a spreadsheet', () => {
  it.each([
    SAM,
    '+1 (415) 555-0123',
    '+1.415.555.0123',
    ' +14155550123 ',
    '="+14155550123"',
    '"=""+14155550123"""',
    "'+14155550123",
    '=+14155550123',
  ])('needs no country with its plus: %s', async (cell) => {
    expect(peopleIn(await csv(`number,note\n${cell},x\n`))).toMatchObject([{ number: SAM }]);
    expect(peopleIn(await csv(`note,number\nx,${cell}`, { country: 'DE' }))).toMatchObject([{ number: SAM }]);
  });

  it.each([
    ['US', '4155550123', SAM],
    ['US', '(415) 555-0123', SAM],
    ['US', '14155550123', SAM],
    ['US', '="4155550123"', SAM],
    ['US', "'4155550123", SAM],
    ['CA', '415-555-0123', SAM],
    ['DE', '0170 5550123', '+491705550123'],
    ['DE', '0170/5550123', '+491705550123'],
    // A spreadsheet takes off what looks needless before a number.
    ['DE', '1705550123', '+491705550123'],
    ['DE', '491705550123', '+491705550123'],
    ['DE', '00491705550123', '+491705550123'],
    ['DE', '0044 7700 900123', '+447700900123'],
    ['GB', '07700 900123', '+447700900123'],
    ['GB', '447700900123', '+447700900123'],
    ['IT', '391 555 0123', '+393915550123'],
    ['IT', '06 5555 0123', '+390655550123'],
  ])('of %s may be written as there: %s', async (country, cell, number) => {
    expect(peopleIn(await csv(`number\n${cell}`, { country }))).toMatchObject([{ number }]);
    expect(refusedIn(await csv(`number\n${cell}`))).toMatchObject([
      { code: 'number_invalid', message: `${NO_NUMBER}; without + it needs a country.` },
    ]);
  });

  it.each([
    '911',
    '555 0123',
    '415 555 01234',
    'Sam',
    '+1415',
    `${SAM} / ${DANA}`,
  ])('is none: %s', async (cell) => {
    expect(refusedIn(await csv(`number\n${cell}`, { country: 'US' }))).toEqual([
      { row: 2, code: 'number_invalid', message: `${NO_NUMBER}, and none of US.` },
    ]);
  });

  it.each([
    '1.41556E+10',
    '"1,41556E+10"',
    '1E+10',
    '1.4e10',
    '+1.41556E+10',
    '14155550123.0',
    '"=""4.15556E+09"""',
  ])('that has been computed with is none, and is said to be destroyed: %s', async (cell) => {
    for (const country of ['US', 'DE']) {
      expect(refusedIn(await csv(`number\n${cell}`, { country }))).toEqual([
        {
          ...{ row: 2, code: 'number_invalid' },
          message: 'number was destroyed by a spreadsheet: format the column as text and enter it again.',
        },
      ]);
    }
  });
});

describe('What is no list', () => {
  it.each([
    [
      'of Windows in an older encoding',
      Uint8Array.from([...Buffer.from('number,name\n+14155550123,M'), 0xfc]),
    ],
    ['of two bytes a letter', Buffer.from(`\ufeffnumber\tname\n${SAM}\tx`, 'utf16le')],
    ['that breaks off within a letter', Buffer.from(`number,name\n${SAM},ü`).subarray(0, -1)],
  ])('is refused: a text %s', async (_what, body) => {
    expect(await csv(body)).toEqual(wholeRefused('body', 'is not UTF-8'));
  });

  it.each([
    ['one cell full of quotes', `number\na${'"'.repeat(1_000_000)}`],
    ['many rows with quotes', `number\n${'a"\n'.repeat(100_000)}`],
    ['quotes behind a very long text', `number\n${'a'.repeat(1_000_000)}${'"'.repeat(100_000)}`],
  ])('is given up before it takes long: %s', async (_what, body) => {
    const upload = await csv(body);
    expect(upload).toMatchObject({ is: 'refused', status: 422, code: 'invalid', field: 'body' });
    expect(upload).toHaveProperty(
      'message',
      expect.stringMatching(/^body has too many quotes in the middle of cells, up to row \d+\.$/),
    );
  });
});
