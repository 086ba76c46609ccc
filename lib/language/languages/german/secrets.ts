import type { SecretWords } from '../language.ts';

export const SECRETS: SecretWords = {
  names: {
    ssn: '',
    code: '(?:karten)?pr[üu]e?f(?:nummer|ziffer)|sicherheits(?:code|nummer)',
    expiry: 'ablaufdatum|verfallsdatum|g[üu]ltigkeitsdatum',
    until: 'g[üu]ltig bis|l[äa]uft',
    pin: 'pin[ -]?nummer|geheimzahl|einmal(?:code|passwort)|(?:best[äa]tigungs|verifizierungs|zugangs)code|(?:meine?|die|der|eine?|sms|m|push|photo|chip)[ -]?tan|tan[ -]?(?:nummer|code)|code(?=,? (?:den (?:ich|sie|du|ihr|man) |(?:per|aus der|in der) (?:sms|e?-?mail)\\b))',
    password: 'passwort|kennwort',
    card: '(?:kredit|ec[ -]|bank|giro)?karten?(?:nummer)?',
  },
  fields: {
    ssn: '',
    code: 'pr[üu]e?f(?:nummer|ziffer)',
    expiry: '',
    pin: 'geheimzahl',
    password: 'passwort|kennwort',
    card: '(?:kredit)?karten?(?:nummer)?',
  },
  links: 'ist war lautet sind es',
  connectors: 'nummer der die das meiner? f[üu]r auf lauten ab am karte konto',
  fillers:
    '[äa]h+m*|öh+m*|h+m+|also|naja|na ja|moment|mal sehen|warten sie|warte|lass mich (?:sehen|überlegen)|ich glaube|glaube ich',
  about: 'für zu von den die das per aus in',
  ofPasswords:
    'abgelehnt alt neu nicht kein mindestens falsch ungültig abgelaufen gesperrt richtig korrekt zu jetzt immer noch weg vergessen das der die mein ein',
  months: 'jan febr? mär apr mai jun jul aug sep okt nov dez',
  beforeYear: '',
  slash: 'schrägstrich',
  century: '',
  digits: [
    'null',
    'eins ein eine',
    'zwei zwo',
    'drei',
    'vier',
    'fünf fuenf',
    'sechs',
    'sieben',
    'acht',
    'neun',
  ],
  numbers: {
    whole: {
      ...{ zehn: 10, elf: 11, zwölf: 12, zwoelf: 12, dreizehn: 13, vierzehn: 14, fünfzehn: 15 },
      ...{ fuenfzehn: 15, sechzehn: 16, siebzehn: 17, achtzehn: 18, neunzehn: 19 },
    },
    tens: {
      ...{ zwanzig: 20, dreißig: 30, dreissig: 30, vierzig: 40, fünfzig: 50, fuenfzig: 50 },
      ...{ sechzig: 60, siebzig: 70, achtzig: 80, neunzig: 90 },
    },
    order: { before: ' ?und ?' },
  },
  times: { doppel: 2, zweimal: 2, dreimal: 3 },
  pauses: 'und dann ähm?',
  plus: 'plus',
};
