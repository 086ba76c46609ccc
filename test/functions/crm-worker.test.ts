import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Emulators, startEmulators } from '../../infra/local/aws/emulators.ts';
import { type CrmSimulator, startCrmSimulator } from '../../infra/local/simulators/crm/crm.ts';
import { handoffEndedOf } from '../../lib/crm/handoff-ended.ts';
import { summaryOf } from '../../lib/crm/summary.ts';
import { calledOf, factsOf } from '../../lib/handoff/machine/facts-of.ts';
import * as handoffs from '../lib/handoff/given.ts';
import * as given from '../lib/lambda/given.ts';

const SECRET = 'an invented secret';
const { CALL_ID } = handoffs;
const HANDOFF = handoffs.handoff(handoffs.ended({ outcome: 'no_agent' }));
const summary = summaryOf({ call: { id: CALL_ID }, missingFields: [], interruptions: 0 });
const event = handoffEndedOf(factsOf(HANDOFF), calledOf(HANDOFF));

let emulators: Emulators;
let crm: CrmSimulator;
beforeAll(async () => {
  emulators = await startEmulators();
});
afterAll(() => emulators.stop());
beforeEach(async () => {
  crm = await startCrmSimulator({ secrets: [SECRET] });
});
afterEach(async () => {
  await crm.stop();
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** The function as Lambda has it, over the emulated table and queue. */
const worker = async (hook: Record<string, string>) => {
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', emulators.dynamoUrl);
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', emulators.sqsUrl);
  vi.resetModules();
  const { create } = await import('../../functions/crm-worker.ts');
  const run = create({
    STAGE: 'local',
    LOG_LEVEL: 'silent',
    TABLE_NAME: emulators.tableName,
    CRM_QUEUE_URL: emulators.queueUrls.crm,
    ...hook,
  });
  return async (...messages: object[]) => {
    const Records = messages.map((message, at) => given.record(`m${at}`, JSON.stringify(message)));
    const { batchItemFailures } = await run({ Records }, given.context);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
};

describe('The CRM worker', () => {
  it('posts the summary of a call and the event of its handoff, once each', async () => {
    const work = await worker({ CRM_HOOK_URL: crm.url, CRM_HOOK_SECRET: SECRET });
    expect(await work(summary, event)).toEqual([]);
    expect(await work(event)).toEqual([]);
    expect(await work(summary)).toEqual([]);
    expect(new Set(crm.requests.map(({ id }) => id))).toEqual(new Set([summary.summary.id, event.event.id]));
    expect(crm.requests).toHaveLength(2);
    expect(crm.summaries.get(CALL_ID)).toEqual(summary.summary);
    expect(crm.handoffs.get('ho_1')).toEqual(event.event);
  });

  it('gives back to the queue what the hook has not taken, and what is neither', async () => {
    crm.faults.next('event', { kind: 'status', status: 503 });
    const corrected = handoffEndedOf({ ...factsOf(HANDOFF), edition: 2 }, calledOf(HANDOFF));
    const work = await worker({ CRM_HOOK_URL: crm.url, CRM_HOOK_SECRET: SECRET });
    expect(await work(corrected)).toEqual(['m0']);
    expect(await work({ callId: CALL_ID, letter: { id: 'le_1' } }, corrected)).toEqual(['m0']);
    expect(crm.handoffs.get('ho_1')).toEqual(corrected.event);
  });

  it('lets both go where there is no hook any more', async () => {
    const work = await worker({});
    expect(await work(summary, event)).toEqual([]);
    expect(crm.requests).toEqual([]);
  });
});
