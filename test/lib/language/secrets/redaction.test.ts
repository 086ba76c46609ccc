import { describe, expect, it } from 'vitest';
import { redacted, redactedFields } from '../../../../lib/language/secrets/redaction.ts';

describe('What must not be stored', () => {
  it.each([
    // Payment cards, written.
    ['4111111111111111', '[card number]'],
    ['my card is 4111 1111 1111 1111, thanks', 'my card is [card number], thanks'],
    ['4111-1111-1111-1111.', '[card number].'],
    ['4111.1111.1111.1111', '[card number]'],
    ['4111 – 1111 – 1111 – 1111', '[card number]'],
    ['4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '[card number]'],
    ['41 11 11 11 11 11 11 11', '[card number]'],
    ['it is 4111, 1111, 1111, 1111', 'it is [card number]'],
    ['4111 1111 um 1111 and 1111', '[card number]'],
    ['Amex 3782 822463 10005', 'Amex [card number]'],
    ['3056 930902 5904 is from Diners', '[card number] is from Diners'],
    ['old one: 4222222222222', 'old one: [card number]'],
    ['6304 0000 0000 0000 000', '[card number]'],
    ['mi tarjeta es 5555 5555 5555 4444', 'mi tarjeta es [card number]'],
    ['meine Karte hat die 5555555555554444', 'meine Karte hat die [card number]'],
    ['ma carte: 4000-0566-5566-5556', 'ma carte: [card number]'],
    ['order 12345 4111 1111 1111 1111', 'order 12345 [card number]'],
    ['4111 1111 1111 1111 5555 5555 5555 4444', '[card number] [card number]'],
    ['pay4111111111111111now', 'pay[card number]now'],
    // Payment cards, said.
    ['it is four one one one one one one one one one one one one one one one', 'it is [card number]'],
    ['four triple one, triple one one, triple one one, triple one one', '[card number]'],
    ['four triple zero 0000 double zero double zero triple zero two', '[card number]'],
    ['Four-Two-Four-Two four two four two four two four two four two four two', '[card number]'],
    ['cuatro uno uno uno uno uno uno uno uno uno uno uno uno uno uno uno', '[card number]'],
    ['vier eins eins eins eins eins eins eins eins eins eins eins eins eins eins eins', '[card number]'],
    ['quatre un un un un un un un un un un un un un un un', '[card number]'],
    ['fünf fünf fünf fünf drei zwo eins null acht sieben sechs neun eins zwei drei vier', '[card number]'],
    // Payment cards, said two digits at a time.
    ['it is forty-one eleven eleven eleven eleven eleven eleven eleven.', 'it is [card number].'],
    ['Forty one eleven, eleven eleven, eleven eleven, eleven eleven', '[card number]'],
    ['fifty-five fifty-five 5555 fifty-five double five 44 forty-four', '[card number]'],
    ['cuarenta y uno once once once once once once once', '[card number]'],
    ['einundvierzig elf elf elf elf elf elf elf', '[card number]'],
    ['quarante et un onze onze onze onze onze onze onze', '[card number]'],
    [
      'I called once, four one one one one one one one one one one one one one one one',
      'I called once, [card number]',
    ],
    ['the cvv is one twenty-three', 'the cvv is [security code]'],
    ['my pin is forty-four seventy-one', 'my pin is [pin]'],
    ['die PIN ist vierundvierzig einundsiebzig', 'die PIN ist [pin]'],
    ['le code secret est quatre-vingt-dix-neuf soixante-douze', 'le code secret est [pin]'],
    ['my card expires twelve twenty-six', 'my card expires [expiry]'],
    // Bank accounts, said.
    [
      'my IBAN is D E eight nine three seven oh four oh oh four four oh five three two oh one three oh oh oh',
      'my IBAN is [bank account]',
    ],
    [
      'DE eighty-nine thirty-seven zero four zero zero forty-four zero five thirty-two zero one thirty zero zero, thanks',
      '[bank account], thanks',
    ],
    [
      'G B eight two W E S T one two three four five six nine eight seven six five four three two',
      '[bank account]',
    ],
    [
      'd e acht neun drei sieben null vier null null vier vier null fünf drei zwo null eins drei null null null',
      '[bank account]',
    ],
    // Fillers before a secret.
    ['my password … is um hunter22', 'my password … is um [password]'],
    ['my password ... is, uh, let me see, swordfish', 'my password ... is, uh, let me see, [password]'],
    ['my password, um, is hunter22', 'my password, um, is [password]'],
    ['the password is umm er hunter', 'the password is umm er [password]'],
    ['mi contraseña es, este, gato', 'mi contraseña es, este, [password]'],
    ['mein Passwort ist äh Sommer', 'mein Passwort ist äh [password]'],
    ['mon mot de passe, euh, c’est euh soleil', 'mon mot de passe, euh, c’est euh [password]'],
    ['the security code is, hold on, seven three seven', 'the security code is, hold on, [security code]'],
    // A name and its value with several words between them.
    ['security code: um uh it is actually 737', 'security code: um uh it is actually [security code]'],
    ['the pin code um uh would be 4821', 'the pin code um uh would be [pin]'],
    ['my pin number for my card is the 4 8 2 1', 'my pin number for my card is the [pin]'],
    ['valid thru 09/27', 'valid thru [expiry]'],
    // A card that is called one, though misheard.
    ['card number is 4111 1111 1111 1112', 'card number is [card number]'],
    ['my credit card 1234567890123', 'my credit card [card number]'],
    ['meine Kreditkartennummer lautet 4111 1111 1111 1112', 'meine Kreditkartennummer lautet [card number]'],
    ['mi tarjeta de crédito es 4111 1111 1111 1112', 'mi tarjeta de crédito es [card number]'],
    ['carte bancaire numéro 4111111111111112', 'carte bancaire numéro [card number]'],
    // Security codes.
    ['cvv 123', 'cvv [security code]'],
    ['The CVC is 1234.', 'The CVC is [security code].'],
    ['security code is 1 2 3', 'security code is [security code]'],
    ['the security code on the card is one two three', 'the security code on the card is [security code]'],
    ['CVV: double four seven', 'CVV: [security code]'],
    ['the digits on the back are 987', 'the digits on the back are [security code]'],
    ['die Prüfnummer ist 123', 'die Prüfnummer ist [security code]'],
    ['Kartenprüfnummer eins zwei drei', 'Kartenprüfnummer [security code]'],
    ['el código de seguridad es 123', 'el código de seguridad es [security code]'],
    ['le cryptogramme visuel est 123', 'le cryptogramme visuel est [security code]'],
    ['code de sécurité : 456', 'code de sécurité : [security code]'],
    // Expiry.
    ['exp 12/26', 'exp [expiry]'],
    ['expiry date is 09/2028', 'expiry date is [expiry]'],
    ['my card expires December 2028', 'my card expires [expiry]'],
    ['expiration 12 slash 26', 'expiration [expiry]'],
    ['expiry zero nine two eight', 'expiry [expiry]'],
    ['meine Karte ist gültig bis 12/26', 'meine Karte ist gültig bis [expiry]'],
    ['Ablaufdatum: 03.29', 'Ablaufdatum: [expiry]'],
    ['la fecha de caducidad es 12/26', 'la fecha de caducidad es [expiry]'],
    ['la carte expire en décembre 2028', 'la carte expire en [expiry]'],
    ['date d’expiration 11/27', 'date d’expiration [expiry]'],
    // Bank accounts.
    ['DE89370400440532013000', '[bank account]'],
    ['IBAN DE89 3704 0044 0532 0130 00 please', 'IBAN [bank account] please'],
    ['gb82 west 1234 5698 7654 32', '[bank account]'],
    ['ES91-2100-0418-4502-0005-1332', '[bank account]'],
    ['FR14 2004 1010 0505 0001 3M02 606', '[bank account]'],
    // Social security numbers.
    ['123-45-6789', '[social security number]'],
    ['my SSN is 123456789', 'my SSN is [social security number]'],
    ['my social is 123 45 6789', 'my social is [social security number]'],
    ['my social is one two three four five six seven eight nine', 'my social is [social security number]'],
    ['social security number 123 45 6789', 'social security number [social security number]'],
    [
      'my social security number is one two three four five six seven eight nine',
      'my social security number is [social security number]',
    ],
    ['seguro social: 123 45 6789', 'seguro social: [social security number]'],
    // Passwords.
    ['the password is hunter2', 'the password is [password]'],
    ['Password: S3cret!x, yes', 'Password: [password], yes'],
    ['my password for the portal account is swordfish', 'my password for the portal account is [password]'],
    ['the pin for my account is 4471', 'the pin for my account is [pin]'],
    ['the password is "correct horse battery"', 'the password is "[password]"'],
    ['password is h u n t e r two', 'password is [password]'],
    ['password hunter2', 'password [password]'],
    ['mi contraseña es gato', 'mi contraseña es [password]'],
    ['mein Passwort ist Sommer99.', 'mein Passwort ist [password].'],
    ['mon mot de passe est soleil', 'mon mot de passe est [password]'],
    ['le mot de passe, c’est soleil', 'le mot de passe, c’est [password]'],
    // PINs and one-time codes.
    ['my pin is 4471', 'my pin is [pin]'],
    ['My PIN. It is 4 4 7 1.', 'My PIN. It is [pin].'],
    ['pin number double four seven one', 'pin number [pin]'],
    ['the verification code is 123456', 'the verification code is [pin]'],
    ['one-time password 998877', 'one-time password [pin]'],
    ['die Geheimzahl ist 4471', 'die Geheimzahl ist [pin]'],
    ['mi clave es 4471', 'mi clave es [pin]'],
    ['código de verificación: 123456', 'código de verificación: [pin]'],
    ['le code secret est 4471', 'le code secret est [pin]'],
    ['cvv 123, pin 4471', 'cvv [security code], pin [pin]'],
  ])('is taken out: %s', (text, kept) => {
    expect(redacted(text)).toBe(kept);
  });
});

describe('What an agent needs', () => {
  it.each([
    // Phone numbers.
    '+1 415 555 0123',
    'call +14155550123 or 415-555-0199',
    '(415) 555-0123',
    '+49 170 0000 0000 00',
    'plus one four one five five five five zero one two three',
    'mi número es 415 555 0101',
    'null eins fünf eins null null null null null null null null null null null null',
    'my number is four fifteen five fifty-five oh one twenty-three',
    'mein Anschluss ist null eins siebzig fünfundfünfzig null eins dreiundzwanzig',
    // Said of other things.
    'ten eleven twelve thirteen fourteen fifteen sixteen seventeen',
    'eins zwei drei vier fünf sechs sieben acht neun zehn',
    'nineteen eighty-four, nineteen eighty-five, two thousand and three',
    'it costs twenty-five dollars and forty cents',
    'the twenty-first of May, at half past seven',
    'order twelve thirty-four fifty-six seventy-eight ninety',
    'soixante-douze euros et quatre-vingt-dix centimes',
    'my password is um',
    'de acht neun drei sieben',
    // Numbers of orders, invoices, tickets.
    'invoice INV-2026-00417',
    'order 1234567890123456',
    'ticket 4471',
    'Rechnung 20260017',
    'the tracking number is 1Z999AA10123456784',
    'Bestellung 4711-0815',
    'number 4111 1111 1111 1112',
    'card ending in 4242',
    // Dates, times, amounts, places.
    'on 2026-03-14 at 10:30',
    '2026-03-14T10:30:00.000Z',
    '12.05.2026 - 14.05.2026',
    'it was $1,234.56, not 89.90',
    'the contract expires 12/26/2027',
    'the contract expires 12/26',
    'der Vertrag läuft bis 31.12.2027',
    'San Francisco, CA 94105',
    'SW1A 1AA',
    'my zip code is 94105',
    'error code 5012',
    // Ids.
    'CA12345678901234567890123456789012',
    '0190a1b2-0000-7000-8000-000000000001',
    'ho_DJWVHDD4KHTDCSH806PEKNYYK6',
    'call_4111111111111111',
    'DE89 3704 0044 0532 0130 01',
    // Secrets that are spoken of and not said.
    'I forgot my password.',
    'the password is not working',
    'the password is wrong, please reset it',
    'the password is at least eight characters long',
    'mein Passwort ist falsch',
    'mi contraseña es incorrecta',
    'mon mot de passe est oublié',
    'my card was declined twice',
    'I never got the verification code',
    'what is a security code?',
    'the pin on the door is broken',
    'my social security number is on file',
    'I have one two or three questions',
    'eins zwei drei, ich bin dabei',
    // Nothing of the kind.
    '',
    'I want to speak to a person.',
    'Ich möchte mit einem Menschen sprechen.',
    'Quiero hablar con una persona.',
    'Je voudrais parler à quelqu’un.',
    '来电者要求退款。',
  ])('stays: %s', (text) => {
    expect(redacted(text)).toBe(text);
  });
});

describe('Captured data', () => {
  it('is without secrets, by what it says and by the name of the field', () => {
    const captured = {
      invoice: 'INV-7',
      phone: '+1 415 555 0123',
      note: 'paid with 4111 1111 1111 1111',
      card_number: 'starts with 4111',
      creditCard: '4111',
      CVV: '1-2-3',
      cardExpiry: 'next year',
      ssn: 'six seven eight nine',
      social_security_number: '6789',
      userPassword: 'correct horse',
      pin: 'a b',
      'IBAN ': 'unknown',
      Kartennummer: '4111',
      contraseña: 'gato',
      verification_code: '8 1 9 2',
      accessCode: '91',
      'código de verificación': 'ocho uno',
      mot_de_passe: 'abc',
      social_media: '@jordan',
      postal_code: '75001',
      'clave de cliente': 'C-1',
    };
    expect(redactedFields(captured)).toEqual({
      invoice: 'INV-7',
      phone: '+1 415 555 0123',
      note: 'paid with [card number]',
      card_number: '[card number]',
      creditCard: '[card number]',
      CVV: '[security code]',
      cardExpiry: '[expiry]',
      ssn: '[social security number]',
      social_security_number: '[social security number]',
      userPassword: '[password]',
      pin: '[pin]',
      'IBAN ': '[bank account]',
      Kartennummer: '[card number]',
      contraseña: '[password]',
      verification_code: '[pin]',
      accessCode: '[pin]',
      'código de verificación': '[pin]',
      mot_de_passe: '[password]',
      social_media: '@jordan',
      postal_code: '75001',
      'clave de cliente': 'C-1',
    });
  });

  it.each([
    'shipping',
    'discard',
    'opinion',
    'spinning',
    'postcard_text',
    'topic',
    'companyName',
  ])('of a field named %s is not a secret for its name', (name) => {
    expect(redactedFields({ [name]: 'a plain word' })).toEqual({ [name]: 'a plain word' });
  });

  it('has no secret in the name of a field either', () => {
    expect(redactedFields({ '4111 1111 1111 1111': 'paid' })).toEqual({ '[card number]': 'paid' });
  });
});
