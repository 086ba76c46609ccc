import type { Vapi } from '@vapi-ai/server-sdk';

/** A tool of the assistant that our server answers. It has no server of its own: the assistant's is asked. */
export type FunctionTool = Vapi.OpenAiModelToolsItem.Function & { function: Vapi.OpenAiFunction };

export const DEPARTMENTS = ['sales', 'support', 'billing'];
export const SENTIMENTS = ['calm', 'worried', 'annoyed', 'angry'];

const text = (description: string): Vapi.JsonSchema => ({ type: 'string', description });
const oneOf = (values: string[], description: string): Vapi.JsonSchema => ({
  type: 'string',
  enum: values,
  description,
});

/**
 * What is said around a tool call. Our result holds the sentence for the caller, so the model is told to say just
 * that; a fixed sentence here would be a second one. The start has its own words because Vapi says "Hold on a sec" or
 * the like where there are none. `failed` is for a server that cannot be reached.
 */
const messages = (failed: string): NonNullable<FunctionTool['messages']> => [
  { type: 'request-start', content: 'One moment, please.', blocking: false },
  { type: 'request-response-delayed', content: 'Just a moment longer.', timingMilliseconds: 4000 },
  {
    type: 'request-complete',
    role: 'system',
    content: 'Say the result of the tool to the caller as it stands, once, and add nothing to it.',
  },
  { type: 'request-failed', role: 'assistant', content: failed },
];

const CAPTURED: Record<string, Vapi.JsonSchema> = {
  name: text('The name that the caller gave.'),
  account_number: text('The customer or account number that the caller gave.'),
  reference: text('The number of the invoice, order, ticket or contract that it is about.'),
  email: text('The e-mail address that the caller gave.'),
  amount: text('The sum that it is about, with its currency.'),
  tried: text('What was tried already, and how it ended.'),
};

const escalate: FunctionTool = {
  type: 'function',
  async: false,
  function: {
    name: 'escalate_to_human',
    description:
      'Gets a human colleague onto the call. Call it at once, without asking why and without announcing it, when ' +
      'the caller asks for a person, an agent or a colleague; when you cannot help; when two clarifying questions ' +
      'have not made clear what the caller wants; or when the caller is upset. The colleague reads what you fill ' +
      'in while the call rings, in ten seconds: fill in everything that was said on this call, in one go, and ' +
      'leave out what was not. Never ask the caller for something only to fill a field. No card numbers, ' +
      'passwords or security codes in any field. Call it once; while a colleague is being fetched, do not call ' +
      'it again.',
    parameters: {
      type: 'object',
      properties: {
        reason: text(
          'Why the caller needs a person, in one sentence with the particulars: "Was charged twice on invoice 4471 and wants one charge back."',
        ),
        department: oneOf(DEPARTMENTS, 'Who can settle it: support when that is not clear.'),
        summary: text(
          'What you would tell a colleague in ten seconds: two or three whole sentences. What the caller wants, what was found out or tried, and what is promised or still open. Not the reason again, and no card numbers.',
        ),
        sentiment: oneOf(SENTIMENTS, 'How the caller sounds now, not how the call began.'),
        unresolved_topics: {
          type: 'array',
          items: text('Two to five words.'),
          description:
            'Every matter that the caller raised and that is still open, the most important first.',
        },
        captured: {
          type: 'object',
          properties: CAPTURED,
          description: 'What the caller told and should not have to tell again, as they said it.',
        },
        language: text(
          'The language that the caller speaks, as a code: "en", "es". Only if it is not English.',
        ),
        urgency: oneOf(
          ['low', 'normal', 'high'],
          'High when it cannot wait until tomorrow: danger, an outage, a deadline today.',
        ),
      },
      required: ['reason', 'department', 'summary', 'sentiment'],
    },
  },
  messages: messages(
    'I am sorry, I cannot reach my colleagues at this moment. Let me go on helping you myself.',
  ),
};

const cancel: FunctionTool = {
  type: 'function',
  async: false,
  function: {
    name: 'cancel_handoff',
    description:
      'Takes the request for a human colleague back while one is being fetched. Call it when the caller no longer ' +
      'wants one: they have changed their mind, or you could help after all and they say that this is enough. ' +
      'Not when they only grow impatient.',
    parameters: { type: 'object', properties: {} },
  },
  messages: messages('I am sorry, I could not take that back. A colleague may still join us.'),
};

const callback: FunctionTool = {
  type: 'function',
  async: false,
  function: {
    name: 'request_callback',
    description:
      'Notes that a colleague calls the caller back. Call it when nobody is free or the team is closed, and the ' +
      'caller has said that they want to be called back. Never without their yes.',
    parameters: {
      type: 'object',
      properties: {
        number: text(
          'Only if it is not the number that the caller calls from: all digits as they said them, with the country code if they gave one.',
        ),
        when: text('When it suits the caller, in their words: "tomorrow after nine".'),
        why: text('What it is about, in one sentence with the particulars.'),
      },
      required: ['why'],
    },
  },
  messages: messages('I am sorry, I could not note the callback. Please ask me for it once more.'),
};

/** What the assistant can ask of our server: a human, no human after all, a call back (H3, H16, H17). */
export const functionTools: readonly FunctionTool[] = [escalate, cancel, callback];
