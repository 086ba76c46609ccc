import type { SecretWords } from '../language.ts';

export const SECRETS: SecretWords = {
  names: {
    ssn: '',
    code: 'code de s[ée]curit[ée]|cryptogramme(?: visuel)?',
    expiry: "date d[’' ]expiration",
    until: "expire|valable jusqu[’' ](?:en|[àa]|au)",
    pin: "code (?:secret|confidentiel|de v[ée]rification|de validation|d[’' ]acc[èe]s|[àa] usage unique)|code(?= (?:(?:que|qu[’']on) .{0,24}(?:re[çc]u|envoy[ée])|(?:re[çc]u|envoy[ée]|par sms|du sms)))",
    password: 'mot de passe',
    card: 'carte',
  },
  fields: {
    ssn: '',
    code: 'cryptogramme',
    expiry: '',
    pin: '',
    password: 'mot de passe',
    card: 'carte',
  },
  links: 'est était sont',
  connectors: 'num[ée]ro code date de en la le c ce du ma mon cr[ée]dit d[ée]bit bancaire bleue carte compte',
  fillers: 'e+u+h+|h+e+u+|h+u+m+|ben|bah|bon|alors|voyons|attendez|attends|je (?:crois|pense)|enfin',
  about: "de pour que qu['’]on reçu envoyé par",
  ofPasswords:
    'refusé périmé rejeté incorrecte erroné faux invalide expiré bloqué pas trop le mon oublié toujours',
  months: 'jan f[ée]v mar avr mai juin juil ao[ûu]t sep oct nov d[ée]c',
  beforeYear: 'de',
  slash: 'sur de',
  century: '',
  digits: ['zéro', 'un une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
  numbers: {
    whole: {
      ...{ dix: 10, onze: 11, douze: 12, treize: 13, quatorze: 14, quinze: 15, seize: 16 },
      ...{ 'dix-sept': 17, 'dix-huit': 18, 'dix-neuf': 19 },
      ...{ 'soixante-dix': 70, 'soixante-et-onze': 71, 'soixante-onze': 71, 'soixante-douze': 72 },
      ...{ 'soixante-treize': 73, 'soixante-quatorze': 74, 'soixante-quinze': 75, 'soixante-seize': 76 },
      ...{ 'soixante-dix-sept': 77, 'soixante-dix-huit': 78, 'soixante-dix-neuf': 79 },
      ...{ 'quatre-vingt-dix': 90, 'quatre-vingt-onze': 91, 'quatre-vingt-douze': 92 },
      ...{ 'quatre-vingt-treize': 93, 'quatre-vingt-quatorze': 94, 'quatre-vingt-quinze': 95 },
      ...{ 'quatre-vingt-seize': 96, 'quatre-vingt-dix-sept': 97, 'quatre-vingt-dix-huit': 98 },
      ...{ 'quatre-vingt-dix-neuf': 99 },
    },
    tens: {
      ...{ vingt: 20, trente: 30, quarante: 40, cinquante: 50, soixante: 60, septante: 70 },
      ...{ 'quatre-vingt': 80, 'quatre-vingts': 80, huitante: 80, octante: 80, nonante: 90 },
    },
    order: { after: '[ -](?:et[ -])?' },
  },
  times: { double: 2, triple: 3 },
  pauses: 'et puis euh',
  plus: 'plus',
};
