/** What the caller hears from the assistant. */
export const SENTENCES = {
  busy: 'I am sorry, all of our agents are busy right now. I can go on helping you myself, or take a message for a callback.',
  sorry: 'I am sorry, I could not connect you with a colleague just now. Let us go on together.',
  connecting: 'I am getting a colleague for you now. Please stay on the line.',
  waiting: 'I am still getting a colleague for you. Thank you for waiting.',
} as const;

/** The first words of an assistant who gets the caller back. */
export const WELCOME_BACK = {
  no_agent: SENTENCES.busy,
  bridge_failed: SENTENCES.sorry,
  task_failed: SENTENCES.sorry,
  canceled: 'All right, I am back with you. How can I help?',
  transferred: 'I am back with you. Is there anything else that I can do for you?',
  completed: 'Your talk with my colleague is over. Is there anything else that I can do for you?',
  caller_left: SENTENCES.sorry,
} as const;

/** What the assistant has to know, in words for its model. */
export const FOR_THE_ASSISTANT = {
  no_agent:
    'The handoff has ended: no human agent was free. The caller has been told so. Go on helping; offer a callback, and call request_callback if the caller wants one.',
  bridge_failed:
    'The handoff has ended: the caller could not be connected with the agent. The caller has been told so. Go on helping; offer a callback, and call request_callback if the caller wants one.',
  task_failed:
    'The handoff has ended: it could not be asked for a human agent. The caller has been told so. Go on helping; offer a callback, and call request_callback if the caller wants one.',
  canceled: 'The handoff was taken back. Go on helping the caller.',
  transferred: 'The caller was put through to a human agent.',
  completed: 'The caller has talked with a human agent.',
  caller_left: 'The caller has left.',
} as const;

/** Said to a caller whom no assistant can take back; a callback is asked for in the same moment if there is a number. */
export const GOODBYE = {
  callback:
    'I am sorry, all of our agents are busy right now. We have noted your number, and a colleague will call you back. Goodbye.',
  no_number:
    'I am sorry, all of our agents are busy right now. Please call us again a little later. Goodbye.',
} as const;

/** What an agent hears whose call comes to nothing, or is over. */
export const TO_THE_AGENT = {
  'caller-left': 'The caller has hung up. Thank you.',
  over: 'The call is over. Thank you.',
  'not-joined': 'The caller could not be connected. Thank you.',
} as const;

export const WAIT_IN_QUEUE =
  'A colleague will be with you shortly. Please stay on the line, or press star to go back to the assistant.';
