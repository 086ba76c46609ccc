import { describe, expect, it } from 'vitest';
import { completed, oweAs } from '../../../lib/outbox/effect.ts';
import { toolSpeechOf } from '../../../lib/speech/tools/index.ts';
import { toolNamed } from '../../../lib/tools/index.ts';
import type { HelpDesk, NoAnswer } from '../../../lib/tools/ports.ts';
import type { ToolRun, ToolWork } from '../../../lib/tools/run/record.ts';
import { NOW, toolRun } from '../tools/asking.ts';
import { helpDeskWith } from '../tools/team.ts';
import { BUDGET_MS, CALL_ID, toolServer } from './tool-server.ts';

const TICKET = { id: '4711', status: 'open' };
const PENDING = { say: toolSpeechOf('en').checking, data: { pending: true } };
const FAILED = toolNamed('get_ticket_status')?.failed(toolRun('get_ticket_status', {}), 'failed').answer;
const ASK = { ticket: '4711' };
const CONTROL = `https://phone-call-websocket.example.vapi.ai/${CALL_ID}/control`;

const no = (changed: Partial<NoAnswer> = {}): NoAnswer => ({
  ...{ is: 'no-answer', reason: 'desk-503', so: 'never', isFault: true },
  ...changed,
});

/** A help desk that gives these answers one after the other, each after so many ms, and then the ticket. */
const scripted = (...script: readonly (readonly [NoAnswer, number])[]) => {
  const { helpDesk, requests } = helpDeskWith([TICKET]);
  const { ticket } = helpDesk;
  const left = [...script];
  const desk: HelpDesk = {
    ...helpDesk,
    async ticket(asked, attempt) {
      const next = left.shift();
      if (next === undefined) return ticket(asked, attempt);
      requests.push([asked.tool, asked.ticket]);
      const [answer, ms] = next;
      server.at.now += ms;
      return answer;
    },
  };
  const server = toolServer({ helpDesk: desk });
  return { ...server, requests };
};
const SLOW = [no({ reason: 'desk-timeout', so: 'open' }), BUDGET_MS] as const;

describe('A system that is slow', () => {
  it.each([
    500, 2_500, 10_000,
  ])('is waited for %d ms at the most, then the caller is told that it is checked', async (budgetMs) => {
    const { helpDesk, requests } = helpDeskWith([TICKET]);
    const { uses, at: there } = toolServer(
      {
        helpDesk: {
          ...helpDesk,
          async ticket({ tool }) {
            requests.push([tool]);
            there.now += budgetMs;
            return no({ reason: 'desk-timeout', so: 'open' });
          },
        },
      },
      { budgetMs },
    );
    expect(await uses('get_ticket_status', ASK)).toEqual(PENDING);
    expect(there.now).toBe(NOW + budgetMs);
    expect(requests).toHaveLength(1);
  });

  it('is told so in the language of the call', async () => {
    const { uses } = scripted(SLOW);
    expect((await uses('get_ticket_status', { ...ASK, language: 'fr' })).say).toBe(
      toolSpeechOf('fr').checking,
    );
  });

  it('is asked on by the worker, which knows what was promised and how to speak into the call', async () => {
    const { uses, runs, queue, counts, events } = scripted(SLOW);
    await uses('get_ticket_status', ASK, { id: 'tc', call: { monitor: { controlUrl: CONTROL } } });
    expect(queue.sent).toEqual([{ message: { callId: CALL_ID, toolCallId: 'tc' }, delaySeconds: 0 }]);
    const [kept] = runs.kept.values();
    expect(kept?.run).toMatchObject({
      ...{ promised: true, controlUrl: CONTROL, language: 'en', askedAt: NOW },
      effects: [{ work: { kind: 'ask' }, mayHaveHappened: true, attempts: 1 }],
    });
    expect(counts).toContain('lookup_pending');
    // It has not failed.
    expect(events.sent).toEqual([]);
  });

  it.each([
    ['elsewhere', `https://evil.example.com/${CALL_ID}/control`],
    ['to another call', 'https://phone-call-websocket.example.vapi.ai/another/control'],
    ['to plain http', `http://phone-call-websocket.example.vapi.ai/${CALL_ID}/control`],
  ])('is not spoken about through a control URL that leads %s', async (_where, controlUrl) => {
    const { uses, runs } = scripted(SLOW);
    await uses('get_ticket_status', ASK, { call: { monitor: { controlUrl } } });
    expect([...runs.kept.values()].map(({ run }) => run.controlUrl)).toEqual([undefined]);
  });
});

describe('A late answer', () => {
  const FOUND = { answer: { say: 'The status of ticket 4711 is: open.', data: TICKET } };
  const late = async () => {
    const server = scripted(SLOW);
    await server.uses('get_ticket_status', ASK, { id: 'tc' });
    const write = (change: (run: ToolRun) => ToolRun) => {
      for (const kept of server.runs.kept.values())
        Object.assign(kept, { run: change(kept.run), version: kept.version + 1 });
    };
    return { ...server, write };
  };

  it('is the answer to the same tool call once it was said', async () => {
    const { uses, write, requests } = await late();
    write((run) => ({ ...completed<ToolWork, ToolRun>(run, 'ask'), found: FOUND }));
    expect(await uses('get_ticket_status', ASK, { id: 'tc' })).toEqual(FOUND.answer);
    expect(requests).toHaveLength(1);
  });

  it('is still being checked to the same tool call until it was said: the caller hears it once', async () => {
    const { uses, write } = await late();
    write((run) => {
      const found = { ...completed<ToolWork, ToolRun>(run, 'ask'), found: FOUND };
      return oweAs<ToolWork, ToolRun>(found, 'say', { kind: 'say' }, NOW + BUDGET_MS);
    });
    expect(await uses('get_ticket_status', ASK, { id: 'tc' })).toEqual(PENDING);
  });
});

describe('A system that certainly has not done it', () => {
  it('is told at once, and not asked again behind the caller’s back', async () => {
    const { uses, at: there, queue, runs, counts } = scripted([no(), 0]);
    expect(await uses('get_ticket_status', ASK)).toEqual(FAILED);
    expect(there.now).toBe(NOW);
    expect(queue.sent).toEqual([]);
    expect([...runs.kept.values()].map(({ run }) => run.effects)).toEqual([[]]);
    expect(counts).toContain('lookup_failed');
  });

  it('counts as a tool that failed, by its id', async () => {
    const { uses, events } = scripted([no(), 0]);
    await uses('get_ticket_status', ASK, { id: 'tc-failed' });
    expect(events.sent).toMatchObject([
      {
        delaySeconds: 0,
        message: {
          callId: CALL_ID,
          event: { what: { is: 'tool-failed' }, tools: [{ id: 'tc-failed', failed: true }] },
        },
      },
    ]);
    await uses('get_ticket_status', ASK, { id: 'tc-fine' });
    expect(events.sent).toHaveLength(1);
  });

  it('is answered all the same where nobody can be told that it failed', async () => {
    const { uses, events } = scripted([no(), 0]);
    events.down = true;
    expect(await uses('get_ticket_status', ASK)).toEqual(FAILED);
  });
});

describe('A system that asks to be left alone', () => {
  it('for five seconds is asked then, and the caller is told that it is checked', async () => {
    const {
      uses,
      queue,
      requests,
      at: there,
    } = scripted([no({ so: 'open', retryAfterSeconds: 5, isFault: false }), 0]);
    expect(await uses('get_ticket_status', ASK)).toEqual(PENDING);
    expect(there.now).toBe(NOW + BUDGET_MS);
    expect(queue.sent).toMatchObject([{ delaySeconds: 5 }]);
    expect(requests).toHaveLength(1);
  });

  it('for longer than anybody waits is told at once', async () => {
    const { uses, at: there, counts } = scripted([no({ isFault: false }), 0]);
    expect(await uses('get_ticket_status', ASK)).toEqual(FAILED);
    expect(there.now).toBe(NOW);
    expect(counts).not.toContain('system_fault');
  });
});

describe('A system that has failed five times in a minute', () => {
  const broken = async () => {
    const server = scripted(...[1, 2, 3, 4, 5].map(() => [no(), 1_000] as const));
    for (let time = 0; time < 5; time += 1) await server.uses('get_ticket_status', ASK);
    return server;
  };

  it('is left alone for 30 seconds: the caller is told at once, and it is not asked', async () => {
    const { uses, requests, at: there, counts, lines } = await broken();
    there.now += 29_999;
    expect(await uses('get_ticket_status', ASK)).toEqual(FAILED);
    expect(requests).toHaveLength(5);
    expect(counts).toContain('system_left_alone');
    expect(lines).toContainEqual({ level: 'warn', message: 'system left alone', fields: { reason: 'desk' } });
  });

  it('is asked again after them', async () => {
    const { uses, requests, at: there } = await broken();
    there.now += 30_000;
    expect((await uses('get_ticket_status', ASK)).data).toEqual(TICKET);
    expect(requests).toHaveLength(6);
  });

  it('is not one that only the caller’s patience has ended', async () => {
    const { helpDesk } = helpDeskWith([TICKET]);
    const {
      uses,
      counts,
      at: there,
    } = toolServer(
      {
        helpDesk: {
          ...helpDesk,
          async ticket(_asked, { signal }) {
            await new Promise((ended) => signal.addEventListener('abort', ended));
            there.now += 5;
            return no({ reason: 'desk-timeout', so: 'open' });
          },
        },
      },
      { budgetMs: 5 },
    );
    expect(await uses('get_ticket_status', ASK)).toEqual(PENDING);
    expect(counts).toContain('system_asked');
    expect(counts).not.toContain('system_fault');
  });
});
