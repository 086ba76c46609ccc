import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../../lib/base/trouble.ts';
import { campaignSettingsSchema } from '../../../../../lib/outbound/campaign/settings.ts';
import { readJsonUpload } from '../../../../../lib/outbound/campaign/upload/read.ts';
import { DANA, DESK, LISTED, peopleIn, refusedIn, SAM, tooMany, wholeRefused, world } from './given.ts';

const consent = { kind: 'express' };
const sam = { number: SAM, consent };
const campaign = (more: object = {}) => ({ name: 'spring', contacts: [sam], ...more });
const calling = (...contacts: unknown[]) => campaign({ contacts });
const LONG = 'x'.repeat(201);
const many = (count: number, contact: unknown = sam) => Array.from({ length: count }, () => contact);

describe('A campaign that is sent as JSON', () => {
  it('needs no more than a name, and a contact with a number and a consent', async () => {
    expect(await world().json(campaign())).toEqual({
      ...{ is: 'upload', name: 'spring', start: true, refused: [] },
      settings: campaignSettingsSchema.parse({}),
      people: [{ row: 1, number: SAM, consent }],
    });
  });

  it('may say by whom, how, and when is called, and who is called, where, about what, and with whose consent', async () => {
    const own = { kind: 'written', reference: 'form-7', at: '2026-11-01T10:00:00Z' };
    const ada = { id: 'c-7', name: 'Ada', timeZone: 'America/Denver', state: 'CO' };
    const upload = await world().json({
      ...{ name: 'spring', assistant: 'sales', start: false, consent: { kind: 'express' } },
      settings: { maxConcurrent: 2, startAt: '2026-12-01T09:00:00Z', endAt: '2026-12-01T10:00:00+00:30' },
      contacts: [
        { number: '+1 (415) 555-0123', ...ada, consent: own, variables: { visits: 3, member: true } },
        { number: DANA },
      ],
    });
    expect(upload).toEqual({
      ...{ is: 'upload', name: 'spring', assistant: 'sales', start: false, refused: [] },
      settings: {
        ...campaignSettingsSchema.parse({ maxConcurrent: 2 }),
        ...{ startAt: '2026-12-01T09:00:00Z', endAt: '2026-12-01T10:00:00+00:30' },
      },
      people: [
        { row: 1, number: SAM, ...ada, consent: own, variables: { visits: '3', member: 'true' } },
        { row: 2, number: DANA, consent: { kind: 'express' } },
      ],
    });
  });

  it.each([
    ['no object', 'spring', 'body', 'is not an object'],
    ['nothing', undefined, 'body', 'is missing'],
    ['no name', { contacts: [sam] }, 'name', 'is missing'],
    ['an empty name', campaign({ name: '' }), 'name', 'is empty'],
    ['a name of 201 letters', campaign({ name: LONG }), 'name', 'is too long'],
    ['a word that is not known', campaign({ retries: 3 }), 'retries', 'is not known'],
    ['no contacts', { name: 'spring' }, 'contacts', 'is missing'],
    ['contacts that are none', campaign({ contacts: sam }), 'contacts', 'is not a list'],
    ['not a single contact', calling(), 'contacts', 'is empty'],
    ['a start that is no yes or no', campaign({ start: 'now' }), 'start', 'is not true or false'],
    ['a consent that is a text', campaign({ consent: 'express' }), 'consent', 'is not an object'],
    [
      'a consent of another kind',
      campaign({ consent: { kind: 'oral' } }),
      'consent.kind',
      'is none of none, express, written',
    ],
    ['settings that are none', campaign({ settings: 3 }), 'settings', 'is not an object'],
    ['a setting that is not known', campaign({ settings: { pace: 3 } }), 'settings.pace', 'is not known'],
    [
      'too many attempts',
      campaign({ settings: { attempts: { most: 21 } } }),
      'settings.attempts.most',
      'is above 20',
    ],
    [
      'a word among the attempts that is not known',
      campaign({ settings: { attempts: { mots: 2 } } }),
      'settings.attempts.mots',
      'is not known',
    ],
    [
      'an end before its start',
      campaign({ settings: { startAt: '2026-12-01T09:00:00Z', endAt: '2026-12-01T09:30:00+00:30' } }),
      'settings.endAt',
      'must be later than settings.startAt',
    ],
    [
      'an assistant that nobody has set up',
      campaign({ assistant: 'support' }),
      'assistant',
      'names none that is set up to make calls',
    ],
  ])('with %s is refused as a whole, and told the field', async (_what, body, field, what) => {
    const { json, askedAbout } = world();
    expect(await json(body)).toEqual(wholeRefused(field, what));
    expect(askedAbout).toEqual([]);
  });

  it('has ten thousand contacts at the most, those included that are not called', async () => {
    const { json, askedAbout } = world();
    expect(await json(campaign({ contacts: many(10_001) }))).toEqual(tooMany);
    expect(await json(campaign({ contacts: many(10_001, {}) }))).toEqual(tooMany);
    expect(askedAbout).toEqual([]);
    const full = await json(campaign({ contacts: many(10_000) }));
    expect(peopleIn(full)).toHaveLength(1);
    expect(refusedIn(full)).toHaveLength(9_999);
  });
});

describe('One contact', () => {
  it.each([
    ['a text', SAM, 'contact is not an object.'],
    ['nothing', null, 'contact is not an object.'],
    ['without a number', { consent }, 'number is missing.'],
    ['with a number that is no text', { number: 14155550123, consent }, 'number is not a text.'],
    ['with a number of 201 digits', { number: '1'.repeat(201), consent }, 'number is too long.'],
    ['with a word that is not known', { ...sam, phone: SAM }, 'phone is not known.'],
    ['with an empty id', { ...sam, id: '' }, 'id is empty.'],
    ['with a name of 201 letters', { ...sam, name: LONG }, 'name is too long.'],
    [
      'in a zone that is none',
      { ...sam, timeZone: 'Mars' },
      'timeZone is not a time zone like Europe/Berlin.',
    ],
    ['in a state in words', { ...sam, state: 'California' }, 'state is not a state like CA.'],
    [
      'with a consent of another kind',
      { ...sam, consent: { kind: 'oral' } },
      'consent.kind is none of none, express, written.',
    ],
    [
      'with a consent of no time',
      { ...sam, consent: { kind: 'express', at: 'May' } },
      'consent.at is not a time with an offset like 2026-12-01T09:00:00-08:00.',
    ],
    [
      'with a variable of 1,001 letters',
      { ...sam, variables: { offer: 'x'.repeat(1_001) } },
      'variables.offer is too long.',
    ],
    [
      'with a variable that is a list',
      { ...sam, variables: { offer: [] } },
      'variables.offer is not a text.',
    ],
    ['with variables that are a text', { ...sam, variables: 'offer' }, 'variables is not an object.'],
    [
      'with a long name of a variable',
      { ...sam, variables: { [LONG]: 'x' } },
      `variables.${LONG} has too long a name.`,
    ],
    [
      'with 51 variables',
      { ...sam, variables: Object.fromEntries(many(51).map((_, each) => [`key${each}`, 'x'])) },
      'variables has more than 50 entries.',
    ],
  ])('%s is refused alone, and told the field', async (_what, contact, message) => {
    const upload = await world().json(calling(contact, { ...sam, number: DANA }));
    expect(refusedIn(upload)).toEqual([{ row: 1, code: 'invalid', message }]);
    expect(peopleIn(upload)).toEqual([{ row: 2, number: DANA, consent }]);
  });

  it.each([
    '4155550123',
    '+1415',
    'anonymous',
    '',
    '1.41556E+10',
  ])('with the number "%s" is refused', async (number) => {
    expect(refusedIn(await world().json(calling({ number, consent })))).toEqual([
      {
        row: 1,
        code: 'number_invalid',
        message: 'number is no phone number in E.164 form like +14155550123.',
      },
    ]);
  });

  it.each([
    ['that nobody gave', undefined, undefined],
    ['that nobody gave, for all', undefined, { kind: 'none' }],
    ['that was withheld, though others gave theirs', { kind: 'none' }, { kind: 'written' }],
  ])('with a consent %s is refused', async (_what, own, forAll) => {
    const contact = { number: SAM, ...(own && { consent: own }) };
    const upload = await world().json({ ...calling(contact), ...(forAll && { consent: forAll }) });
    expect(refusedIn(upload)).toEqual([
      { row: 1, code: 'no_consent', message: 'consent must be express or written.' },
    ]);
  });

  it('is called once: the first row counts that could be called', async () => {
    const upload = await world().json(
      calling({ number: SAM }, sam, { ...sam, number: '+1 415 555 0123', name: 'Sam' }, sam),
    );
    const message = 'number stands in row 2 already.';
    expect(peopleIn(upload)).toEqual([{ row: 2, number: SAM, consent }]);
    expect(refusedIn(upload)).toEqual([
      { row: 1, code: 'no_consent', message: 'consent must be express or written.' },
      { row: 3, code: 'duplicate', message },
      { row: 4, code: 'duplicate', message },
    ]);
  });

  it('that cannot be called is refused, unless its time zone is told', async () => {
    const desk = { number: DESK, consent };
    const upload = await world().json(calling(desk));
    expect(refusedIn(upload)).toEqual([
      { row: 1, code: 'number_not_callable', message: 'number is a toll-free number.' },
    ]);
    expect(peopleIn(await world().json(calling({ ...desk, timeZone: 'America/Denver' })))).toHaveLength(1);
  });

  it('on the do-not-call list is refused; the list is asked once for all who could be called', async () => {
    const { json, askedAbout } = world();
    const listed = { number: LISTED, consent };
    const upload = await json(
      calling(sam, listed, { number: DESK, consent }, { number: 'x', consent }, listed),
    );
    expect(peopleIn(upload)).toEqual([{ row: 1, number: SAM, consent }]);
    expect(refusedIn(upload)).toEqual([
      { row: 2, code: 'do_not_call', message: 'number is on the do-not-call list.' },
      { row: 3, code: 'number_not_callable', message: 'number is a toll-free number.' },
      {
        row: 4,
        code: 'number_invalid',
        message: 'number is no phone number in E.164 form like +14155550123.',
      },
      { row: 5, code: 'duplicate', message: 'number stands in row 2 already.' },
    ]);
    expect(askedAbout).toEqual([[SAM, LISTED]]);
  });

  it('is told first of all what is wrong with its form, then with its number, then with its consent', async () => {
    const upload = await world().json(
      calling(sam, { number: '0', id: '' }, { number: '0' }, { number: SAM }, sam),
    );
    const codes = upload.is === 'upload' && upload.refused.map(({ code }) => code);
    expect(codes).toEqual(['invalid', 'number_invalid', 'no_consent', 'duplicate']);
  });

  it('may be the only one, and refused: a campaign without people', async () => {
    const { json, askedAbout } = world();
    expect(await json(calling({}))).toMatchObject({ is: 'upload', people: [], refused: [{ row: 1 }] });
    expect(askedAbout).toEqual([]);
  });

  it('does not see its number repeated where it is refused', async () => {
    const dana = { number: DANA, consent };
    const upload = await world().json(
      calling({ number: DANA }, dana, dana, { ...dana, id: '' }, { ...dana, number: `${DANA}0000` }),
    );
    expect(refusedIn(upload)).toHaveLength(4);
    expect(JSON.stringify(refusedIn(upload))).not.toContain(DANA.slice(-7));
  });

  it('is not said to be callable while the do-not-call list is away', async () => {
    const ports = {
      notCallable: async () => undefined,
      listedAmong: () => Promise.reject(new Unavailable('table', 'away')),
      knowsAssistant: () => true,
    };
    await expect(readJsonUpload(campaign(), ports)).rejects.toThrow(Unavailable);
  });
});
