import type { SecretWords } from '../language.ts';

export const SECRETS: SecretWords = {
  names: {
    ssn: '(?:n[úu]mero de )?seguro social',
    code: 'c[óo]digo de seguridad',
    expiry: '(?:fecha de )?(?:caducidad|vencimiento|expiraci[óo]n)',
    until: 'vence|caduca|v[áa]lida hasta',
    pin: '(?:c[óo]digo|n[úu]mero) (?:pin|secreto)|c[óo]digo de (?:verificaci[óo]n|acceso|un solo uso)|(?:mi|la) clave',
    password: 'contrase[ñn]a',
    card: 'tarjeta',
  },
  fields: {
    ssn: 'seguro social',
    code: '',
    expiry: '',
    pin: '',
    password: 'contrase[ñn]a',
    card: 'tarjeta',
  },
  links: 'es era son',
  connectors: 'n[úu]m[ée]ro y el la de del mi en cr[ée]dito d[ée]bito bancaria tarjeta cuenta',
  about: 'para de del',
  ofPasswords: 'incorrect[oa] correct[oa] inválid[oa] caducad[oa] bloquead[oa] demasiado muy la el una? mal',
  months: 'ene feb mar abr may jun jul ago sep oct nov dic',
  beforeYear: 'del?',
  slash: 'barra de',
  century: '',
  digits: ['cero', 'uno una un', 'dos', 'tres', 'cuatro', 'cinco', 'seis', 'siete', 'ocho', 'nueve'],
  times: { doble: 2, triple: 3 },
  pauses: 'y luego',
  plus: '',
};
