import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HandoffContext, HandoffRequest } from '../../../../lib/handoff/record/handoff.ts';
import { CONTENT_SECURITY_POLICY } from '../../../../lib/pages/agent/document.ts';
import { agentData, agentPage } from '../../../../lib/pages/agent/page.ts';
import type { AgentView } from '../../../../lib/pages/agent/view.ts';
import { cpuCost } from '../../../cpu-time.ts';
import * as given from '../../handoff/given.ts';
import { connected, ended, HOSTILE, hostile, NOTES, ringing, T0, talk, view, waiting } from './given-view.ts';

const CUSTOMER_URL = 'https://crm.example.com/c/{customerId}?p={number}';
const HIDDEN = { numbers: 'hidden' } as const;
const SHOWN = { numbers: 'shown' } as const;
const LIMIT = 50_000;

const bytes = (text: string) => Buffer.byteLength(text);
const data = (of: AgentView) => agentData(of, HIDDEN);

/** With a link to the team's own record. */
const withRecord = (
  of: AgentView,
  context: Partial<HandoffContext> = {},
  request: Partial<HandoffRequest> = {},
): AgentView => {
  const { handoff } = of;
  const asked = { ...handoff.request, ...request, context: { ...handoff.request.context, ...context } };
  return {
    ...of,
    handoff: { ...handoff, request: asked },
    team: { timeZone: 'UTC', customerUrl: CUSTOMER_URL },
  };
};

/** All that can stand on one page: a record, whose word it is, other offers, earlier handoffs, a talk that is over. */
const withEverything = (of: AgentView): AgentView => {
  const sources = { customerName: 'assistant', customerId: 'assistant', accountStatus: 'caller' } as const;
  const known = withRecord(of, { customerId: 'é'.repeat(120), sources }, { direction: 'web' });
  const { handoff } = known;
  if (handoff.progress.state !== 'offered') throw new Error('not offered');
  const { reservation } = handoff.progress;
  const history = Array.from({ length: 5 }, (_, n) => ({
    handoffId: `ho_0${n}`,
    requestId: `r${n}`,
    outcome: 'task_failed' as const,
    at: T0 - n,
  }));
  const moved = { at: T0 + 9_500, what: 'caller moved to queue' };
  return {
    ...known,
    team: { timeZone: 'Asia/Kolkata', customerUrl: CUSTOMER_URL },
    handoff: {
      ...handoff,
      strategy: { is: 'enqueue', reason: HOSTILE },
      progress: { ...handoff.progress, otherOffers: [reservation, reservation, reservation] },
      timeline: [...handoff.timeline.slice(1), moved],
      history,
    },
  };
};

/** Elements and attributes by name: what a browser would make of it must come from the page alone. */
const markup = (page: string) => page.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').match(/<[^>]*>/g) ?? [];

describe('The agent page', () => {
  it('shows who is calling, why, and what was said', () => {
    const page = agentPage(waiting(), HIDDEN);
    for (const shown of [
      '<h1><bdi>Robin Sample</bdi></h1>',
      'C-70412',
      'active, since 2021',
      'American English',
      'Wants the second charge of March paid back',
      'The March invoice was charged twice',
      'annoyed, but polite',
      '<li><bdi>Refund to the card</bdi></li>',
      '<dt><bdi>invoice</bdi></dt><dd><bdi>INV-2031</bdi></dd>',
      '<b>Caller</b> <time datetime="PT49S">0:49</time></p><p dir="auto">No. Can I please speak to a person?</p>',
    ]) {
      expect(page).toContain(shown);
    }
    expect(page.match(/<h1/g)).toHaveLength(1);
  });

  it('hides every telephone number until it is asked for', () => {
    const view = waiting({ context: { reason: 'Call +14155550199', summary: 'or 415 555 0199' } });
    const hidden = agentPage(view, HIDDEN);
    expect(hidden).not.toMatch(/555.?01/);
    expect(hidden).toContain('href="?numbers=shown"');
    const shown = agentPage(view, SHOWN);
    for (const number of [
      '+1 415 555 0199',
      '+14155550199',
      '415 555 0199',
      '+14155550123',
      '415-555-0123',
    ]) {
      expect(shown).toContain(number);
    }
    expect(shown).toContain('href="?numbers=hidden"');
  });

  it('has what one needs first before the rest: who, why, the last words, what is open', () => {
    const page = agentPage(ringing({ conversation: talk }), HIDDEN);
    const first = [
      'Ringing <bdi>Agent 1',
      '10 s',
      '<kbd>1</kbd>',
      '<h1>',
      'high',
      'annoyed',
      'Wants the second',
    ];
    const then = ['Said last', 'A person, please.', 'Still open', 'Refund to the card'];
    const rest = ['C-70412', 'INV-2031', 'Summary', 'What was said', 'How the handoff went'];
    const order = [...first, ...then, ...rest].map((text) => page.indexOf(text, page.indexOf('<main')));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(data(waiting()).sections.last.match(/<li/g)).toHaveLength(3);
  });

  it('shows what tools looked up and did, the newest last, behind what was captured', () => {
    const page = agentPage(waiting({ notes: NOTES }), HIDDEN);
    const order = [
      'INV-2031',
      'What the assistant looked up and did',
      '<dt><bdi>Ticket 4711</bdi></dt><dd><bdi>open, Waiting for the spare part of the meter</bdi></dd>',
      '<dt><bdi>Booked</bdi></dt><dd><bdi>Tue 1 Dec, 15:00</bdi></dd>',
      '<dt><bdi>Canceled</bdi></dt><dd><bdi>Tue 1 Dec, 15:00</bdi></dd>',
      '<dt><bdi>Booked</bdi></dt><dd><bdi>Thu 3 Dec, 09:30</bdi></dd>',
      '>Summary<',
    ].map((text) => page.indexOf(text));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
  });

  it('shows nothing of tools in a call of which none are known', () => {
    expect(data(waiting()).sections.noted).toBe('');
    expect(agentPage(waiting(), HIDDEN)).toContain('<section id="noted" hidden>');
    expect(agentPage(waiting({ notes: NOTES }), HIDDEN)).toContain('<section id="noted">');
  });

  it('shows the newest twelve notes of many, and how many there were before', () => {
    const notes = Array.from({ length: 15 }, (_, n) => ({ label: `Ticket ${n}`, text: 'open' }));
    const { noted } = data(waiting({ notes })).sections;
    expect(noted).toContain('3 earlier not shown');
    expect(noted.match(/Ticket \d+/g)).toEqual(notes.slice(3).map(({ label }) => label));
    expect(data(waiting({ notes: notes.slice(3) })).sections.noted).not.toContain('earlier');
  });

  it('takes what a stranger wrote into a ticket as text, without the numbers in it', () => {
    const notes = [{ label: 'Ticket 4711', text: 'open, <b>Call</b> me on +14155550142' }];
    const hidden = data(waiting({ notes })).sections.noted;
    expect(hidden).toContain('open, &lt;b&gt;Call&lt;/b&gt; me on ');
    expect(hidden).not.toMatch(/555.?01/);
    expect(agentData(waiting({ notes }), SHOWN).sections.noted).toContain('+14155550142');
  });

  it('lets urgency and a bad mood stand out, and nothing that is neither', () => {
    const hot = (context: Partial<HandoffContext>) =>
      data(waiting({ context: { urgency: 'low', sentiment: 'calm', ...context } })).sections.who.match(
        /class="mark hot"/g,
      )?.length ?? 0;
    for (const urgency of ['high', 'URGENT', 'very urgent', 'Critical: no heating', 'dringend', 'alta'])
      expect(hot({ urgency }), urgency).toBe(1);
    for (const sentiment of [
      'angry',
      'Very upset',
      'calm at first, now furious',
      'wütend',
      'frustrada',
      'énervé',
      'Très en colère',
    ])
      expect(hot({ sentiment }), sentiment).toBe(1);
    for (const sentiment of [
      'not angry',
      'not very angry',
      'no longer upset',
      'pas énervé',
      'nicht sehr verärgert',
      'friendly',
      'dangerous? no',
    ])
      expect(hot({ sentiment }), sentiment).toBe(0);
    for (const urgency of ['normal', 'not urgent', 'not high']) expect(hot({ urgency }), urgency).toBe(0);
    expect(hot({ urgency: 'high', sentiment: 'angry' })).toBe(2);
  });

  it('says whose word a name, an id and a status are, where they are not the team’s own', () => {
    const sources = { customerName: 'assistant', customerId: 'caller', accountStatus: 'team' } as const;
    const { who, customer } = data(withRecord(waiting(), { sources })).sections;
    expect(who).toContain('</h1><p class="dim">said by the assistant</p>');
    expect(customer).toContain('<bdi>C-70412</bdi> <span class="source">said by the caller</span>');
    expect(customer).toContain('<bdi>active, since 2021</bdi></p>');
    expect(customer).toMatch(
      /Open customer record.*<span class="source">by an id said by the caller<\/span>/,
    );
    const web = data(withRecord(waiting(), { sources }, { direction: 'web' })).sections;
    expect(web.who).toContain('Web call');
    expect(web.customer).toContain('by an id from the web call');
    const own = data(withRecord(waiting(), { sources: { customerId: 'team' } })).sections;
    const before = data(withRecord(waiting())).sections;
    for (const each of [own, before]) expect(each.who + each.customer).not.toContain('source');
  });

  it('leads to the customer’s own record, and tells it nothing but what its address needs', () => {
    const { customer } = data(withRecord(waiting())).sections;
    expect(customer).toContain(
      '<a class="button" href="https://crm.example.com/c/C-70412?p=%2B14155550199" target="_blank" rel="noopener noreferrer">',
    );
    const hidden = data(withRecord(waiting(), { customerId: '"><script>window.ran=1</script>' })).sections;
    expect(hidden.customer).toContain('c/%22%3E%3Cscript%3Ewindow.ran%3D1%3C%2Fscript%3E?p=');
    const request = given.request({ context: { messages: [], customerId: 'C-1' } });
    const { caller: _withheld, ...withheld } = request;
    const none = withRecord(waiting({ handoff: { request: withheld } }));
    expect(data(none).sections.customer).not.toContain('<a');
    expect(data(waiting()).sections.customer).not.toContain('<a');
  });

  it('shows the time that is left as it is now, and for readers without a script until when', () => {
    const at = (now: number) => agentPage(ringing({ now }), HIDDEN);
    expect(at(T0 + 11_000)).toContain('<p id="left" role="timer"><b>19 s</b> left</p>');
    expect(at(T0 + 11_000)).toContain('>08:00:11 UTC</time>, until <time');
    expect(at(T0 + 11_000)).toContain('>08:00:30 UTC</time>');
    expect(at(T0 + 20_001)).toContain('<p id="left" role="timer" class="few"><b>10 s</b> left</p>');
    expect(at(T0 + 29_999)).toContain('<b>1 s</b> left');
    for (const over of [T0 + 30_000, T0 + 95_000]) {
      expect(at(over)).toContain('<p id="left" role="timer" class="few">Time is up</p>');
    }
    expect(agentPage(connected(), HIDDEN)).toContain('<p id="left" role="timer"></p>');
    const long = ringing({ now: T0 + 1_000, handoff: { deadline: T0 + 300_000 } });
    expect(agentPage(long, HIDDEN)).toContain('<b>4:59</b> left');
    expect(data(ringing())).toMatchObject({ deadline: T0 + 30_000 });
    expect(data(connected())).not.toHaveProperty('deadline');
  });

  it('stands with the request’s own messages, without times, where nothing else was kept', () => {
    const { talk: shown } = data(waiting({ conversation: [] })).sections;
    expect(shown).toContain('I was charged twice.');
    expect(shown).not.toContain('<time');
  });

  it('says so where the assistant gave no summary, and has what the caller said in its place', () => {
    const { summary: _none, ...context } = waiting().handoff.request.context;
    const request = given.request({ context });
    const { summary } = data(waiting({ handoff: { request } })).sections;
    expect(summary).toContain('No summary was given.');
    expect(summary).toMatch(/Extract of the caller’s own words: .*charged twice/);
  });

  it('is whole with nothing known but that somebody asked', () => {
    const { caller: _unknown, ...request } = given.request({ context: { messages: [] } });
    const bare = view(given.REQUESTED, [], { handoff: { request }, conversation: [] });
    expect(agentPage(bare, HIDDEN)).toContain('<h1>Unknown caller</h1>');
    const handoff = { ...bare.handoff, request: { ...request, callerSip: 'sip:dana@pbx.example.com' } };
    expect(agentPage({ ...bare, handoff }, HIDDEN)).toMatch(/<h1>.*sip:dana@/);
    const { sections } = data(bare);
    expect(sections.why).toContain('No reason was given.');
    const { keys, last, unresolved, customer, captured, talk } = sections;
    expect([keys, last, unresolved, customer, captured, talk]).toEqual(['', '', '', '', '', '']);
  });

  it('shows the newest of a long talk, and says that there was more', () => {
    const long = Array.from({ length: 500 }, (_, n) => ({
      role: 'caller' as const,
      at: T0 + n,
      text: `word ${n}`,
    }));
    const shown = data(waiting({ conversation: long })).sections.talk;
    expect(shown).toContain('word 499<');
    expect(shown).not.toContain('word 1<');
    expect(shown).toContain('Earlier talk is not shown');
    expect(data(waiting()).sections.talk).not.toContain('Earlier talk');
  });

  it('tells a screen reader the language of the talk, if it is one', () => {
    const of = (language: string) => data(waiting({ context: { language } })).sections.talk;
    expect(of('es-US')).toMatch(/^<ol class="talk" lang="es-US">/);
    for (const language of ['Spanish', '"><script>', 'xx', 'en_US', '']) {
      expect(of(language)).toMatch(/^<ol class="talk">/);
    }
  });

  it('has no markup but its own, whatever was said', () => {
    const own = markup(agentPage(hostile(), HIDDEN)).join('');
    expect(own).not.toMatch(/window|<script|<img|onerror|onload|javascript:|\sstyle=|\son[a-z]+=/);
    expect(agentPage(hostile(), SHOWN)).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    const text = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', '\u202E', '\u2069', '/', 'a', '='),
      maxLength: 60,
    });
    const usual = markup(agentPage(waiting(), HIDDEN)).length;
    fc.assert(
      fc.property(text, (foreign) => {
        const reason = `x${foreign}`;
        const summary = reason;
        expect(markup(agentPage(waiting({ context: { reason, summary } }), HIDDEN))).toHaveLength(usual);
      }),
    );
  });

  it.each([
    ['markup', hostile()],
    ...[`"`, '\\', '<', '+14155550123 ', '👍🏽', '١'].map(
      (unit) =>
        [
          unit,
          waiting({
            conversation: Array.from({ length: 3_000 }, (_, n) => ({
              role: 'caller' as const,
              at: T0 + n,
              text: unit.repeat(n < 2_990 ? 1 : 20_000),
            })),
            context: {
              reason: unit.repeat(100_000),
              summary: unit.repeat(100_000),
              captured: Object.fromEntries(
                Array.from({ length: 300 }, (_, n) => [`${n}${unit.repeat(900)}`, unit.repeat(900)]),
              ),
              unresolvedTopics: Array.from({ length: 300 }, () => unit.repeat(900)),
            },
            notes: Array.from({ length: 40 }, () => ({ label: unit.repeat(900), text: unit.repeat(900) })),
          }),
        ] as const,
    ),
    ['markup, beside everything else that can be known', withEverything(hostile())],
  ] as const)('weighs under 50 KB and is made at little cost, with a talk of %s', (_name, heavy) => {
    for (const shown of [HIDDEN, SHOWN]) {
      expect(bytes(agentPage(heavy, shown))).toBeLessThan(LIMIT);
      expect(bytes(JSON.stringify(agentData(heavy, shown)))).toBeLessThan(LIMIT);
      expect(cpuCost(() => agentPage(heavy, shown), 25)).toBeLessThan(25);
    }
  });

  it('runs and loads nothing but its own style and script', () => {
    const page = agentPage(waiting(), HIDDEN);
    for (const [tag, directive] of [
      ['style', 'style-src'],
      ['script', 'script-src'],
    ] as const) {
      const [, content = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page) ?? [];
      const hash = createHash('sha256').update(content).digest('base64');
      expect(CONTENT_SECURITY_POLICY).toContain(`${directive} 'sha256-${hash}'`);
    }
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toContain("frame-ancestors 'self' https://flex.twilio.com");
    expect(CONTENT_SECURITY_POLICY).not.toContain('unsafe');
    expect(page).not.toMatch(/https?:|cookie|localStorage|sessionStorage|eval\(/);
  });
});

describe('What the page asks for while it is open', () => {
  it('has the state in plain fields', () => {
    expect(data(connected())).toMatchObject({
      state: 'connected',
      agent: 'Agent 1',
      since: T0 + 16_000,
      clock: { says: 'Talking', since: T0 + 16_000 },
      live: true,
      title: 'Robin Sample: Agent 1 is connected with the caller',
    });
    expect(data(ended('no_agent'))).toMatchObject({
      state: 'ended',
      outcome: 'no_agent',
      since: T0 + 30_000,
    });
    expect(data(waiting())).not.toHaveProperty('outcome');
  });

  it('is the same, to the byte, while nothing happens', () => {
    expect(JSON.stringify(data(waiting({ now: T0 + 5_000 })))).toBe(
      JSON.stringify(data(waiting({ now: T0 + 9_000 }))),
    );
  });

  it('has the sections of the page, each with a version that changes with it alone', () => {
    const before = data(waiting());
    const page = agentPage(waiting(), HIDDEN);
    for (const [id, section] of Object.entries(before.sections)) expect(page, id).toContain(section);
    const after = data(waiting({ conversation: talk.slice(0, -1) }));
    const changed = Object.keys(before.versions).filter(
      (id) =>
        before.versions[id as keyof typeof before.versions] !==
        after.versions[id as keyof typeof after.versions],
    );
    expect(changed).toEqual(['last', 'talk']);
    expect(data(ringing()).versions.status).not.toBe(before.versions.status);
  });
});
