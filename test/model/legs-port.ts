import type { Legs } from '../../lib/handoff/ports/legs.ts';
import { readVoiceRef } from '../../lib/handoff/ports/voice-links.ts';
import { twimlOf } from '../../lib/twilio/next-steps.ts';
import type { FakeLegs } from './fake-legs.ts';
import type { World } from './world.ts';

type At = <T>(act: () => T) => Promise<T>;
const NOT_FROM = { is: 'refused', reason: 'twilio-400-21210' } as const;
const NOT_OURS = { is: 'refused', reason: 'twilio-404-20404' } as const;

/** The legs of every line of the world, as our account at Twilio shows them. */
export const legsPort = (world: World, at: At): Legs => {
  const lost = { is: 'unsure', reason: 'answer lost' } as const;
  const answer = <T>(good: T) => (world.chance(world.plan.lostAnswerChance) ? lost : good);
  const ofLeg = (callSid: string): FakeLegs => {
    const line = world.lines.find(({ legs }) => legs.has(callSid));
    return line?.legs ?? world.legs;
  };
  const isForeign = (callSid: string): boolean => {
    const { refuses, callerSid } = ofLeg(callSid);
    return refuses === 'the caller' && callSid === callerSid;
  };
  return {
    look: (callSid) =>
      at(() => (isForeign(callSid) ? NOT_OURS : { is: 'leg-seen', leg: ofLeg(callSid).look(callSid) })),
    ring: ({ to, url }) =>
      at(() => {
        const ref = readVoiceRef(new URL(url).search);
        if (ref?.reservationSid === undefined) throw new Error('an agent is rung for an offer');
        const { reservationSid } = ref;
        const { legs } = world.lineOf(ref.callId);
        if (legs.refuses === 'to ring') return NOT_FROM;
        return answer({ is: 'rung', callSid: legs.ring(to, { ...ref, reservationSid }) } as const);
      }),
    find: async ({ to, whose }) => {
      const live = await at(() =>
        world.lines.flatMap(({ legs }) => legs.live().filter((one) => one.to === to)),
      );
      const owners = await Promise.all(live.map(({ sid }) => whose(sid)));
      const ours = live.findLast((_, n) => owners[n] === 'ours');
      if (ours !== undefined) return { is: 'rung', callSid: ours.sid };
      return owners.includes('unknown') ? { is: 'leg-unknown' } : { is: 'leg-absent' };
    },
    redirect: (callSid, next) =>
      at(() => {
        if (isForeign(callSid)) return NOT_OURS;
        return ofLeg(callSid).redirect(callSid, twimlOf(next))
          ? answer({ is: 'redirected' } as const)
          : { is: 'not-in-progress' };
      }),
    hangUp: (callSid) =>
      at(() => {
        ofLeg(callSid).hangUp(callSid);
        return { is: 'hung-up' };
      }),
    conferenceHas: (name, callSid) =>
      at(() => ({ is: 'conference-seen', there: ofLeg(callSid).inConference(name, callSid) })),
  };
};
