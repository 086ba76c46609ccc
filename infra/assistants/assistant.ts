import type { Vapi } from '@vapi-ai/server-sdk';
import type { TeamWords } from '../../lib/handoff/briefing/routing.ts';
import { type LanguageCode, SPEECHES } from '../../lib/speech/index.ts';
import { ENGLISH } from './choices.ts';
import { lookingUp } from './looking-up.ts';
import { outcomeSchema } from './outputs.ts';
import { type ServerSettings, serverAt } from './server.ts';
import type { TeamTools } from './systems.ts';
import { teamTools } from './team-tools.ts';
import { type FunctionTool, functionTool, functionTools, sayingIn } from './tools.ts';

export type AssistantOptions = {
  /** The URL of our webhook for Vapi. */
  serverUrl: string;
  /** Vapi's id of the credential that signs the webhooks; without one, ours answers 401 to all of them. */
  credentialId?: string;
  /** The team's departments and skills. */
  teamWords: TeamWords;
  /** Tickets and appointments; without it there are none. */
  teamTools?: TeamTools;
  /** Of what is said word for word: English where none is given. */
  language?: LanguageCode;
  /** The longest call, the time with an agent included. */
  maxCallSeconds?: number;
};

/** An hour: with Vapi's default of ten minutes it would end a call in which caller and agent talk. */
export const LONGEST_CALL_SECONDS = 3600;

/** The body of `POST https://api.vapi.ai/assistant`. */
export type AssistantSettings = Omit<
  Vapi.CreateAssistantDto,
  'model' | 'server' | 'serverMessages' | 'hooks'
> & {
  hooks: (Omit<Vapi.CallHookCustomerSpeechTimeout, 'on'> & { on: 'customer.speech.timeout' })[];
  server: ServerSettings;
  serverMessages: Vapi.CreateAssistantDtoServerMessagesItem[];
  model: Omit<Vapi.CreateAssistantDtoModel.Openai, 'tools'> & { tools: FunctionTool[] };
};

/**
 * What our server reads. `transcript` stands for partial and final ones. Left out on purpose: `conversation-update`,
 * on by default, which sends the whole conversation again after every sentence; all of it is in the other messages.
 */
const SERVER_MESSAGES: Vapi.CreateAssistantDtoServerMessagesItem[] = [
  'tool-calls',
  'transfer-destination-request',
  'status-update',
  'transfer-update',
  'end-of-call-report',
  'speech-update',
  'user-interrupted',
  'transcript',
  'language-change-detected',
];

const COLLEAGUE = `You answer the telephone of a company. You speak: short sentences, no lists, one question at a time.

Getting a colleague:
- A caller who asks for a person gets one. Call escalate_to_human at once: no question why, no offer to help first, no announcement.
- Call it as well when you cannot settle the matter, when two clarifying questions have not helped, and when the caller is upset.
- While a colleague is being fetched, go on helping. Do not say how long it takes, and do not call escalate_to_human again.
- When the caller no longer wants a colleague, call cancel_handoff.
- When nobody is free or the team is closed, offer a callback. If the caller wants it, call request_callback.`;

const ALWAYS = `Say the result of a tool to the caller as it stands, once. Do not say before a tool what its result will say, and never name a tool.
Do not repeat card numbers, passwords or security codes, and do not ask for them.`;

const startSpeakingPlan: Vapi.StartSpeakingPlan = {
  waitSeconds: 0.4,
  // For English. Callers of other languages: {"provider": "vapi"}.
  smartEndpointingPlan: { provider: 'livekit' },
  customEndpointingRules: [
    // Whoever reads a number from a letter pauses between its parts.
    {
      type: 'assistant',
      regex: '(number|digits|code|e-?mail|address)[^.?!]{0,80}\\?',
      regexOptions: [{ type: 'ignore-case', enabled: true }],
      timeoutSeconds: 2,
    },
  ],
};

const stopSpeakingPlan: Vapi.StopSpeakingPlan = {
  // With words to wait for, a transcript would have to come first; the voice alone is enough after 300 ms.
  numWords: 0,
  voiceSeconds: 0.3,
  backoffSeconds: 1,
  acknowledgementPhrases: [
    'okay',
    'ok',
    'yeah',
    'yes',
    'yep',
    'right',
    'sure',
    'alright',
    'mhm',
    'mm-hmm',
    'uh-huh',
    'aha',
    'hm',
    'I see',
    'got it',
    'go on',
    'thank you',
    'thanks',
  ],
  interruptionPhrases: [
    'stop',
    'wait',
    'hold on',
    'no',
    'actually',
    'excuse me',
    'listen',
    'hang on',
    'a person',
    'a human',
    'an agent',
    'an operator',
    'representative',
    'somebody else',
  ],
};

/**
 * Vapi ends a call in which nobody has spoken for 30 s. Whoever waits for a colleague hears from us every 20 s at the
 * most; this is for silences that are nobody's, and for a sentence of ours that was lost.
 */
const stillThere = (sentence: string): AssistantSettings['hooks'][number] => ({
  on: 'customer.speech.timeout',
  name: 'still-there',
  options: { timeoutSeconds: 24, triggerMaxCount: 10, triggerResetMode: 'onUserSpeech' },
  do: [{ type: 'say', exact: sentence }],
});

/**
 * For the follow-up after the call (C6). Vapi calls this plan deprecated and still carries it out; what follows it,
 * structured outputs, must be created first and is then named by id in `artifactPlan.structuredOutputIds`.
 */
const analysisPlan = (words: TeamWords): Vapi.AnalysisPlan => ({
  minMessagesThreshold: 2,
  // The report waits for both, five seconds by default.
  summaryPlan: { enabled: true, timeoutSeconds: 10 },
  structuredDataPlan: {
    enabled: true,
    timeoutSeconds: 10,
    schema: outcomeSchema(words),
  },
  successEvaluationPlan: { enabled: false },
});

/** The assistant that the product comes with: it does the fast part, and tells our server what it needs. */
export function assistantSettings(options: AssistantOptions): AssistantSettings {
  const { serverUrl, credentialId, teamWords, language = ENGLISH, maxCallSeconds } = options;
  const systems = options.teamTools?.systems ?? [];
  return {
    name: 'Front desk',
    firstMessage: SPEECHES[language].assistant.hello,
    // Off by default: a caller who knows what they want would be talked down.
    firstMessageInterruptionsEnabled: true,
    model: {
      provider: 'openai',
      model: 'gpt-4.1',
      messages: [{ role: 'system', content: [COLLEAGUE, ...lookingUp(systems), ALWAYS].join('\n\n') }],
      // Room for a whole request for a colleague in one go; the default of 250 tokens cuts long ones off.
      maxTokens: 500,
      tools: [
        ...functionTools(teamWords, language),
        ...teamTools(options, systems).map((tool) => functionTool(tool, sayingIn(language))),
      ],
    },
    server: serverAt(serverUrl, { credentialId, timeoutSeconds: 20 }),
    serverMessages: [...SERVER_MESSAGES],
    hooks: [stillThere(SPEECHES[language].assistant.stillHere)],
    startSpeakingPlan,
    stopSpeakingPlan,
    maxDurationSeconds: maxCallSeconds ?? LONGEST_CALL_SECONDS,
    // We speak and transfer by live call control, with no key; nobody listens in.
    monitorPlan: { controlEnabled: true, controlAuthenticationEnabled: false, listenEnabled: false },
    analysisPlan: analysisPlan(teamWords),
  };
}
