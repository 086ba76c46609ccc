import { describe, expect, it } from 'vitest';
import { DEFAULT_INTENT_WORDS, type Intent, intentOf } from '../../../../lib/language/intent/intent.ts';

const REASONS: readonly (readonly [Intent, string])[] = [
  ['sales', 'I was wondering what it costs to add a second line.'],
  ['sales', 'Do you have any deals for people who are new?'],
  ['sales', '¿Cuánto me costaría añadir otra línea?'],
  ['sales', 'Gibt es gerade eine Aktion für Neukunden?'],
  ['sales', "C'est combien par mois, le plus gros forfait ?"],
  ['billing', 'How much is my bill this month?'],
  ['billing', "I'd like that late charge removed."],
  ['billing', 'No quiero cancelar nada, solo quiero que me quiten ese recargo.'],
  ['billing', 'Ich will nicht kündigen, ich möchte nur, dass die Mahngebühr gestrichen wird.'],
  ['billing', "Je veux qu'on m'enlève ces frais."],
  ['support', 'What time do you open on Saturdays?'],
  ['support', 'Could the courier leave it with my neighbor?'],
  ['support', "We're moving house next month, how do I let you know?"],
  ['support', '¿A qué hora cierran hoy?'],
  ['support', 'Me he mudado y necesito cambiar la dirección de mi cuenta.'],
  ['support', 'Wann haben Sie am Samstag geöffnet?'],
  ['support', 'Wir ziehen nächsten Monat um.'],
  ['support', 'Vous êtes ouverts le dimanche ?'],
  ['support', "J'ai déménagé, il faut que je change l'adresse de mon compte."],
  ['technical', "My internet's been down since this morning."],
  ['technical', "There's no dial tone on my landline at all."],
  ['technical', 'No tengo línea en el teléfono fijo.'],
  ['technical', 'Ich habe kein Freizeichen.'],
  ['technical', "Je n'ai plus de tonalité."],
  ['cancellation', 'How do I get out of my contract?'],
  ['cancellation', "Don't renew my membership for another year."],
  ['cancellation', 'No quiero que se renueve el contrato.'],
  ['cancellation', 'Ich will keinen anderen Tarif, ich will aus dem Vertrag raus.'],
  ['cancellation', 'Bitte nicht automatisch verlängern.'],
  ['cancellation', 'Je ne veux pas renouveler mon abonnement.'],
];

describe('The reason for a call', () => {
  it.each(REASONS)('is %s: %s', (intent, text) => {
    expect(intentOf(text, DEFAULT_INTENT_WORDS)).toBe(intent);
  });

  it.each([
    "I don't want to cancel anything.",
    'Nein, ich will nichts kaufen.',
    'No quiero comprar nada.',
    'Je ne veux pas résilier.',
  ])('is not what the caller does not want: %s', (text) => {
    expect(intentOf(text, DEFAULT_INTENT_WORDS)).toBeUndefined();
  });
});
