import type { SecretWords } from '../language.ts';

export const SECRETS: SecretWords = {
  names: {
    ssn: 'social(?: security)?(?: number)?|ssn',
    code: 'security (?:code|number)|card verification (?:code|number|value)|(?:digits|number|code) on the back',
    expiry: 'exp|expir(?:y|ation)(?: date)?|valid thru',
    until: 'expires|valid (?:until|through)',
    pin: 'pin[ -]?(?:code|number)|(?:one[ -]time|single[ -]use) (?:pass)?(?:code|word|pin)|passcode|(?:verification|authentication|access|login|2fa) (?:code|pin)|(?<!(?:error|promo|promotion|promotional|discount|voucher|coupon|gift|zip|postal|post|area|country|order|bar|qr|product|customer|client|tracking|booking|reference|dress|source|sort|tax)[ -])code(?= (?:(?:that|which) )?(?:(?:they|you|she|he|we|i) (?:(?:just|was|were|have|had) )*(?:been )?|(?:just )?)(?:sent|texted|emailed|e-mailed|messaged|received)\\b)',
    password: 'pass ?word|passwd|passphrase',
    card: '(?:(?:credit|debit|ec|bank)[ -]?)?card(?: ?number)?',
  },
  fields: {
    ssn: 'ssn|social ?security',
    code: 'security code|verification value',
    expiry: 'exp(?:iry|iration)?\\b.*\\bcard|card\\b.*\\bexp(?:iry|iration|ires)?',
    pin: 'pincode|pinnumber|passcode|one time (?:code|pin)',
    password: 'pass ?(?:word|phrase)|passwd|pwd',
    card: '(?:credit|debit)?cards?(?:number|no)?',
  },
  links: "is was are it[’']?s",
  connectors:
    'number no num code date value would be it the my your for of on to and credit debit card account email also actually um uh',
  fillers:
    'u+h*m+|u+h+|er+m*|h+m+|ah+|well(?=[ ,.…]*[,.…])|like(?=[ ,.…]*[,.…])|actually|basically|let me (?:see|think|check|look)|you know|i (?:think|mean|guess|believe)|hold on|hang on|wait',
  about:
    'for to of on from that which i\\swas we\\swere they you she he we i just sent texted emailed received',
  ofPasswords:
    "not n[’']t no never always still also too very so just now at only case about supposed saved stored set being been getting going wrong incorrect invalid expired locked blocked rejected correct right fine okay weak strong short long different the a an my your same required needed missing forgotten lost gone unknown reset changed working what which",
  months: 'jan feb mar apr may jun jul aug sep oct nov dec',
  beforeYear: 'of',
  slash: 'slash stroke of',
  century: 'twenty',
  digits: ['zero oh o nought naught', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
  numbers: {
    whole: {
      ...{ ten: 10, eleven: 11, twelve: 12, thirteen: 13, fourteen: 14 },
      ...{ fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19 },
    },
    tens: {
      ...{ twenty: 20, thirty: 30, forty: 40, fourty: 40, fifty: 50 },
      ...{ sixty: 60, seventy: 70, eighty: 80, ninety: 90 },
    },
    order: { after: '[ -]' },
  },
  times: { double: 2, triple: 3, treble: 3, quadruple: 4 },
  pauses: 'and then u[hm]',
  plus: 'plus',
};
