import type { Vapi } from '@vapi-ai/server-sdk';
import type { Provided } from './choices.ts';

/** After a question for something that is read from a letter, in the languages that `assistant.ts` has no rule for. */
const ASKS_FOR_PARTS: Vapi.StartSpeakingPlanCustomEndpointingRulesItem = {
  type: 'assistant',
  regex:
    '(n[uú]mero|d[ií]gitos|c[oó]digo|correo|direcci[oó]n|nummer|ziffern|adresse|num[eé]ro|chiffres|code|courriel)[^.?!]{0,80}\\?',
  regexOptions: [{ type: 'ignore-case', enabled: true }],
  timeoutSeconds: 2,
};

const ACKNOWLEDGEMENTS = [
  ...['sí', 'vale', 'claro', 'de acuerdo', 'entiendo', 'gracias'],
  ...['ja', 'genau', 'alles klar', 'verstehe', 'danke'],
  ...['oui', "d'accord", 'très bien', 'je vois', 'merci'],
];

const INTERRUPTIONS = [
  ...['espere', 'un momento', 'perdone', 'una persona', 'un agente'],
  ...['stopp', 'warten Sie', 'nein', 'Entschuldigung', 'ein Mensch', 'einen Mitarbeiter'],
  ...['attendez', 'non', 'excusez-moi', 'une personne', 'un conseiller'],
];

/** When to begin: Flux hears the end of a turn itself, and loses that when Vapi is told to; Livekit knows English only. */
export function startSpeaking(plan: Vapi.StartSpeakingPlan, transcriber: Provided): Vapi.StartSpeakingPlan {
  const { smartEndpointingPlan: _ofOneLanguage, customEndpointingRules = [], ...rest } = plan;
  const rules = { ...rest, customEndpointingRules: [...customEndpointingRules, ASKS_FOR_PARTS] };
  if (transcriber.provider === 'deepgram' && String(transcriber.model).startsWith('flux')) return rules;
  const isEnglish = /^en\b/.test(String(transcriber.language));
  return { ...rules, smartEndpointingPlan: { provider: isEnglish ? 'livekit' : 'vapi' } };
}

/** When to stop, whatever language the caller interrupts in. */
export function stopSpeaking(plan: Vapi.StopSpeakingPlan): Vapi.StopSpeakingPlan {
  const { acknowledgementPhrases = [], interruptionPhrases = [] } = plan;
  return {
    ...plan,
    acknowledgementPhrases: [...acknowledgementPhrases, ...ACKNOWLEDGEMENTS],
    interruptionPhrases: [...interruptionPhrases, ...INTERRUPTIONS],
  };
}
