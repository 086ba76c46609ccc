import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Phone } from '../../../../../../infra/local/simulators/twilio/twilio.ts';
import type { Legs } from '../../../../../../lib/handoff/ports/legs.ts';
import { twilioLegs } from '../../../../../../lib/twilio/legs.ts';
import {
  agentIsAsked,
  agentTakesFromQueue,
  agentWaitsInConference,
  callerIsQueued,
  callerJoinsConference,
  callerWaits,
} from '../../../../../../lib/twilio/twiml.ts';
import { ACCOUNT, TOKEN, WORKFLOW } from '../bench.ts';
import { AGENT, CALLER, OURS, startVoiceBench, type VoiceBench } from './bench.ts';

let bench: VoiceBench;
let legs: Legs;
let phone: Phone;
beforeEach(async () => {
  phone = 'takes';
  bench = await startVoiceBench({ agentPhones: () => phone });
  legs = twilioLegs({
    apiUrl: bench.twilio.url,
    accountSid: ACCOUNT,
    authToken: async () => TOKEN,
    clock: Date.now,
    timeoutMs: 1000,
  });
});
afterEach(() => bench.stop());

const at = (path: string) => `${bench.product}${path}`;
const caller = () =>
  bench.twilio.legs.callerLeg({ from: CALLER, to: OURS, streamUrl: 'wss://vapi.example.com/1' });
const ring = async (): Promise<string> => {
  const rung = await legs.ring({
    to: AGENT,
    from: OURS,
    url: at('/agent'),
    statusUrl: at('/status'),
    timeoutSeconds: 500,
  });
  if (rung.is !== 'rung') throw new Error(rung.is);
  return rung.callSid;
};

describe("the product's client and TwiML at the simulated Twilio", () => {
  it('brings a caller and an agent together in a conference', async () => {
    const conference = { name: 'ho_1', statusUrl: at('/conference') };
    bench.documents.set(
      '/agent',
      agentIsAsked({ sentence: 'Jordan & a refund.', decisionUrl: at('/decision') }),
    );
    bench.documents.set('/decision', agentWaitsInConference(conference));
    bench.documents.set('/conference', { status: 204 });
    bench.documents.set('/next', '<Response/>');
    const callSid = caller();
    const agentSid = await ring();
    await expect.poll(bench.whats).toContain('conference-joined');
    const joins = callerJoinsConference({ ...conference, nextUrl: at('/next') });
    expect(await legs.redirect(callSid, { is: 'given', twiml: joins })).toEqual({ is: 'redirected' });
    const has = (sid: string) => legs.conferenceHas('ho_1', sid);
    await expect.poll(() => has(callSid)).toEqual({ is: 'conference-seen', there: true });
    expect(await has(agentSid)).toEqual({ is: 'conference-seen', there: true });
    expect(await legs.hangUp(agentSid)).toEqual({ is: 'hung-up' });
    await expect.poll(() => bench.at('/next').map(({ params }) => params.DialBridged)).toEqual(['true']);
    expect(bench.at('/decision')[0]?.params.Digits).toBe('1');
    expect(bench.warnings()).toEqual([]);
  });

  it('brings them together from the queue', async () => {
    bench.documents.set('/wait', callerWaits({ sentence: 'Please hold.', backUrl: at('/back') }));
    bench.documents.set('/agent', ({ CallSid }) =>
      CallSid === undefined
        ? ''
        : agentTakesFromQueue({ reservationSid: reservation, actionUrl: at('/next') }),
    );
    bench.documents.set('/next', '<Response/>');
    bench.twilio.addWorker({ name: 'amara.osei', contactUri: AGENT });
    const callSid = caller();
    await legs.redirect(callSid, {
      is: 'given',
      twiml: callerIsQueued({
        workflowSid: WORKFLOW,
        attributes: JSON.stringify({ vapi_call_id: 'call-1', summary: 'two <charges> & "more"' }),
        timeoutSeconds: 60,
        nextUrl: at('/next'),
        waitUrl: at('/wait'),
      }),
    });
    await expect.poll(() => bench.events()).toContain('reservation.created');
    const reservation = String(bench.event('reservation.created').ReservationSid);
    const [task] = bench.twilio.tasksOfCall('call-1');
    expect(JSON.parse(task?.attributes ?? '{}').summary).toBe('two <charges> & "more"');
    await ring();
    await expect.poll(() => task?.assignmentStatus).toBe('assigned');
    bench.twilio.legs.hangUp(callSid);
    await expect
      .poll(() =>
        bench
          .at('/next')
          .map(({ params }) => params.QueueResult ?? params.DialCallStatus)
          .sort(),
      )
      .toEqual(['bridged', 'completed']);
    expect(bench.warnings()).toEqual([]);
  });

  it('finds, sees and ends a leg that rings', async () => {
    phone = 'no-answer';
    const since = Date.now();
    const callSid = await ring();
    expect(await legs.find({ to: AGENT, from: OURS, since, whose: async () => 'ours' as const })).toEqual({
      is: 'rung',
      callSid,
    });
    expect(await legs.redirect(callSid, { is: 'given', twiml: '<Response/>' })).toEqual({
      is: 'not-in-progress',
    });
    expect(await legs.hangUp(callSid)).toEqual({ is: 'hung-up' });
    expect(await legs.look(callSid)).toEqual({ is: 'leg-seen', leg: { is: 'over', status: 'canceled' } });
    expect(await legs.look(`CA${'9'.repeat(32)}`)).toEqual({ is: 'leg-seen', leg: { is: 'missing' } });
  });
});
