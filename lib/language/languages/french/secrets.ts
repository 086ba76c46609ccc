import type { SecretWords } from '../language.ts';

export const SECRETS: SecretWords = {
  names: {
    ssn: '',
    code: 'code de s[ée]curit[ée]|cryptogramme(?: visuel)?',
    expiry: "date d[’' ]expiration",
    until: "expire|valable jusqu[’' ](?:en|[àa]|au)",
    pin: "code (?:secret|confidentiel|de v[ée]rification|de validation|d[’' ]acc[èe]s|[àa] usage unique)",
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
  about: 'de pour',
  ofPasswords: 'incorrecte erroné faux invalide expiré bloqué pas trop le mon oublié toujours',
  months: 'jan f[ée]v mar avr mai juin juil ao[ûu]t sep oct nov d[ée]c',
  beforeYear: 'de',
  slash: 'sur de',
  century: '',
  digits: ['zéro', 'un une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf'],
  times: { double: 2, triple: 3 },
  pauses: 'et puis euh',
  plus: 'plus',
};
