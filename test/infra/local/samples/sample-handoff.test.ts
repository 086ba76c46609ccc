import { describe, expect, it } from 'vitest';
import { whatIsAnswered } from '../../../../infra/local/samples/sample-handoff.ts';
import { freshEvent, sampleNames } from '../../../../infra/local/samples/sign-event.ts';
import { readTaskAttributes } from '../../../../lib/twilio/attributes.ts';

const TASK = `WT${'a'.repeat(32)}`;
const reservation = { sid: `WR${'a'.repeat(32)}`, agent: { workerSid: `WK${'a'.repeat(32)}` } };

describe('The sample of an assignment', () => {
  it('takes the offer while its handoff waits for an agent, and is of its task', () => {
    const waits = { note: 'Takes the offer: its handoff waits for an agent.' };
    expect(whatIsAnswered({ is: 'there', progress: { state: 'requested' } })).toEqual(waits);
    expect(whatIsAnswered({ is: 'there', progress: { state: 'queued' } })).toEqual(waits);
    expect(whatIsAnswered({ is: 'there', progress: { state: 'queued', taskSid: TASK } })).toEqual({
      ...waits,
      taskSid: TASK,
    });
  });

  it('says why it is rejected: no handoff, one that has ended, one that has an agent', () => {
    expect(whatIsAnswered({ is: 'none' }).note).toMatch(
      /`reject`: its handoff is not there; invoke handoff-worker/,
    );
    expect(whatIsAnswered({ is: 'not-known' }).note).toContain('`npm start` does not run here');
    const bridging = { state: 'bridging', taskSid: TASK, reservation, since: 0 } as const;
    expect(whatIsAnswered({ is: 'there', progress: bridging }).note).toContain(
      'has an agent already (bridging)',
    );
    const ended = { state: 'ended', outcome: 'no_agent', reason: 'the window was over', at: 0 } as const;
    expect(whatIsAnswered({ is: 'there', progress: ended }).note).toContain(
      '(no_agent: the window was over)',
    );
  });
});

describe('Every sample that Twilio would send', () => {
  const paramsOf = async (name: string) => {
    const event = await freshEvent(name, Date.now(), TASK);
    const body = typeof event === 'object' && event !== null && 'body' in event ? String(event.body) : '';
    return new URLSearchParams(Buffer.from(body, 'base64').toString('utf8'));
  };
  it.each(
    sampleNames.filter((name) => /^twilio-(assignment|events)/.test(name)),
  )('is of a task that is known as ours by its attributes: %s', async (name) => {
    const params = await paramsOf(name);
    expect(readTaskAttributes(params.get('TaskAttributes') ?? '')).toEqual({
      handoffId: 'ho_sample',
      taskNo: 1,
      callId: '0190a1b2-0000-7000-8000-00000000e001',
    });
    expect(params.get('TaskSid')).toBe(TASK);
  });
});
