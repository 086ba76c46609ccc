import { describe, expect, it } from 'vitest';
import type { PlatformRequest } from '../../../../lib/http/platform-api.ts';
import { checkOf, examined } from '../examined.ts';
import { inOrder, SID, twilioWith } from '../twilio-account.ts';

/** An account in which the probe's task gets these reservations and this state. */
function probed({ offers = [] as string[], state = 'pending', create = 201, cancel = 200 } = {}) {
  const account = twilioWith(inOrder());
  const written: PlatformRequest[] = [];
  const twilio: typeof account.api = async (request) => {
    const { method, url } = request;
    const answer = (status: number, body: unknown) =>
      status < 300 ? ({ is: 'ok', status, body } as const) : ({ is: 'refused', status, body } as const);
    if (method === 'POST') {
      written.push(request);
      return url.endsWith('/Tasks') ? answer(create, { sid: 'WT1' }) : answer(cancel, {});
    }
    if (url.includes('/Tasks/WT1/Reservations')) {
      const reservations = offers.map((reservation_status) => ({ reservation_status }));
      return answer(200, { reservations, meta: { next_page_url: null } });
    }
    if (url.endsWith('/Tasks/WT1')) return answer(200, { assignment_status: state });
    return account.api(request);
  };
  return { written, check: () => checkOf('twilio.probe', { withProbe: true, ports: { twilio } }) };
}

describe('The probe', () => {
  it('is only made when it is asked for', async () => {
    expect((await examined()).map(({ id }) => id)).not.toContain('twilio.probe');
  });

  it('is fine once our webhook has rejected the task of nobody’s, which is canceled then', async () => {
    const { check, written } = probed({ offers: ['rejected', 'pending'] });
    expect(await check()).toEqual({
      id: 'twilio.probe',
      status: 'ok',
      what: 'A task was offered to an agent, and the offer came to us and was answered.',
    });
    expect(written.map(({ url }) => url.split(SID.workspace)[1])).toEqual(['/Tasks', '/Tasks/WT1']);
    expect(written.map(({ form }) => form)).toEqual([
      {
        WorkflowSid: SID.workflow,
        TaskChannel: 'voice',
        Timeout: '30',
        Attributes: '{"type":"doctor_probe"}',
      },
      { AssignmentStatus: 'canceled', Reason: 'doctor probe' },
    ]);
  });

  it('fails when an offer is not answered', async () => {
    expect(await probed({ offers: ['pending'] }).check()).toMatchObject({
      status: 'fail',
      what: 'An agent was offered the task, and our webhook did not answer within 5 s: callers lose the agents whom they are offered.',
    });
  });

  it('warns when nobody was free', async () => {
    expect(await probed().check()).toMatchObject({
      status: 'warn',
      what: 'No agent was free, so that nothing was offered and our webhook was not asked.',
    });
  });

  it('fails when the workflow gives the task up, and when none can be made', async () => {
    const { check, written } = probed({ state: 'canceled' });
    expect(await check()).toMatchObject({
      status: 'fail',
      what: 'The workflow gave the task up at once: callers whom no filter fits get nobody.',
    });
    expect(written).toHaveLength(1);
    expect(await probed({ create: 400 }).check()).toMatchObject({
      status: 'fail',
      what: 'No task can be made (twilio-400): no caller reaches an agent.',
    });
  });

  it('says when the task is left', async () => {
    expect(await probed({ offers: ['rejected'], cancel: 500 }).check()).toMatchObject({
      status: 'warn',
      what: 'The task WT1 could not be canceled; it ends by itself in 30 s.',
    });
  });
});
