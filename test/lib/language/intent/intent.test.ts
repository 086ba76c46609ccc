import { describe, expect, it } from 'vitest';
import {
  DEFAULT_INTENT_WORDS,
  INTENTS,
  intentOf,
  intentWordsOf,
} from '../../../../lib/language/intent/intent.ts';
import { ownIntentWordsSchema } from '../../../../lib/language/intent/settings.ts';

const by = (text: string) => intentOf(text, DEFAULT_INTENT_WORDS);

describe('What a caller came for', () => {
  it.each([
    ['cancellation', 'I want to cancel my subscription'],
    ['cancellation', 'please cancel my plan'],
    ['cancellation', 'cancel'],
    ['sales', "I don't want to cancel, I want to upgrade"],
    ['technical', 'not a billing question, my internet is down'],
    ['billing', 'I have a question about my bill'],
    ['billing', 'why was I charged twice this month'],
    ['billing', 'I was not refunded'],
    ['billing', "I'd like a refund"],
    ['billing', 'I did not receive my invoice'],
    ['technical', 'my wifi does not work'],
    ['technical', 'the app keeps crashing'],
    ['technical', "I can't log in"],
    ['technical', "I can't connect to the internet"],
    ['technical', 'no internet since yesterday'],
    ['technical', 'I forgot my password'],
    ['sales', 'how much does the premium plan cost'],
    ['sales', 'I would like to buy a new phone'],
    ['sales', "I'm interested in your products"],
    ['support', 'where is my package'],
    ['support', 'my order never arrived'],
    ['support', 'I need help'],
    ['support', 'I want to return it, it is damaged'],
    ['billing', 'I need help with my bill'],
    ['technical', 'I need technical support'],
    ['billing', "I don't want to cancel anything, I just want to pay my invoice"],
    ['cancellation', 'my internet is slow and I want to cancel'],
    [
      'cancellation',
      "I'm calling because the internet is always down, the bill is wrong and I want to cancel",
    ],
    ['billing', "I don't need technical support, I need my invoice"],
    ['cancellation', 'I want to close my account'],
    ['technical', 'I am not calling about my invoice but my router'],
    ['cancellation', 'ich möchte kündigen'],
    ['cancellation', 'ich will meinen Vertrag kündigen'],
    ['sales', 'ich möchte nicht kündigen sondern einen neuen Vertrag abschließen'],
    ['technical', 'mein Internet geht nicht'],
    ['technical', 'das wlan funktioniert nicht'],
    ['billing', 'ich habe eine Frage zu meiner Rechnung'],
    ['billing', 'ich habe keine Rechnung bekommen'],
    ['technical', 'keine Frage zur Rechnung, mein Internet ist ausgefallen'],
    ['billing', 'es wurde zu viel abgebucht'],
    ['support', 'wo ist mein paket'],
    ['support', 'ich brauche hilfe bei meiner bestellung'],
    ['sales', 'was kostet der neue Tarif'],
    ['sales', 'ich möchte ein handy kaufen'],
    ['cancellation', 'quiero cancelar mi contrato'],
    ['cancellation', 'quiero darme de baja'],
    ['sales', 'no quiero cancelar, quiero comprar otro'],
    ['technical', 'mi internet no funciona'],
    ['technical', 'no tengo internet'],
    ['billing', 'tengo una pregunta sobre mi factura'],
    ['billing', 'me cobraron dos veces'],
    ['technical', 'no es sobre la factura, es que no tengo señal'],
    ['support', 'dónde está mi pedido'],
    ['sales', 'cuánto cuesta el plan'],
    ['cancellation', 'je veux résilier mon abonnement'],
    ['sales', 'je ne veux pas résilier, je veux acheter un téléphone'],
    ['technical', 'ma box ne marche pas'],
    ['technical', "je n'ai plus internet"],
    ['billing', "j'ai une question sur ma facture"],
    ['billing', "on m'a prélevé deux fois"],
    ['support', 'où est mon colis'],
    ['support', 'je voudrais suivre ma commande'],
    ['sales', 'combien coûte le forfait'],
    ['technical', "ce n'est pas une question de facturation, ma connexion est coupée"],
  ] as const)('is %s: %s', (intent, text) => {
    expect(by(text)).toBe(intent);
  });

  it.each([
    "I don't want to cancel",
    'hello there',
    'yes',
    'this is not about my bill',
    'it has nothing to do with billing',
    'I never wanted to cancel',
    "please don't cancel my contract",
    "I'm not trying to cancel",
    'ich will nicht kündigen',
    'ich möchte meinen vertrag nicht kündigen',
    'guten tag',
    'no quiero cancelar',
    'buenos dias',
    'je ne veux pas résilier',
    'bonjour madame',
    '',
  ])('is not known from: %s', (text) => {
    expect(by(text)).toBeUndefined();
  });

  it('is what is wanted, not what is mentioned more often', () => {
    expect(by('the bill was wrong and the payment too, so I want to cancel')).toBe('cancellation');
  });

  it('is what was named first when nothing else decides', () => {
    expect(by('invoice or router')).toBe('billing');
    expect(by('router or invoice')).toBe('technical');
  });

  it('is anything else before support, which is close to everything', () => {
    expect(by('I need help with my order and my invoice')).toBe('billing');
  });
});

describe('Configured phrases', () => {
  const parsed = (given: unknown) => ownIntentWordsSchema.safeParse(given);

  it('replace the default of their intent and leave the others', () => {
    const words = intentWordsOf({ billing: ['Tab', 'bar bill*'] });
    expect(words.billing).toEqual(['tab', 'bar bill*']);
    expect(words.sales).toEqual(DEFAULT_INTENT_WORDS.sales);
    expect(intentOf('can I see my tab', words)).toBe('billing');
    expect(intentOf('about my invoice', words)).toBeUndefined();
  });

  it('end in any way where a star says so, and only there', () => {
    const words = intentWordsOf({ sales: ['lease*', 'van'], support: ['x'], technical: ['y'] });
    expect(intentOf('leases', words)).toBe('sales');
    expect(intentOf('vans', words)).toBeUndefined();
  });

  it('may be written with capitals, accents, hyphens and signs', () => {
    const words = intentWordsOf({ technical: ['E-Mail?', 'Gerät', "l'écran"] });
    expect(intentOf('meine e-mail kommt nicht an', words)).toBe('technical');
    expect(intentOf('das gerat', words)).toBe('technical');
    expect(intentOf("c'est l'ecran", words)).toBe('technical');
  });

  it('are the defaults when nothing is given', () => {
    expect(intentWordsOf({})).toEqual(DEFAULT_INTENT_WORDS);
    for (const intent of INTENTS) expect(DEFAULT_INTENT_WORDS[intent].length).toBeGreaterThan(40);
  });

  it.each([
    ['an unknown intent', { refunds: ['refund'] }],
    ['an empty list', { billing: [] }],
    ['an empty phrase', { billing: [' * '] }],
    ['a text instead of a list', { billing: 'invoice' }],
    ['a number in the list', { billing: [1] }],
    ['a list', ['invoice']],
    ['nothing', undefined],
  ])('are refused: %s', (_what, given) => {
    expect(parsed(given).success).toBe(false);
  });
});

describe('What a caller denies, or no longer wants', () => {
  it.each([
    'i never said i wanted to cancel',
    'I never said that I want to cancel my plan.',
    'I did not ask you to cancel anything',
    "i haven't cancelled anything",
    "i won't cancel",
    "we won't be cancelling",
    "don't you dare cancel my account",
    "i don't think i want to cancel",
    'i was going to cancel but i changed my mind',
    'I wanted to cancel, but not anymore.',
    'nunca quise cancelar',
    'nunca dije que quería cancelar',
    'no he cancelado nada',
    'no voy a cancelar',
    'no es un problema técnico',
    'quería cancelar pero he cambiado de opinión',
    "je n'ai jamais voulu résilier",
    "je n'ai jamais dit que je voulais résilier",
    "je n'ai rien résilié",
    'je ne veux rien acheter',
    "je voulais résilier mais j'ai changé d'avis",
    'ich habe nie gesagt, dass ich kündigen will',
    'ich wollte nie kündigen',
    'ich habe nicht gekündigt',
    'ich wollte kündigen, aber ich habe es mir anders überlegt',
  ])('is not what they came for: %s', (text) => {
    expect(by(text)).toBeUndefined();
  });

  it.each([
    ['cancellation', 'I never said that, I want to cancel'],
    ['cancellation', "I don't think this works for me, cancel it"],
    ['cancellation', 'I changed my mind, I want to cancel'],
    ['cancellation', 'I asked you twice to cancel my plan'],
    ['cancellation', 'I was calling to cancel'],
    ['billing', 'I never said I wanted to cancel, I want a refund'],
    ['billing', "I won't pay this invoice"],
    ['billing', 'my bill is wrong and I was going to cancel but I changed my mind'],
    ['technical', "I don't think my internet works"],
    ['technical', "my phone won't connect"],
    ['technical', "the app won't update"],
    ['technical', 'I was going to cancel because my router is broken'],
    ['cancellation', 'das habe ich nie gesagt, ich will kündigen'],
    ['cancellation', 'ich wollte schon lange kündigen'],
    ['technical', 'ich glaube mein Internet geht nicht'],
    ['cancellation', 'nunca más, quiero cancelar'],
    ['cancellation', 'ya dije que quiero cancelar'],
    ['billing', 'no es correcta la factura'],
    ['cancellation', "j'ai déjà dit que je veux résilier"],
    ['cancellation', "je n'ai rien compris, je veux résilier"],
    ['sales', 'je veux acheter un téléphone'],
  ] as const)('is told apart from %s: %s', (intent, text) => {
    expect(by(text)).toBe(intent);
  });
});
