import { type AssistantSettings, assistantSettings } from './assistant.ts';
import {
  DEFAULTS,
  type DeskOptions,
  type ModelChoice,
  modelOf,
  type Provided,
  transcriberOf,
} from './choices.ts';
import { type DeskTool, endCallTool, serverTools } from './desk-tools.ts';
import { nameAtVapi } from './names.ts';
import { structuredOutputs } from './outputs.ts';
import { type PromptParts, promptOf } from './prompt.ts';
import { startSpeaking, stopSpeaking } from './speaking.ts';

type Hook = AssistantSettings['hooks'][number];

/** The body of `POST https://api.vapi.ai/assistant`. */
export type DeskAssistant = Omit<
  AssistantSettings,
  'name' | 'model' | 'voice' | 'transcriber' | 'analysisPlan'
> & {
  name: string;
  model: ModelChoice & { messages: [{ role: 'system'; content: string }]; tools: DeskTool[] };
  voice: Provided;
  transcriber: Provided;
};

/** In what one assistant differs from the others. */
export type Differences = Pick<DeskAssistant, 'firstMessage' | 'firstMessageMode'> & {
  prompt: PromptParts;
  tools: DeskTool[];
};

/**
 * The one assistant's hook with a prompt in place of its sentence: the caller hears it in their language, and it fits
 * what is going on.
 */
function stillThere(hook: Hook): Hook {
  return {
    ...hook,
    do: [
      {
        type: 'say',
        prompt:
          'The caller has said nothing for a while. In one short sentence, in their language: if a colleague is being fetched or something is being looked up, say that you are still on it; otherwise ask whether they are still there, or repeat your open question in other words.',
      },
    ],
  };
}

/** An assistant with everything that all of the desk have. */
export function deskAssistant(
  key: string,
  options: DeskOptions,
  { prompt, tools, ...first }: Differences,
): DeskAssistant {
  const { choices = {}, teamWords } = options;
  const base = assistantSettings(options);
  const transcriber = transcriberOf(choices);
  return {
    name: nameAtVapi(key, options),
    ...first,
    firstMessageInterruptionsEnabled: true,
    model: {
      // What is routed should not depend on chance.
      temperature: 0.3,
      // Room for a whole request for a colleague in one go; Vapi's 250 tokens cut long ones off.
      maxTokens: 500,
      ...modelOf(choices),
      messages: [{ role: 'system', content: promptOf(prompt) }],
      tools: [...tools, ...serverTools(options, prompt.systems), endCallTool(options)],
    },
    voice: choices.voice ?? DEFAULTS.voice,
    transcriber,
    server: base.server,
    serverMessages: [...base.serverMessages, 'handoff-destination-request'],
    startSpeakingPlan: startSpeaking(base.startSpeakingPlan ?? {}, transcriber),
    stopSpeakingPlan: stopSpeaking(base.stopSpeakingPlan ?? {}),
    hooks: base.hooks.map(stillThere),
    // Callers come to us: what answers is no machine.
    voicemailDetection: 'off',
    // Vapi plays an office to callers on the telephone where nothing is said.
    backgroundSound: 'off',
    backgroundSpeechDenoisingPlan: { smartDenoisingPlan: { enabled: true } },
    maxDurationSeconds: base.maxDurationSeconds,
    monitorPlan: base.monitorPlan,
    artifactPlan: {
      // On where nothing is said. A recordingConsentPlan is for Enterprise: any other account's calls end on it.
      recordingEnabled: choices.recording ?? false,
      fullMessageHistoryEnabled: true,
      structuredOutputs: structuredOutputs(teamWords),
    },
  };
}
