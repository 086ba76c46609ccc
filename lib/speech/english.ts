import type { Speech } from './speech.ts';

const BUSY =
  'I am sorry, all of our agents are busy right now. I can go on helping you myself, or take a message for a callback.';
const SORRY = 'I am sorry, I could not connect you with a colleague just now. Let us go on together.';

/** What we say in English. */
export const speech: Speech = {
  readAs: 'en-US',
  toCaller: {
    busy: BUSY,
    sorry: SORRY,
    connecting: 'I am getting a colleague for you now. Please stay on the line.',
    waiting: 'I am still getting a colleague for you. Thank you for waiting.',
    enough:
      'I am sorry, I have tried several times to reach a colleague on this call, and I cannot try again. I can go on helping you myself, or note a callback for you.',
    joining: 'I have a colleague for you. I am connecting you now.',
    beingJoined: 'A colleague has just taken the call and is being connected. Please stay on the line.',
    notFromHere:
      'I am sorry, I cannot connect you with a colleague from here. I can go on helping you myself, or note a callback for you.',
    notDirectly:
      'I cannot put you through directly, but I am getting a colleague for you now. Please stay on the line.',
    closed:
      'I am sorry, none of my colleagues are here right now. I can go on helping you myself, or note a callback for you.',
    closedUntil:
      'I am sorry, none of my colleagues are here right now. They are back {when}. I can go on helping you myself, or note a callback for you.',
    holding: 'Thank you for holding. One moment, please.',
    inQueue:
      'A colleague will be with you shortly. Please stay on the line, or press star to go back to the assistant.',
    placeInQueue: 'You are number {place} in line.',
    sorryGoodbye: 'I am sorry, I could not connect you with a colleague just now. Goodbye.',
    unknownCall: 'I am sorry, this call cannot go on. Please call again. Goodbye.',
    expired: 'This request is not known any more. Goodbye.',
  },
  assistant: {
    hello: 'Hello, how can I help you?',
    greeting: 'Thank you for calling. How can I help you?',
    greetingOf: 'Thank you for calling {company}. How can I help you?',
    resumed: 'I am sorry, we were cut off. Shall we go on where we were?',
    mayBeRecorded: 'This call may be recorded.',
    calling: 'Hello, this is the AI assistant of {company}.',
    haveAMoment: 'Do you have a moment?',
    moment: 'One moment, please.',
    momentLonger: 'Just a moment longer.',
    stillHere: 'I am still here.',
    goodbye: 'Thank you for calling. Goodbye.',
    goodbyeToCalled: 'Thank you for your time. Goodbye.',
  },
  desk: {
    nobody: 'I am sorry, nobody can take your call right now. Please call again a little later. Goodbye.',
    manyCalls: {
      callback:
        'I am sorry, we are getting more calls than we can answer right now. We have noted your number, and a colleague will call you back. Goodbye.',
      no_number:
        'I am sorry, we are getting more calls than we can answer right now. Please call again a little later. Goodbye.',
    },
    inQueue: 'A colleague will be with you shortly. Please stay on the line.',
    question: 'What is it about, in a few words?',
  },
  welcomeBack: {
    no_agent: BUSY,
    bridge_failed: SORRY,
    task_failed: SORRY,
    canceled: 'All right, I am back with you. How can I help?',
    transferred: 'I am back with you. Is there anything else that I can do for you?',
    completed: 'Your talk with my colleague is over. Is there anything else that I can do for you?',
    caller_left: SORRY,
  },
  goodbye: {
    callback:
      'I am sorry, all of our agents are busy right now. We have noted your number, and a colleague will call you back. Goodbye.',
    no_number:
      'I am sorry, all of our agents are busy right now. Please call us again a little later. Goodbye.',
  },
  toAssistant: {
    ended: {
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
    },
    enough:
      'No colleague can be fetched on this call any more: that was tried as often as it may be. The caller has been told so. Go on helping; offer a callback, and call request_callback if the caller wants one.',
    simpler:
      'The caller keeps interrupting you. From now on answer in one or two short sentences of plain words, one thing at a time, and pause so that the caller can speak.',
    nobodyThere:
      'The caller needs a human, but none can be had now. Say this in your own words and go on helping: {sentence}',
    onlyInACall:
      'This works only in a phone call, and this is a chat: nothing was done. Tell the customer to call us if they want a person.',
    unknownTool: 'There is no tool of this name.',
    cannotBeKept: 'This cannot be kept ({reason}).',
    controlUrlRefused: 'The control URL of the call is not allowed ({reason}).',
    notJson: 'The arguments are not JSON.',
    notAnObject: 'The arguments are not an object.',
  },
  toAgent: {
    ended: {
      'caller-left': 'The caller has hung up. Thank you.',
      over: 'The call is over. Thank you.',
      'not-joined': 'The caller could not be connected. Thank you.',
    },
    declined: 'Thank you. Somebody else will be asked.',
    keys: 'Press 1 to take the call, or 2 to decline.',
    someoneWaits: 'A caller is waiting.',
    putThrough: 'A caller is being put through to you from the assistant.',
    briefing: 'The assistant has {who} on the line.',
    briefingFor: 'The assistant has {who} on the line, for {department}.',
    somebody: 'a caller',
    saidToBe: 'a caller who gives the name {name}',
    departments: { sales: 'sales', support: 'support', billing: 'billing' },
    extract: 'Extract of the caller’s own words:',
    rules: {
      'asked-for-human': 'The caller asked for a person: “{words}”',
      interruptions: 'The caller interrupted the assistant {times} times',
      'tool-failures': "The assistant's tools failed {times} times in a row",
      'repeated-question': 'The caller asked the same question {times} times: “{words}”',
      'unclear-intent': 'It is still unclear what the caller wants after {times} clarifying questions',
    },
    incomplete: 'Required fields are missing after the call',
  },
  tools: {
    escalate_to_human: {
      failed: 'I am sorry, I cannot reach my colleagues at this moment. Let me go on helping you myself.',
    },
    route_call: { failed: 'I am sorry, let me help you with that myself.' },
    cancel_handoff: {
      takenBack: 'All right, I have told my colleagues that they are not needed any more.',
      nobodyFetched: 'No colleague is being fetched any more, so let us go on together.',
      askedSince: 'A colleague is being fetched, because you have asked for one since then.',
      failed: 'I am sorry, I could not take that back. A colleague may still join us.',
    },
    request_callback: {
      'no-number':
        'I do not have a number for the callback. Which number should my colleagues call, with its country code?',
      'bad-number':
        'That does not seem to be a whole phone number. Which number should my colleagues call, with its country code?',
      costly:
        'My colleagues cannot call that kind of number back. Which other number should they call, with its country code?',
      abroad:
        'My colleagues cannot call back in that country. Which other number should they call, with its country code?',
      noted: 'I have noted that my colleagues call back on the number ending in {digits}.',
      notedFor:
        'I have noted that my colleagues call back on the number ending in {digits}. The time you asked for: {when}.',
      standing:
        'A colleague has taken the callback already, and it stays as it was: on the number ending in {digits}.',
      enough:
        'Callbacks to the number ending in {digits} are noted already, as many as one number can have in a day. They stand, and I cannot add another one before tomorrow.',
      failed: 'I am sorry, I could not note the callback. Please ask me for it once more.',
    },
    do_not_call: {
      listed: 'I have noted it: we will not call this number any more.',
      withheld:
        'I do not see which number this call is with, so I cannot note it. Please call us once more from that phone with the number shown, or let a colleague note it.',
      failed:
        'I am sorry, I could not note it, so this number may still be called. Please tell me once more.',
    },
  },
  time: {
    today: 'today {at}',
    tomorrow: 'tomorrow {at}',
    onDay: 'on {day} {at}',
    days: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
    at: (minutes) => `at ${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`,
  },
};
