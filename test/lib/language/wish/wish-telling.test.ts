import { describe, expect, it } from 'vitest';
import { wishForHuman } from '../../../../lib/language/wish/wish.ts';

describe('Who would rather tell it to a human', () => {
  it.each([
    "I'd sooner explain all this to an actual human, it's complicated.",
    "I'd rather discuss my bill with a person, if that's an option.",
    "I'd be more comfortable giving my card details to a person.",
    'Could I maybe run this by one of your agents?',
    'I really should go through it with someone who works there.',
    'It would be easier if I just spoke with one of your people.',
    'Prefiero contarle todo esto a una persona de verdad.',
    'Eso yo lo hablaría mejor con una persona, si se puede.',
    'Me quedaría más tranquila hablando con alguien.',
    'Necesito que alguien me lo explique.',
    'Das erkläre ich besser einem Menschen.',
    'Das würde ich lieber mit einem richtigen Menschen bereden.',
    'Nee, das erzähl ich lieber jemandem persönlich.',
    'Kann ich da mit jemandem von Ihnen drüber reden?',
    "Il vaudrait mieux que j'explique ça à une vraie personne.",
    'Je préférerais voir ça avec un humain.',
    "Je serais plus à l'aise avec un conseiller.",
    'Je souhaite traiter cette affaire avec le directeur.',
  ])('wishes for one: %s', (text) => {
    expect(wishForHuman(text).is).toBe('wish');
  });

  it.each([
    "I'd like to sort out the problem I had with your representative.",
    "I'd like to talk this over with my husband first.",
    "I don't want to discuss this with an agent.",
    'An agent was supposed to explain this to me last week.',
    'I discussed it with your agent yesterday and all is clear now.',
    'Ya lo traté con un agente.',
    'Quiero hablarlo antes con mi marido.',
    'No quiero tratarlo con una persona.',
    'Das bespreche ich lieber mit meiner Frau.',
    'Ich habe das schon mit einem Mitarbeiter geklärt.',
    "Je veux d'abord en parler avec ma femme.",
    'Ce serait plus simple avec une application.',
  ])('is not who tells it to somebody else, or told it before: %s', (text) => {
    expect(wishForHuman(text).is).toBe('no-wish');
  });
});

describe('Who wants a human to take over', () => {
  it.each([
    'Is there a colleague of yours who could take this over?',
    "Let's have a human look at this.",
    'Could you put one of the nurses on the phone, please?',
    'I would like to speak with the pharmacist.',
    'Quiero que se ponga alguien.',
    '¿No podría encargarse de esto alguno de sus compañeros?',
    'Vielleicht kann da mal ein Kollege von Ihnen übernehmen.',
    'Ich hätte gern jemanden aus Fleisch und Blut.',
    'Un de vos collègues pourrait peut-être prendre la suite ?',
    "Repassez-moi quelqu'un.",
  ])('wishes for one: %s', (text) => {
    expect(wishForHuman(text).is).toBe('wish');
  });

  it.each([
    'I have a nurse who comes on Mondays.',
    'I need a plumber tomorrow morning.',
    'Can someone else pick up the parcel for me?',
    'Der Kollege wollte sich darum kümmern.',
    'El técnico va a resolverlo mañana.',
    'Un technicien doit reprendre le dossier demain.',
  ])('is not who tells of one: %s', (text) => {
    expect(wishForHuman(text).is).toBe('no-wish');
  });
});

describe('Nobody', () => {
  it.each([
    'I want to talk to nobody.',
    'No one has called me back about the refund.',
    'Ich will mit niemandem sprechen, sagen Sie mir nur die Nummer.',
    'Niemand hat mir das erklärt.',
    'No quiero hablar con nadie.',
    'Nadie me explicó el recargo.',
    'Je ne veux parler à personne.',
    "Personne ne peut m'expliquer ce prélèvement.",
  ])('is no human: %s', (text) => {
    expect(wishForHuman(text).is).toBe('no-wish');
  });

  it('is asked for where one asks whether there is nobody', () => {
    expect(wishForHuman('¿No hay nadie que me atienda?').is).toBe('wish');
    expect(wishForHuman('Gibt es da niemanden, mit dem ich sprechen kann?').is).toBe('wish');
  });

  it('is quoted to its end by a recording, whatever is wanted then', () => {
    const quoted = 'La grabación decía que diga agente si quiero un agente, pero yo lo que quiero es';
    expect(wishForHuman(`${quoted} pagar el recibo.`).is).toBe('no-wish');
    expect(wishForHuman(`${quoted} hablar con una persona.`).is).toBe('wish');
  });
});
