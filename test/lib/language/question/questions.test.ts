import { describe, expect, it } from 'vitest';
import {
  isClarifyingQuestion,
  isQuestion,
  sameQuestion,
} from '../../../../lib/language/question/questions.ts';

describe('A question', () => {
  it.each([
    'what is my balance',
    'where is my order',
    'can I pay by card',
    'do you have it in red',
    'is my package there',
    'hi um can you tell me my balance',
    'I want to know where my order is',
    'so how long does it take',
    'why was I charged',
    'has my payment arrived',
    'wo ist mein paket',
    'wann kommt der techniker',
    'kann ich mit karte zahlen',
    'haben sie das auch in rot',
    'gibt es einen rabatt',
    'ist mein paket schon da',
    'wie viel kostet das',
    'dónde está mi pedido',
    'donde esta mi pedido',
    'cuánto cuesta',
    'puedo pagar con tarjeta',
    'por qué me cobraron',
    'qué hora es',
    'tiene usted descuento',
    'où est ma commande',
    'ou est ma commande',
    'combien ça coûte',
    'est-ce que je peux payer',
    'pouvez-vous me dire',
    'quand arrive le technicien',
    'avez-vous reçu mon paiement',
    "qu'est-ce que c'est",
    'you are sure?',
    'okay. where is it',
  ])('is heard: %s', (text) => {
    expect(isQuestion(text)).toBe(true);
  });

  it.each([
    'I want to cancel my order',
    'my order has not arrived',
    'yes please',
    'when I called yesterday they said something else',
    'what a mess',
    'thank you',
    'cancel my order',
    'mein paket ist nicht da',
    'ich will kündigen',
    'ja bitte',
    'mi pedido no llegó',
    'quiero cancelar',
    'gracias',
    "ma commande n'est pas arrivée",
    'je veux résilier',
    'merci beaucoup',
    'it is 4471',
    'the number is five',
    'no',
    'have a nice day',
    'do it',
    "quand j'ai appelé personne n'a répondu",
    'als ich gestern anrief war niemand da',
    '?!',
    '',
  ])('is not heard: %s', (text) => {
    expect(isQuestion(text)).toBe(false);
  });
});

describe('The same question', () => {
  it.each([
    ['where is my order 4471', 'so where is my order 4471 now'],
    ['when will my package arrive', 'okay but when is my package going to arrive'],
    ['why is my bill so high', 'why was my bill so high'],
    ['what is my account balance', 'can you tell me what my account balance is please'],
    ['wann kommt mein techniker', 'ja aber wann kommt denn mein techniker'],
    ['cuándo llega mi paquete', 'perdón cuándo llega mi paquete por favor'],
    ['quand arrive mon colis', 'alors quand est-ce que mon colis arrive'],
    ['how do I reset my password', 'how can I reset my password then'],
    ['when does the store open on Monday', 'when does the store open on Monday morning'],
    ['Where is my order?', 'Where is my order?'],
    ['Is it ready yet?', 'is it ready yet'],
    ['où est ma commande', 'où est ma commande ?'],
    ['where is my order', "so where's my order then"],
    ['what is my balance', "and what's my balance"],
    ['wo ist mein paket', 'ja und wo ist jetzt mein paket'],
    ['dónde está mi pedido', 'pero dónde está mi pedido'],
    ['où est ma commande', 'alors où est ma commande'],
    ['where are my two invoices from march', 'where is my invoice from march, the two'],
  ])('is asked again: %s / %s', (a, b) => {
    expect(sameQuestion(a, b)).toBe(true);
    expect(sameQuestion(b, a)).toBe(true);
  });

  it.each([
    ['where is my order', 'where is my invoice'],
    ['hello?', 'hello?'],
    ['what?', 'what?'],
    ['can you hear me?', 'can you hear me?'],
    ['where is my order', 'when is my order'],
    ['how much is it', 'how much will that be'],
    ['excuse me, what?', 'excuse me, what?'],
    ['sorry, what did you say?', 'sorry, what did you say?'],
    ['how are you today?', 'how are you today?'],
    ['hello, is anybody there?', 'hello, is anybody there?'],
    ['Können Sie mich hören?', 'Können Sie mich hören?'],
    ['Wie geht es Ihnen?', 'Wie geht es Ihnen?'],
    ['Sind Sie noch da?', 'Sind Sie noch da?'],
    ['¿Me puede oír?', '¿Me puede oír?'],
    ['¿Sigue usted ahí?', '¿Sigue usted ahí?'],
    ["Est-ce que vous m'entendez ?", "Est-ce que vous m'entendez ?"],
    ["Qu'avez-vous dit ?", "Qu'avez-vous dit ?"],
    ['where is my order 4471', 'where is my order 5512'],
    ['when does the store open on Monday', 'when does the store open on Tuesday'],
    ['why is my bill so high', 'why is my bill so low'],
    ['what is the price of the small plan', 'what is the price of the large plan'],
    ['how do I reset my password', 'how do I reset my router'],
    ['can I change my address', 'can I change my appointment'],
    ['wann kommt mein techniker', 'wann kommt mein paket'],
    ['are you there?', 'are you there?'],
    ['how much is the small plan', 'when does the shop open'],
  ])('is not: %s / %s', (a, b) => {
    expect(sameQuestion(a, b)).toBe(false);
    expect(sameQuestion(b, a)).toBe(false);
  });
});

describe('The assistant', () => {
  it.each([
    'Sorry, I did not quite understand. Could you say that again?',
    'Could you please clarify what you mean?',
    "I'm not sure I understand. Are you calling about a bill or a technical problem?",
    'Can you be more specific?',
    'Could you rephrase that?',
    'What kind of issue are you having?',
    'Is this about an existing order or a new one?',
    'I want to make sure I understand, what do you need?',
    'Es tut mir leid, das habe ich nicht verstanden.',
    'Können Sie mir etwas mehr dazu sagen?',
    'Was genau meinen Sie?',
    'Meinen Sie Ihre Rechnung oder Ihren Vertrag?',
    'Worum geht es genau?',
    'Könnten Sie das bitte noch einmal wiederholen?',
    'Wobei genau kann ich Ihnen helfen?',
    'Lo siento, no le he entendido.',
    '¿Podría darme más detalles sobre lo que necesita?',
    '¿Se refiere a su factura o a su contrato?',
    '¿Qué necesita exactamente?',
    '¿Podría repetirlo, por favor?',
    "Désolé, je n'ai pas bien compris.",
    'Pourriez-vous préciser votre demande ?',
    'Voulez-vous dire votre facture ou votre contrat ?',
    "De quoi s'agit-il exactement ?",
    'Je ne suis pas sûr de comprendre.',
  ])('did not understand: %s', (text) => {
    expect(isClarifyingQuestion(text)).toBe(true);
  });

  it.each([
    'How can I help you today?',
    'Hello, this is Nova, what can I do for you?',
    'Is there anything else I can help you with?',
    'Can you give me your date of birth?',
    'What is your name?',
    'Would you like the morning or the afternoon?',
    'What is the zip code?',
    'When would you like the appointment?',
    'Your order is on its way.',
    'Shall I cancel the order for you?',
    'I am getting a colleague for you now.',
    'What is the address of the delivery?',
    'Do you want me to send the invoice by email?',
    'What is the error message on the screen?',
    'Could you repeat your invoice number?',
    "I didn't catch your name, could you spell it?",
    'Wie kann ich Ihnen helfen?',
    'Wie lautet Ihre Kundennummer?',
    'Kann ich sonst noch etwas für Sie tun?',
    'Möchten Sie einen Termin am Montag oder am Dienstag?',
    'Wie ist Ihr Name?',
    '¿En qué puedo ayudarle?',
    '¿Cuál es su número de factura?',
    '¿Hay algo más en lo que pueda ayudarle?',
    '¿Cuál es su nombre?',
    'Comment puis-je vous aider ?',
    'Quel est votre numéro de client ?',
    'Y a-t-il autre chose ?',
    'Quelle est votre date de naissance ?',
    'Have you restarted the router?',
    'Let me check that for you.',
  ])('goes on as usual: %s', (text) => {
    expect(isClarifyingQuestion(text)).toBe(false);
  });
});
