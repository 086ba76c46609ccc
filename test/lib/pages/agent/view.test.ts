import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  agentData,
  agentPage,
  CONTENT_SECURITY_POLICY,
  noAgentPage,
} from '../../../../lib/pages/agent/page.ts';
import type { AgentView } from '../../../../lib/pages/agent/view.ts';
import { cpuMs } from '../../../cpu-time.ts';
import * as given from '../../handoff/given.ts';
import { connected, ended, hostile, ringing, T0, talk, view, waiting } from './given-view.ts';

const HIDDEN = { numbers: 'hidden' } as const;
const SHOWN = { numbers: 'shown' } as const;
const LIMIT = 50_000;

const bytes = (text: string) => Buffer.byteLength(text);
const data = (of: AgentView) => agentData(of, HIDDEN);

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
    const { sections } = data(bare);
    expect(sections.why).toContain('No reason was given.');
    expect([sections.sentiment, sections.unresolved, sections.captured, sections.talk]).toEqual([
      '',
      '',
      '',
      '',
    ]);
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
          }),
        ] as const,
    ),
  ] as const)('weighs under 50 KB and is made within 10 ms, with a talk of %s', (_name, heavy) => {
    for (const shown of [HIDDEN, SHOWN]) {
      expect(bytes(agentPage(heavy, shown))).toBeLessThan(LIMIT);
      expect(bytes(JSON.stringify(agentData(heavy, shown)))).toBeLessThan(LIMIT);
      expect(cpuMs(() => agentPage(heavy, shown))).toBeLessThan(10);
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

  it('does not say why a link is not good', () => {
    expect(noAgentPage()).toContain('not available');
    expect(noAgentPage()).not.toContain('<script');
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
      title: 'Robin Sample: You are connected',
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
    expect(changed).toEqual(['talk']);
    expect(data(ringing()).versions.status).not.toBe(before.versions.status);
  });
});
