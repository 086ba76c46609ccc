import { describe, expect, it } from 'vitest';
import type { CallSeen } from '../../../../lib/handoff/ports/calls.ts';
import type { Claimed } from '../../../../lib/outbox/claims.ts';
import { tellLate } from '../../../../lib/tools/run/perform.ts';
import type { LatePorts, Standing } from '../../../../lib/tools/run/ports.ts';
import type { ToolRun, ToolWork } from '../../../../lib/tools/run/record.ts';
import { checkControlUrl } from '../../../../lib/vapi/control-url.ts';
import { BOOKED, RUN } from './world.ts';

const CONTROL = `https://phone-call.vapi.ai/${RUN.callId}/control`;
const { controlUrl: _named, ...UNNAMED } = RUN;

const live = (controlUrl?: string, said?: string[]): CallSeen => ({
  ...{ is: 'live', status: 'in-progress', forwarding: false },
  ...(controlUrl !== undefined && { controlUrl }),
  ...(said !== undefined && { said }),
});

type Around = { seen?: CallSeen | 'away'; standing?: Standing; doubt?: Claimed<ToolWork>['doubt'] };

/** What becomes of the late answer, and what Vapi was asked for meanwhile. */
async function told(
  run: ToolRun,
  kind: 'say' | 'inform',
  { seen = live(), standing = 'with-the-assistant', doubt = 'none' }: Around = {},
) {
  const requests: string[] = [];
  const reach = (what: string, { controlUrl, callId }: { controlUrl: string; callId: string }) => {
    const checked = checkControlUrl(controlUrl, callId, ['.vapi.ai']);
    requests.push(`${what} ${checked.is === 'allowed' ? checked.url : checked.reason}`);
    return checked.is === 'allowed'
      ? ({ is: 'told' } as const)
      : ({ is: 'refused', reason: `control-url-${checked.reason}` } as const);
  };
  const ports: Pick<LatePorts, 'calls' | 'standingOf' | 'tellFailed'> = {
    calls: {
      async look(callId) {
        requests.push(`look ${callId}`);
        return seen === 'away' ? { is: 'not-done', reason: 'vapi-503' } : { is: 'call-seen', call: seen };
      },
      say: async (to) => reach('say', to),
      inform: async (to) => reach('inform', to),
    },
    standingOf: async () => standing,
    tellFailed: async () => undefined,
  };
  const [owed] = RUN.effects;
  if (owed === undefined) throw new Error('it owes something');
  const result = await tellLate(run, BOOKED, { effect: { ...owed, work: { kind } }, doubt }, ports);
  return { result, requests };
}

describe.each(['say', 'inform'] as const)('A late answer (%s)', (kind) => {
  it('goes where the message of the tool call has named, without a look', async () => {
    expect(await told(RUN, kind)).toEqual({ result: { is: 'told' }, requests: [`${kind} ${CONTROL}`] });
  });

  it('goes where Vapi shows the live call, if the message named nothing', async () => {
    expect(await told(UNNAMED, kind, { seen: live(CONTROL) })).toEqual({
      result: { is: 'told' },
      requests: [`look ${RUN.callId}`, `${kind} ${CONTROL}`],
    });
  });

  it.each([
    ['elsewhere', 'https://evil.example/call-1/control', 'host'],
    ['to another call', 'https://phone-call.vapi.ai/call-2/control', 'call-id'],
  ])('is refused where that leads %s', async (_where, controlUrl, reason) => {
    const { result } = await told(UNNAMED, kind, { seen: live(controlUrl) });
    expect(result).toEqual({ is: 'refused', reason: `control-url-${reason}` });
  });

  it.each([
    ['is over', { is: 'over', endedReason: 'customer-ended-call' }, 'over'],
    ['is unknown to Vapi', { is: 'missing' }, 'no-control-url'],
    ['has no control URL there either', live(), 'no-control-url'],
  ] as const)('is dropped where the call %s', async (_how, seen, reason) => {
    const { result, requests } = await told(UNNAMED, kind, { seen });
    expect(result).toEqual({ is: 'dropped', reason });
    expect(requests).toEqual([`look ${RUN.callId}`]);
  });

  it('is tried again where Vapi cannot be looked at', async () => {
    expect((await told(UNNAMED, kind, { seen: 'away' })).result).toEqual({
      is: 'not-done',
      reason: 'vapi-503',
    });
  });

  it.each(['handed-over', 'over'] as const)('looks at nothing for a call that is %s', async (standing) => {
    const { result, requests } = await told(UNNAMED, kind, { seen: live(CONTROL), standing });
    expect(result).toEqual({ is: 'dropped', reason: standing });
    expect(requests).toEqual([]);
  });
});

describe('A late answer that may have been said', () => {
  it('is looked for once, and said where Vapi shows that it was not', async () => {
    const around = { seen: live(CONTROL, ['Hello.']), doubt: 'answer-lost' } as const;
    expect(await told(UNNAMED, 'say', around)).toEqual({
      result: { is: 'told' },
      requests: [`look ${RUN.callId}`, `say ${CONTROL}`],
    });
  });

  it('counts as said where Vapi shows it', async () => {
    const around = { seen: live(CONTROL, [BOOKED.answer.say]), doubt: 'answer-lost' } as const;
    expect(await told(UNNAMED, 'say', around)).toEqual({
      result: { is: 'told' },
      requests: [`look ${RUN.callId}`],
    });
  });
});
