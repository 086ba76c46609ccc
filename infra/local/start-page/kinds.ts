import type { Kind } from './kind.ts';

const GREETING = 'Hello, this is Example Energy. How can I help you?';
const FAREWELL = 'All right, then I will try again later. Goodbye.';

const customer = (customerId: string, customerName: string, accountStatus: string) => ({
  customerId,
  customerName,
  accountStatus,
});

const KIND_LIST = {
  taken: {
    title: 'An agent takes it',
    about: () =>
      'The agent’s phone rings, they hear who is calling and why, press 1, and talk with the caller.',
    department: 'billing',
    from: 'phone',
    caller: { caller: '+14155550126', metadata: customer('C-20417', 'Robin Vale', 'gold') },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays('Hi, I was charged twice for invoice 4471.');
      await stage.assistantSays('I can see two charges of 86 dollars and 40 cents, both on Monday.');
      await stage.callerSays('Yes, and I want one of them back. Can I talk to somebody about it?');
      await stage.askForHuman({
        reason: 'Was charged twice on invoice 4471 and wants one charge back.',
        department: 'billing',
        summary:
          'The caller paid invoice 4471 on Monday and finds the charge twice on the statement. The assistant found both charges, but may not pay money back.',
        sentiment: 'worried',
        unresolved_topics: ['refund of one charge', 'date of the refund'],
        captured: { reference: 'invoice 4471', amount: '$86.40', email: 'caller@example.com' },
      });
      await stage.wait(1_000);
      await stage.callerSays('Will it take long? I have to leave in ten minutes.');
    },
    farewell: FAREWELL,
  },
  declined: {
    title: 'Declined, then the next agent',
    about: () => 'The first agent presses 2, the next one is rung; the caller notices nothing of it.',
    department: 'support',
    from: 'phone',
    caller: { caller: '+14155550127', metadata: customer('C-31022', 'Sam Okafor', 'standard') },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays('My router does not connect any more since the update.');
      await stage.assistantSays('Have you tried to switch it off and on again?');
      await stage.callerSays('Three times. Please get me somebody who knows about routers.');
      await stage.askForHuman({
        reason: 'Router does not connect since the update; restarting did not help.',
        department: 'support',
        summary:
          'The router has not connected since yesterday’s update. The caller restarted it three times.',
        sentiment: 'annoyed',
        captured: { tried: 'restarted three times' },
      });
    },
    farewell: FAREWELL,
  },
  nobody: {
    title: 'Nobody is free',
    about: ({ windowSeconds }) =>
      `The caller waits for ${windowSeconds} s, then hears that all agents are busy. Switch one on meanwhile, and they are joined.`,
    department: 'sales',
    from: 'phone',
    caller: { caller: '+14155550124', metadata: customer('C-11873', 'Noor Haddad', 'standard') },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays('We are forty people and need a yearly price. Get me your sales team, please.');
      await stage.askForHuman({
        reason: 'Wants a quote for forty seats.',
        department: 'sales',
        summary: 'Runs a team of forty and asks for a yearly price.',
        sentiment: 'calm',
      });
      await stage.wait(2_000);
      await stage.callerSays('It should begin in January.');
      await stage.assistantSays('I have noted that. Is it for one place?');
      await stage.callerSays('For two of them.');
    },
    farewell: 'Then I will call again tomorrow. Goodbye.',
  },
  leaves: {
    title: 'The caller leaves',
    about: () => 'The caller hangs up while the agent’s phone rings: it stops, and the agent is free again.',
    department: 'billing',
    from: 'phone',
    caller: { caller: '+14155550125', metadata: customer('C-40518', 'Ida Brandt', 'new') },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays('The last invoice cannot be right. Get me somebody from billing, please.');
      await stage.askForHuman({
        reason: 'Doubts the last invoice.',
        department: 'billing',
        summary: 'The caller says that the last invoice cannot be right, and wants somebody from billing.',
        sentiment: 'annoyed',
      });
      await stage.wait(500);
      await stage.hangUp();
    },
    farewell: FAREWELL,
  },
  asks: {
    title: 'By a rule: asks in words',
    about: () =>
      'The caller says it, the assistant overhears it and calls no tool; the rule fetches a human.',
    department: 'billing',
    from: 'phone',
    caller: { caller: '+14155550128', metadata: customer('C-52260', 'Lee Marsh', 'standard') },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays('My invoice is wrong again.');
      await stage.assistantSays('I am sorry to hear that. Which month is it about?');
      await stage.callerSays('I want to speak to a real person about my invoice.');
    },
    farewell: FAREWELL,
  },
  frustrated: {
    title: 'By a rule: loses patience',
    about: () =>
      'The caller cuts the assistant short three times; the rule fetches a human before they hang up.',
    department: 'billing',
    from: 'phone',
    caller: { caller: '+14155550129', metadata: customer('C-60931', 'Alex Moreau', 'gold') },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays('There is a fee on my invoice that I do not know.');
      await stage.interrupted('Our fees depend on many things, and first of all on', 'But I only want');
      await stage.interrupted('I understand. Let us begin with your tariff, which', 'No, listen to me');
      await stage.interrupted(
        'Of course. Your tariff is made of two parts, of which',
        'That is not what I said',
      );
    },
    farewell: FAREWELL,
  },
  spanish: {
    title: 'In Spanish',
    about: () =>
      'The caller speaks Spanish: caller and agent hear us in it, and the agent’s page names the language.',
    department: 'billing',
    from: 'phone',
    caller: { caller: '+14155550130', metadata: customer('C-70145', 'Lucía Herrera', 'gold') },
    greeting: 'Hola, habla Example Energy. ¿En qué puedo ayudarle?',
    async play(stage) {
      await stage.callerSays('Hola, me cobraron dos veces la factura 4471.');
      await stage.assistantSays('Lo siento. Veo dos cargos de 86 dólares con 40 centavos, ambos del lunes.');
      await stage.callerSays('Sí, y quiero que me devuelvan uno. Quiero hablar con una persona.');
      await stage.askForHuman({
        reason: 'Le cobraron dos veces la factura 4471 y quiere que le devuelvan un cargo.',
        department: 'billing',
        summary:
          'Pagó la factura 4471 el lunes y aparece dos veces. El asistente encontró los dos cargos, pero no puede devolver dinero.',
        sentiment: 'worried',
        language: 'es',
        captured: { reference: 'factura 4471', amount: '$86.40' },
      });
      await stage.wait(1_000);
      await stage.callerSays('¿Va a tardar mucho?');
    },
    farewell: 'Bueno, entonces llamo más tarde. Adiós.',
  },
  books: {
    title: 'Books an appointment',
    about: () =>
      'The calendar is slow: the caller hears that it is being checked, then the answer. A colleague reads what was booked.',
    department: 'support',
    from: 'phone',
    caller: { caller: '+14155550126', metadata: customer('C-20417', 'Robin Vale', 'gold') },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays(
        'My meter shows twice as much as last month. Could somebody come and look at it?',
      );
      const offered = await stage.uses('The assistant looks for free times', 'check_availability', {});
      await stage.callerSays('The first one, please. My name is Robin Vale.');
      stage.calendarIsSlow();
      await stage.uses('The assistant books it', 'schedule_appointment', {
        start: offered.slots[0] ?? '',
        name: 'Robin Vale',
        notes: 'The meter shows twice as much as last month.',
      });
      await stage.wait(5_000);
      await stage.callerSays('Great. And can a colleague tell me what to do until then?');
      await stage.askForHuman({
        reason: 'Wants to know what to do until somebody looks at the meter.',
        department: 'support',
        summary: 'The meter shows twice as much as last month; an appointment is booked.',
        sentiment: 'calm',
      });
    },
    farewell: FAREWELL,
  },
  desk: {
    title: 'Rings our own number',
    about: () =>
      'The front desk: the router asks one question, then billing has the caller; it breaks off, the next assistant knows and gets an agent.',
    department: 'billing',
    from: 'desk',
    caller: '+14155550131',
    async play(stage) {
      await stage.callerSays('Hello, there is something wrong with my account.');
      await stage.askForRoute({
        intent: 'unclear',
        question: 'Is it about a bill, or does something not work?',
      });
      await stage.callerSays('A bill: I was charged twice for invoice 4471.');
      await stage.askForRoute({ intent: 'billing' });
      await stage.assistantSays('I can see two charges of 86 dollars and 40 cents, both on');
      await stage.breaksOff();
      await stage.assistantSays('I am sorry, we were cut off. It was about invoice 4471. Shall we go on?');
      await stage.callerSays('Yes. I would like to talk to a person about it.');
      await stage.askForHuman({
        reason: 'Was charged twice on invoice 4471 and wants one charge back.',
        department: 'billing',
        summary: 'Charged twice for invoice 4471; the first assistant broke off.',
        sentiment: 'worried',
      });
    },
    farewell: FAREWELL,
  },
  busy: {
    title: 'All lines are busy',
    about: ({ windowSeconds }) =>
      `Vapi takes no more calls: the caller waits in the queue for any agent; if none comes within ${windowSeconds} s, they are called back.`,
    from: 'busy',
    caller: '+14155550132',
  },
  web: {
    title: 'From a web page',
    about: () =>
      'A web call has no telephone leg, so nobody can be joined to it: the caller hears so, and a callback is noted.',
    department: 'support',
    from: 'web',
    caller: { metadata: { customerName: 'Robin Vale' } },
    greeting: GREETING,
    async play(stage) {
      await stage.callerSays('Hi, my meter shows twice as much as last month.');
      await stage.assistantSays('That is a lot. Has anything changed in your home?');
      await stage.callerSays('No. I would like to talk to somebody about it.');
      await stage.askForHuman({
        reason: 'The meter shows twice as much as last month.',
        department: 'support',
        summary: 'The reading has doubled within a month although nothing has changed in the home.',
        sentiment: 'worried',
      });
      await stage.wait(1_500);
      await stage.callerSays('Then call me back tomorrow morning, please, at +1 415 555 0126.');
      await stage.askForCallback({
        number: '+14155550126',
        why: 'The meter shows twice as much as last month.',
        when: 'tomorrow morning',
      });
      await stage.wait(1_500);
      await stage.callerSays('Thank you. Goodbye.');
      await stage.hangUp();
    },
    farewell: 'Thank you. Goodbye.',
  },
} as const satisfies Record<string, Kind>;

export type KindId = keyof typeof KIND_LIST;

export const KIND_IDS = Object.keys(KIND_LIST).filter((id): id is KindId => id in KIND_LIST);

/** The calls that can be placed. */
export const KINDS: Readonly<Record<KindId, Kind>> = KIND_LIST;
