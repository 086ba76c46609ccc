import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import { type Call, unheardCall } from '../../../../lib/conversation/call.ts';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import type { Handoff, Progress, StrategyName } from '../../../../lib/handoff/record/handoff.ts';
import { agentView, type PagePorts, teamOf } from '../../../../lib/pages/agent/open.ts';
import * as given from '../../handoff/given.ts';

const { CALL_ID, T0 } = given;
const LINK = { callId: CALL_ID, handoffId: 'ho_1', expiresAt: T0 / 1000 + 3600 };
const TEAM = { timeZone: 'Europe/Berlin' };
const NOTES = [{ label: 'Ticket 4711', text: 'open' }];
const SAID = [{ role: 'caller', at: T0 - 5_000, text: 'A person, please.' }] as const;

type Read = { call?: Call | undefined; overAt?: number | undefined; handoff?: Loaded };
const opened = (read: Read, link = LINK) => {
  const ports: PagePorts = {
    readCall: async () => ({
      call: undefined,
      overAt: undefined,
      handoff: { is: 'none', version: 0 },
      ...read,
    }),
    readConversation: async () => SAID,
    toolNotes: async () => NOTES,
    clock: () => T0 + 9_000,
    team: TEAM,
  };
  return agentView(ports)(link);
};
const inState = (progress: Progress, changed: Partial<Handoff> = {}): Loaded =>
  given.loaded(given.handoff(progress, [], changed));
const call = (changed: Partial<Call> = {}): Call => ({ ...unheardCall(CALL_ID), ...changed });
const over = { at: T0 + 7_000, reason: 'customer-ended-call' };

describe('What an agent sees of a link', () => {
  it('is the handoff, what was said, what tools have noted, and what is known of the call', async () => {
    const known = call({ intent: { is: 'billing', at: T0 }, interruptions: { count: 2, times: [] } });
    expect(await opened({ call: known, handoff: inState(given.QUEUED) })).toEqual({
      is: 'view',
      view: {
        handoff: given.handoff(given.QUEUED),
        conversation: SAID,
        notes: NOTES,
        call: { interruptions: 2, intent: 'billing' },
        team: TEAM,
        now: T0 + 9_000,
      },
    });
  });

  it('is there before anything was heard of the call', async () => {
    expect(await opened({ handoff: inState(given.QUEUED) })).toMatchObject({
      view: { call: {}, conversation: SAID },
    });
  });

  it.each<[string, Loaded]>([
    ['is gone, or not there yet', { is: 'none', version: 0 }],
    ['was never asked for', { is: 'call-over', version: 1 }],
    ['is not the one that the call has, nor an earlier one', inState(given.QUEUED, { handoffId: 'ho_2' })],
  ])('is nothing when the handoff %s', async (_name, handoff) => {
    expect(await opened({ call: call(), handoff })).toEqual({ is: 'not-there' });
  });

  it('is how it ended, when the caller has asked for an agent again since', async () => {
    const past = { handoffId: 'ho_1', requestId: 'r1', outcome: 'no_agent', at: T0 + 30_000 } as const;
    const handoff = inState(given.QUEUED, { handoffId: 'ho_2', history: [past] });
    expect(await opened({ call: call(), handoff })).toEqual({
      is: 'replaced',
      ended: { outcome: 'no_agent', at: T0 + 30_000 },
    });
  });

  it('is read at once, and not at all where the table is down', async () => {
    const begun: string[] = [];
    const all = Promise.withResolvers<void>();
    const reading = async <T>(name: string, value: T): Promise<T> => {
      begun.push(name);
      if (begun.length === 3) all.resolve();
      await all.promise;
      return value;
    };
    const found = { call: undefined, overAt: undefined, handoff: inState(given.QUEUED) };
    const ports: PagePorts = {
      readCall: () => reading('call', found),
      readConversation: () => reading('conversation', SAID),
      toolNotes: () => reading('notes', NOTES),
      clock: () => T0,
      team: TEAM,
    };
    expect(await agentView(ports)(LINK)).toMatchObject({ is: 'view' });
    const down = { ...ports, readConversation: () => Promise.reject(new Unavailable('table', 'down')) };
    await expect(agentView(down)(LINK)).rejects.toThrow(Unavailable);
  });
});

describe('Whether the caller has left', () => {
  const strategy = (is: StrategyName) => ({ strategy: { is, reason: 'for the test' } });
  const seen = async (read: Read) => {
    const found = await opened(read);
    return found.is === 'view' ? found.view.call.over : found;
  };

  it('is what the call says, else what a webhook has noted', async () => {
    const handoff = inState(given.QUEUED);
    expect(await seen({ handoff, call: call({ over }), overAt: T0 + 8_000 })).toEqual(over);
    expect(await seen({ handoff, call: call(), overAt: T0 + 8_000 })).toEqual({
      at: T0 + 8_000,
      reason: 'ended',
    });
    expect(await seen({ handoff, call: call() })).toBeUndefined();
  });

  it.each([
    'conference',
    'enqueue',
  ] as const)('is not said of a caller whom we have moved to an agent ourselves: only the assistant was left (%s)', async (is) => {
    for (const progress of [given.QUEUED, given.BRIDGING, given.CONNECTED]) {
      expect(await seen({ handoff: inState(progress, strategy(is)), call: call({ over }) })).toBeUndefined();
    }
    expect(await seen({ handoff: inState(given.ended(), strategy(is)), call: call({ over }) })).toEqual(over);
  });

  it('is said of a caller whom Vapi has moved', async () => {
    const handoff = inState(given.CONNECTED, strategy('vapi-transfer'));
    expect(await seen({ handoff, call: call({ over }) })).toEqual(over);
  });
});

describe('What a team has set for its pages', () => {
  it('is the time zone of its opening hours, else UTC, and where its own records are', () => {
    expect(teamOf({})).toEqual({ timeZone: 'UTC' });
    const CUSTOMER_URL = 'https://crm.example.com/c/{customerId}';
    expect(teamOf({ OPENING_HOURS: { timeZone: 'Europe/Berlin' }, CUSTOMER_URL })).toEqual({
      timeZone: 'Europe/Berlin',
      customerUrl: CUSTOMER_URL,
    });
  });
});
