import { describe, expect, it } from 'vitest';
import { Unavailable } from '../../../lib/base/trouble.ts';
import { type PlaceMessage, placeMessageSchema } from '../../../lib/capacity/place-message.ts';
import { type LookPorts, lookAtPlace, lookLater } from '../../../lib/desk/look-at-place.ts';
import { watching } from '../handoff/given.ts';

const LEG = 'CA5f0e7d3b9c1a42868d20e6f4b7a913c2';
const PLACE = { holder: LEG, phoneNumberId: 'pn', askedAt: 1_795_262_400_000, looks: 0 };
type Looked = Awaited<ReturnType<LookPorts['calls']['look']>>;
type Found = Awaited<ReturnType<LookPorts['findForLeg']>>;

const world = (looked: Looked, found: Found = { is: 'none' }) => {
  const did: string[] = [];
  const sent: { message: PlaceMessage; delaySeconds: number }[] = [];
  const ports: LookPorts = {
    places: {
      async free(holder) {
        did.push(`free ${holder}`);
      },
    },
    calls: {
      async look(callId) {
        did.push(`look ${callId}`);
        return looked;
      },
    },
    async findForLeg({ callSid, past }) {
      did.push(`find ${callSid}${past === undefined ? '' : ` but not ${past}`}`);
      return found;
    },
    queue: {
      async send(messages) {
        sent.push(...messages);
      },
    },
    log: watching().log,
  };
  return { ports, did, sent };
};
const seen = (call: Extract<Looked, { is: 'call-seen' }>['call']): Looked => ({ is: 'call-seen', call });
const LIVE = seen({ is: 'live', status: 'queued', forwarding: false });

describe('A place that is in doubt', () => {
  it('is looked at after a minute, and the message is what the queue’s worker reads', () => {
    const { message, delaySeconds } = lookLater({ ...PLACE, callId: 'call-1', past: 'call-0' });
    expect(delaySeconds).toBe(60);
    expect(placeMessageSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
  });

  it.each([
    [
      'has ended',
      seen({ is: 'over', endedReason: 'phone-call-provider-bypass-enabled-but-no-call-received' }),
    ],
    ['is unknown to Vapi', seen({ is: 'missing' })],
  ])('is given back once its call %s', async (_, looked) => {
    const { ports, did, sent } = world(looked);
    await lookAtPlace({ ...PLACE, callId: 'call-1' }, ports);
    expect(did).toEqual(['look call-1', `free ${LEG}`]);
    expect(sent).toEqual([]);
  });

  it.each([
    ['its call goes on', LIVE],
    ['Vapi does not say', { is: 'not-done', reason: 'vapi-503' } as const],
    ['Vapi does not answer', { is: 'unsure', reason: 'vapi-timeout' } as const],
  ])('stays while %s, and is looked at again, more and more rarely', async (_, looked) => {
    const { ports, did, sent } = world(looked);
    await lookAtPlace({ ...PLACE, callId: 'call-1' }, ports);
    await lookAtPlace({ ...PLACE, callId: 'call-1', looks: 9 }, ports);
    expect(did).toEqual(['look call-1', 'look call-1']);
    expect(sent).toEqual([
      { message: { place: { ...PLACE, callId: 'call-1', looks: 1 } }, delaySeconds: 120 },
      { message: { place: { ...PLACE, callId: 'call-1', looks: 10 } }, delaySeconds: 900 },
    ]);
  });

  it('is looked for by its leg where the id was lost, and from then on by the id that was found', async () => {
    const { ports, did, sent } = world(LIVE, { is: 'live', callId: 'call-2' });
    await lookAtPlace({ ...PLACE, past: 'call-1' }, ports);
    expect(did).toEqual([`find ${LEG} but not call-1`]);
    expect(sent[0]?.message.place).toEqual({ ...PLACE, past: 'call-1', callId: 'call-2', looks: 1 });
  });

  it('is given back where no call was made for its leg', async () => {
    const { ports, did } = world(LIVE);
    await lookAtPlace(PLACE, ports);
    expect(did).toEqual([`find ${LEG}`, `free ${LEG}`]);
  });

  it('stays where the list cannot be read', async () => {
    const { ports, did, sent } = world(LIVE, { is: 'refused', reason: 'vapi-401' });
    await lookAtPlace(PLACE, ports);
    expect(did).toEqual([`find ${LEG}`]);
    expect(sent).toHaveLength(1);
  });

  it('is left to its lease after some hours', async () => {
    const { ports, sent } = world(LIVE);
    await lookAtPlace({ ...PLACE, callId: 'call-1', looks: 19 }, ports);
    expect(sent).toEqual([]);
  });

  it('comes again while the table is away', async () => {
    const { ports } = world(seen({ is: 'missing' }));
    const places = { free: async () => Promise.reject(new Unavailable('table', 'down')) };
    await expect(lookAtPlace({ ...PLACE, callId: 'call-1' }, { ...ports, places })).rejects.toThrow(
      Unavailable,
    );
  });
});
