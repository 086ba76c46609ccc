import type { StoredUtterance } from '../../../../lib/base/utterance.ts';
import type { Handoff, HandoffContext, Outcome, Progress } from '../../../../lib/handoff/record/handoff.ts';
import type { AgentView } from '../../../../lib/pages/agent/view.ts';
import * as given from '../../handoff/given.ts';

/** Views of the agent page in literals. The human was asked for at T0; the talk had begun 65 seconds before. */
export const { T0 } = given;

export const CONTEXT: HandoffContext = {
  reason: 'Wants the second charge of March paid back, and asked twice for a person.',
  department: 'billing',
  language: 'en-US',
  urgency: 'high',
  summary:
    'The March invoice was charged twice on the 3rd. The assistant confirmed both charges and offered a credit note. The caller wants the money back on the card instead, before the weekend.',
  sentiment: 'annoyed, but polite',
  unresolvedTopics: ['Refund to the card', 'Why it was charged twice'],
  captured: { invoice: 'INV-2031', amount: '48.20 USD', call_back_number: '+14155550123' },
  customerName: 'Robin Sample',
  customerId: 'C-70412',
  accountStatus: 'active, since 2021',
  messages: [
    { role: 'assistant', text: 'How can I help?' },
    { role: 'caller', text: 'I was charged twice. I want my money back.' },
  ],
};

const WORDS: readonly (readonly [StoredUtterance['role'], number, string])[] = [
  ['assistant', 0, 'Thank you for calling. How can I help you today?'],
  ['caller', 4, 'Hi. I think I was charged twice for March. Can you have a look?'],
  ['assistant', 11, 'Of course. Can you tell me the number of the invoice?'],
  ['caller', 17, 'Yes, it is INV-2031. And if we get cut off, call me on 415-555-0123.'],
  [
    'assistant',
    26,
    'Thank you. I see two charges of 48.20 dollars on the 3rd. I can offer you a credit note.',
  ],
  ['caller', 37, 'I do not want a credit note, I want the money back on my card.'],
  ['assistant', 44, 'I understand. A credit note would be there at once.'],
  ['caller', 49, 'No. Can I please speak to a person?'],
  ['assistant', 53, 'I would like to help you myself first. What would'],
  ['caller', 56, 'A person, please.'],
  ['assistant', 60, 'I am getting a colleague for you now.'],
];

export const talk: readonly StoredUtterance[] = WORDS.map(([role, seconds, text]) => ({
  role,
  at: T0 - 65_000 + seconds * 1000,
  text,
}));

const moments = (...entries: readonly (readonly [seconds: number, what: string])[]): Handoff['timeline'] =>
  entries.map(([seconds, what]) => ({ at: T0 + seconds * 1000, what }));

type Changed = { context?: Partial<HandoffContext>; handoff?: Partial<Handoff> } & Partial<
  Omit<AgentView, 'handoff'>
>;

export const view = (progress: Progress, timeline: Handoff['timeline'], changed: Changed = {}): AgentView => {
  const { context, handoff, ...rest } = changed;
  const request = given.request({ context: { ...CONTEXT, ...context } });
  return {
    handoff: given.handoff(progress, [], {
      request,
      strategy: { is: 'conference', reason: 'the leg is our own' },
      timeline,
      ...handoff,
    }),
    conversation: talk,
    notes: [],
    call: {},
    team: { timeZone: 'UTC' },
    now: T0 + 20_000,
    ...rest,
  };
};

export const waiting = (changed?: Changed): AgentView =>
  view(given.QUEUED, moments([0, 'requested'], [0.4, 'queued']), changed);

const WITH_AGENT = { taskSid: 'WT1', reservation: given.reservation() };

const RUNG = moments([0, 'requested'], [0.4, 'queued'], [8.1, 'offered'], [8.6, 'agent rung']);

export const ringing = (changed?: Changed): AgentView =>
  view({ state: 'offered', ...WITH_AGENT, agentLeg: 'CA2' }, RUNG, changed);

export const connected = (changed?: Changed): AgentView =>
  view(
    { state: 'connected', ...WITH_AGENT, since: T0 + 16_000 },
    [...RUNG, ...moments([14.2, 'bridging'], [15.9, 'bridge confirmed by conference'], [16, 'connected'])],
    changed,
  );

export const ended = (outcome: Outcome, changed: Changed = {}): AgentView => {
  const reason = outcome === 'no_agent' ? 'window expired' : 'for the test';
  const progress = given.ended({ outcome, reason, at: T0 + 30_000 });
  const end = moments([30, `ended ${outcome}: ${reason}`], [30.6, 'task closed'], [30.9, 'caller told']);
  const before = outcome === 'completed' ? connected().handoff.timeline : waiting().handoff.timeline;
  return view(progress, [...before, ...end], { now: T0 + 40_000, ...changed });
};

/** What an agent reads of tools: a ticket was looked up, and an appointment booked, canceled and booked anew. */
export const NOTES: AgentView['notes'] = [
  { label: 'Ticket 4711', text: 'open, Waiting for the spare part of the meter' },
  { label: 'Booked', text: 'Tue 1 Dec, 15:00' },
  { label: 'Canceled', text: 'Tue 1 Dec, 15:00' },
  { label: 'Booked', text: 'Thu 3 Dec, 09:30' },
];

/** Everything that a caller, a model or a careless backend could put in to break the page. */
export const HOSTILE = [
  '<script>window.ran = 1</script>',
  '<img src=x onerror="window.ran = 1">',
  '"><svg onload=window.ran=1>',
  '</style></script></title><script>window.ran=1</script>',
  '\u202Egnihtemos\u2066 backwards \u2069\u2069 and on',
  `z${'\u0335\u0348\u0489'.repeat(60)}algo`,
  '👩‍👩‍👧‍👦🏳️‍🌈 \u0000\u0007\uD800 مرحبا بالعالم',
  `${'W'.repeat(400)} {{constructor}} \${window.ran=1} \\u003cscript\\u003e`,
].join(' ');

export const hostile = (): AgentView =>
  view(
    {
      state: 'offered',
      taskSid: 'WT1',
      reservation: { sid: 'WR1', agent: { workerSid: 'WK1', name: HOSTILE, number: HOSTILE } },
    },
    [
      ...RUNG,
      ...Array.from({ length: 36 }, (_, n) => ({ at: T0 + 9_000 + n, what: `offer over: ${HOSTILE}` })),
    ],
    {
      context: {
        reason: HOSTILE,
        department: HOSTILE,
        language: '"><script>',
        urgency: `urgent ${HOSTILE}`,
        summary: `${HOSTILE}${'<'.repeat(100_000)}`,
        sentiment: HOSTILE,
        unresolvedTopics: Array.from({ length: 12 }, (_, n) => `${n} ${HOSTILE}`),
        captured: Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n} ${HOSTILE}`, HOSTILE])),
        customerName: HOSTILE,
        customerId: HOSTILE,
        accountStatus: HOSTILE,
      },
      conversation: [
        { role: 'caller', at: T0 - 60_000, text: 'x'.repeat(100_000) },
        ...Array.from({ length: 3_000 }, (_, n) => ({
          role: n % 2 === 0 ? ('caller' as const) : ('assistant' as const),
          at: T0 - 50_000 + n,
          text: n % 3 === 0 ? `${n} &&&&` : HOSTILE,
        })),
        { role: 'caller', at: T0 - 2_000, text: `${HOSTILE} ${'<b>&"\''.repeat(20_000)}` },
        { role: 'assistant', at: T0 - 1_000, text: '\u202E+1 415 555 0123 '.repeat(6_000) },
      ],
      notes: Array.from({ length: 40 }, (_, n) => ({ label: `${n} ${HOSTILE}`, text: `${n} ${HOSTILE}` })),
      call: { intent: HOSTILE, interruptions: 3 },
    },
  );
