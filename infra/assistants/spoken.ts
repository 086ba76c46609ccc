import { LANGUAGES, type LanguageCode } from '../../lib/speech/index.ts';

/** What a caller hears word for word; everything else is the model's, in the caller's language. */
export type Spoken = {
  greeting(company: string | undefined): string;
  resumed: string;
  mayBeRecorded: string;
  /** While a tool begins, and when it takes long. */
  moment: string;
  momentLonger: string;
  goodbye: string;
};

export const SPOKEN: Readonly<Record<LanguageCode, Spoken>> = {
  en: {
    greeting: (company) => `Thank you for calling${company ? ` ${company}` : ''}. How can I help you?`,
    resumed: 'I am sorry, we were cut off. Shall we go on where we were?',
    mayBeRecorded: 'This call may be recorded.',
    moment: 'One moment, please.',
    momentLonger: 'Just a moment longer.',
    goodbye: 'Thank you for calling. Goodbye.',
  },
  es: {
    greeting: (company) => `Gracias por llamar${company ? ` a ${company}` : ''}. ¿En qué puedo ayudarle?`,
    resumed: 'Disculpe, se cortó la llamada. ¿Seguimos donde estábamos?',
    mayBeRecorded: 'Esta llamada puede ser grabada.',
    moment: 'Un momento, por favor.',
    momentLonger: 'Un momento más.',
    goodbye: 'Gracias por llamar. Adiós.',
  },
  de: {
    greeting: (company) =>
      `Danke für Ihren Anruf${company ? ` bei ${company}` : ''}. Wie kann ich Ihnen helfen?`,
    resumed: 'Entschuldigung, wir wurden unterbrochen. Machen wir da weiter, wo wir waren?',
    mayBeRecorded: 'Dieses Gespräch kann aufgezeichnet werden.',
    moment: 'Einen Moment, bitte.',
    momentLonger: 'Noch einen Moment.',
    goodbye: 'Danke für Ihren Anruf. Auf Wiederhören.',
  },
  fr: {
    greeting: (company) =>
      `Merci de votre appel${company ? ` chez ${company}` : ''}. Comment puis-je vous aider ?`,
    resumed: 'Pardon, nous avons été coupés. On reprend où nous en étions ?',
    mayBeRecorded: 'Cet appel peut être enregistré.',
    moment: 'Un instant, je vous prie.',
    momentLonger: 'Encore un instant.',
    goodbye: 'Merci de votre appel. Au revoir.',
  },
};

/**
 * A sentence of a tool as Vapi takes it, one for each language: the assistant's own first, which Vapi translates for a
 * caller of a language that we do not speak.
 */
export function inEveryLanguage(first: LanguageCode, sentence: (language: LanguageCode) => string) {
  const languages = [first, ...LANGUAGES.filter((one) => one !== first)];
  return {
    content: sentence(first),
    contents: languages.map((language) => ({ type: 'text', text: sentence(language), language }) as const),
  };
}
