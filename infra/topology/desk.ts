import type { Capability } from './kinds.ts';

/** Calls at our own number, where it is not Vapi's. */
export const desk = {
  functions: {
    'twilio-voice': {
      pace: 'waited-for',
      // One request to Vapi takes 5 s at most; Twilio waits for 15.
      timeoutSeconds: 14,
      table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      sends: ['handoff', 'followups'],
      routes: [
        {
          method: 'POST',
          path: '/webhook/twilio/voice',
          caller: 'twilio',
          answers: "TwiML: an assistant's stream, the agents' queue, a sentence or the busy tone",
          paste: {
            output: 'TwilioVoiceUrl',
            where: 'Twilio: A call comes in, of a number that we answer ourselves',
          },
        },
        {
          method: 'POST',
          path: '/twiml/after',
          caller: 'twilio',
          answers: 'TwiML: what comes after a call at Vapi',
        },
      ],
    },
  },
} as const satisfies Capability;
