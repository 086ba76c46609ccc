import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Stage, startStage } from './scenarios.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage('conference');
});
afterAll(() => stage.stop());

it('Two agents who share a telephone: the leg of one talk is never taken for another caller, nor hung up', async () => {
  const { twilio, until, record } = stage.product;
  twilio.addWorker({ name: 'desk-1', contactUri: '+15550100170' });
  const first = await stage.escalated();
  const { progress } = await until(first.id, ({ progress }) => progress.state === 'connected');
  const leg = 'agentLeg' in progress ? (progress.agentLeg ?? '') : '';
  twilio.faults.next('create-call', { kind: 'status', status: 503 });
  twilio.addWorker({ name: 'desk-2', contactUri: '+15550100170' });
  const second = await stage.escalated();
  await until(second.id, ({ progress }) => ['connected', 'ended'].includes(progress.state));
  expect((await record(first.id))?.progress.state).toBe('connected');
  expect(twilio.calls.get(leg)?.status).toBe('in-progress');
  twilio.hangUp(leg);
  await stage.ended(first);
  for (const { sid, to, status } of twilio.calls.values()) {
    if (to === '+15550100170' && status === 'in-progress') twilio.hangUp(sid);
  }
  await stage.ended(second);
});
