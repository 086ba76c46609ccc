/** Which TwiML is understood here: Twilio refuses what it does not know, and so does the simulator. */

export type VerbName =
  | 'Say'
  | 'Play'
  | 'Pause'
  | 'Gather'
  | 'Redirect'
  | 'Hangup'
  | 'Reject'
  | 'Leave'
  | 'Enqueue'
  | 'Dial'
  | 'Connect';
export type NounName = 'Conference' | 'Queue' | 'Number' | 'Client' | 'Sip' | 'Stream' | 'Parameter' | 'Task';
export type ElementName = VerbName | NounName;
/** What a document is for: a call, a wait in a queue or in a conference, or the agent alone before the bridge. */
export type Where = 'call' | 'queue' | 'conference' | 'whisper';

type Kind = 'text' | 'whole' | 'boolean' | 'method' | readonly string[];
type Rule = {
  attributes: Readonly<Record<string, Kind>>;
  children?: readonly ElementName[];
  text?: boolean;
};

/** The languages in which Twilio reads aloud (Twilio Voice: Say, language). */
const READ_ALOUD: readonly string[] = (
  'af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR en-AU en-CA ' +
  'en-GB en-GB-WLS en-IE en-IN en-NZ en-US en-ZA es-ES es-MX es-US fi-FI fil-PH fr-BE fr-CA fr-FR gu-IN he-IL hi-IN ' +
  'hu-HU id-ID is-IS it-IT ja-JP kn-IN ko-KR lv-LV ml-IN mr-IN ms-MY nb-NO nl-BE nl-NL pa-IN pl-PL pt-BR pt-PT ' +
  'ro-RO ru-RU sk-SK sr-RS sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-HK zh-CN zh-HK zh-TW'
).split(' ');

const DIALLED: Rule = {
  attributes: {
    url: 'text',
    method: 'method',
    statusCallback: 'text',
    statusCallbackMethod: 'method',
    statusCallbackEvent: 'text',
  },
  text: true,
};

export const RULES: Readonly<Record<ElementName, Rule>> = {
  Say: { attributes: { voice: 'text', language: READ_ALOUD, loop: 'whole' }, text: true },
  Play: { attributes: { loop: 'whole' }, text: true },
  Pause: { attributes: { length: 'whole' } },
  Gather: {
    attributes: {
      input: ['dtmf'],
      action: 'text',
      method: 'method',
      timeout: 'whole',
      finishOnKey: 'text',
      numDigits: 'whole',
      actionOnEmptyResult: 'boolean',
      language: 'text',
    },
    children: ['Say', 'Play', 'Pause'],
  },
  Redirect: { attributes: { method: 'method' }, text: true },
  Hangup: { attributes: {} },
  Reject: { attributes: { reason: ['rejected', 'busy'] } },
  Leave: { attributes: {} },
  Enqueue: {
    attributes: {
      action: 'text',
      method: 'method',
      waitUrl: 'text',
      waitUrlMethod: 'method',
      workflowSid: 'text',
    },
    children: ['Task'],
    text: true,
  },
  Task: { attributes: { priority: 'whole', timeout: 'whole' }, text: true },
  Dial: {
    attributes: {
      action: 'text',
      method: 'method',
      timeout: 'whole',
      callerId: 'text',
      answerOnBridge: 'boolean',
    },
    children: ['Conference', 'Queue', 'Number', 'Client', 'Sip'],
    text: true,
  },
  Conference: {
    attributes: {
      muted: 'boolean',
      beep: ['true', 'false', 'onEnter', 'onExit'],
      startConferenceOnEnter: 'boolean',
      endConferenceOnExit: 'boolean',
      participantLabel: 'text',
      waitUrl: 'text',
      waitMethod: 'method',
      maxParticipants: 'whole',
      statusCallback: 'text',
      statusCallbackMethod: 'method',
      statusCallbackEvent: 'text',
    },
    text: true,
  },
  Queue: { attributes: { reservationSid: 'text' }, text: true },
  Number: DIALLED,
  Client: DIALLED,
  Sip: DIALLED,
  Connect: { attributes: { action: 'text', method: 'method' }, children: ['Stream'] },
  Stream: { attributes: { url: 'text', name: 'text' }, children: ['Parameter'] },
  Parameter: { attributes: { name: 'text', value: 'text' } },
};

const ANYWHERE: readonly VerbName[] = ['Say', 'Play', 'Pause', 'Redirect'];
export const VERBS: Readonly<Record<Where, readonly VerbName[]>> = {
  call: [...ANYWHERE, 'Gather', 'Hangup', 'Reject', 'Leave', 'Enqueue', 'Dial', 'Connect'],
  queue: [...ANYWHERE, 'Gather', 'Hangup', 'Leave'],
  conference: ANYWHERE,
  whisper: [...ANYWHERE, 'Gather', 'Hangup'],
};

/** What may stand inside the text of `<Say>`. */
export const SSML = ['break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub', 'w'];

export const isElementName = (name: string): name is ElementName => Object.hasOwn(RULES, name);

export const fits = (kind: Kind, value: string): boolean => {
  switch (kind) {
    case 'text':
      return true;
    case 'whole':
      return /^\d{1,9}$/.test(value);
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'method':
      return value === 'GET' || value === 'POST';
    default:
      return kind.includes(value);
  }
};
