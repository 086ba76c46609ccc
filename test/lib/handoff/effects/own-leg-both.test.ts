import { describe, expect, it } from 'vitest';
import * as legs from '../given-legs.ts';
import { trying } from '../trying.ts';

const LIVE = { is: 'leg-seen', leg: { is: 'live', status: 'in-progress' } } as const;
const OVER = { is: 'leg-seen', leg: { is: 'over', status: 'completed' } } as const;
const BUSY = { is: 'not-done', reason: 'twilio-429', retryAfterSeconds: 3 } as const;

describe('Looking at both legs', () => {
  const THERE = { is: 'conference-seen', there: true } as const;
  it('asks the conference too while they are being joined there', async () => {
    const { result, asked } = await trying(
      legs.own('conference', legs.TAKEN),
      legs.lookingAtLegs('bridge-unconfirmed'),
      {
        legs: { look: [LIVE, OVER], conferenceHas: [THERE] },
      },
    );
    expect(result).toEqual({ is: 'legs-seen', caller: LIVE.leg, agent: OVER.leg, together: true });
    expect(asked).toEqual([
      ['look at leg', 'CA1'],
      ['look at leg', 'CA2'],
      ['look at conference', 'ho_1-1', 'CA1'],
    ]);
  });

  it.each([
    ['conference', legs.TALKING],
    ['enqueue', legs.TAKEN],
  ] as const)('asks no conference for %s once there is none to ask', async (strategy, progress) => {
    const { result } = await trying(legs.own(strategy, progress), legs.lookingAtLegs('sweep'), {
      legs: { look: [LIVE, LIVE] },
    });
    expect(result).toEqual({ is: 'legs-seen', caller: LIVE.leg, agent: LIVE.leg });
  });

  it('of an agent in Flex looks at the caller alone', async () => {
    const { agentLeg: _none, ...flex } = legs.TAKEN;
    const { result } = await trying(legs.own('enqueue', flex), legs.lookingAtLegs('sweep'), {
      legs: { look: [LIVE] },
    });
    expect(result).toEqual({ is: 'legs-seen', caller: LIVE.leg });
  });

  it.each([
    ['the caller', { look: [BUSY, LIVE], conferenceHas: [THERE] }],
    ['the agent', { look: [LIVE, BUSY], conferenceHas: [THERE] }],
    ['the conference', { look: [LIVE, LIVE], conferenceHas: [BUSY] }],
  ])('is not done while %s cannot be seen', async (_who, answers) => {
    const { result } = await trying(legs.own('conference', legs.TAKEN), legs.lookingAtLegs('sweep'), {
      legs: answers,
    });
    expect(result).toEqual(BUSY);
  });

  it('is not possible without the caller’s leg', async () => {
    const record = legs.own('conference', legs.TAKEN);
    const { callSid: _none, ...request } = record.request;
    const { result, asked } = await trying({ ...record, request }, legs.lookingAtLegs('sweep'), {});
    expect(result).toMatchObject({ is: 'refused' });
    expect(asked).toEqual([]);
  });
});
