import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { EVENTS } from '../../../../infra/setup/twilio/events.ts';
import { twilioRest } from '../../../../infra/setup/twilio/rest.ts';
import type { PlatformAnswer } from '../../../../lib/http/platform-api.ts';
import { parseTaskEvent } from '../../../../lib/twilio/callbacks.ts';
import { Account } from './account.ts';
import { run, stageNamed, TEAM } from './setting-up.ts';

const URL_OF_LIST = 'https://taskrouter.twilio.com/v1/Workspaces/WS1/Workers';
const ROW = z.object({ sid: z.string() });
const ok = (body: unknown): PlatformAnswer => ({ is: 'ok', status: 200, body });

/** Answers one after the other, and notes what was asked. */
function answering(...answers: PlatformAnswer[]) {
  const asked: string[] = [];
  const rest = twilioRest(async ({ url, method }) => {
    asked.push(`${method} ${url}`);
    return answers.shift() ?? { is: 'lost', reason: 'twilio-timeout', wasSent: true };
  });
  return { rest, asked };
}

describe('Reading Twilio', () => {
  it('follows pages at the host that was asked, wherever they say they are', async () => {
    const { rest, asked } = answering(
      ok({
        workers: [{ sid: 'WK1' }],
        meta: { next_page_url: 'https://evil.example.net/x?Page=1&PageToken=T' },
      }),
      ok({ workers: [{ sid: 'WK2' }], meta: { next_page_url: null } }),
    );
    expect(await rest.list(URL_OF_LIST, 'workers', ROW)).toEqual([{ sid: 'WK1' }, { sid: 'WK2' }]);
    expect(asked).toEqual([`GET ${URL_OF_LIST}?PageSize=100`, `GET ${URL_OF_LIST}?Page=1&PageToken=T`]);
  });

  it('asks once more after a lost answer, and then says what it could not read', async () => {
    const { rest } = answering({ is: 'lost', reason: 'twilio-500', wasSent: true }, ok({ sid: 'WK1' }));
    expect(await rest.find(`${URL_OF_LIST}/WK1`, ROW)).toEqual({ sid: 'WK1' });
    await expect(rest.find(`${URL_OF_LIST}/WK1`, ROW)).rejects.toThrow('twilio-timeout');
  });

  it('knows what is not there from what cannot be read', async () => {
    const { rest } = answering({ is: 'refused', status: 404, body: { code: 20404 } }, ok('<html>'));
    expect(await rest.find(`${URL_OF_LIST}/WK1`, ROW)).toBeUndefined();
    await expect(rest.find(`${URL_OF_LIST}/WK1`, ROW)).rejects.toThrow(SetupFailed);
  });
});

describe('Making a thing at Twilio', () => {
  const making = (found: { sid: string } | undefined) => ({
    what: 'twilio.worker amara.osei',
    url: URL_OF_LIST,
    form: {},
    again: async () => found,
  });

  it.each<[string, PlatformAnswer]>([
    ['is lost', { is: 'lost', reason: 'twilio-timeout', wasSent: true }],
    ['cannot be read', ok('<html>')],
  ])('is looked up and never repeated where the answer %s', async (_, answer) => {
    const { rest, asked } = answering(answer, answer);
    expect(await rest.create(making({ sid: 'WK1' }), ROW)).toEqual({ sid: 'WK1' });
    await expect(rest.create(making(undefined), ROW)).rejects.toThrow(
      'twilio.worker amara.osei was not made',
    );
    expect(asked).toHaveLength(2);
  });

  it('says why Twilio refuses, without numbers and addresses', async () => {
    const message =
      'The attributes {"contact_uri":"+14155550177"} of https://handoff.example.com/x are no good';
    const { rest } = answering({ is: 'refused', status: 400, body: { code: 20001, message } });
    const failure = await rest.create(making(undefined), ROW).catch(String);
    expect(failure).toContain('twilio-400, 20001, The attributes {"contact_uri":"+1415…0177"} of a URL');
  });
});

it.each(EVENTS)('The webhook reads the event %s that the workspace sends', (EventType) => {
  expect(parseTaskEvent({ EventType }).is).not.toBe('other');
});

it('In a crowd nobody is asked who is none of the team', async () => {
  const account = new Account();
  account.pageSize = 100;
  const stage = stageNamed('dev');
  const team = { ...TEAM, numbers: [] };
  await run(account, stage, { team });
  for (let number = 0; number < 251; number += 1) {
    account.add(`/Workspaces/${stage.settings.TWILIO_WORKSPACE_SID}/Workers`, {
      friendly_name: `agent ${number}`,
      attributes: '{}',
    });
  }
  const before = account.requests.length;
  const rows = await run(account, stage, { team });
  expect(account.requests.length - before).toBeLessThan(20);
  expect(rows).toContainEqual(
    expect.objectContaining({ name: 'others', why: expect.stringContaining('251') }),
  );
});

it('A department that cannot have a queue is refused', async () => {
  const rows = await run(new Account(), stageNamed('dev'), {
    mode: 'plan',
    team: { ...TEAM, departments: { All: {}, 'the "best" men\'s': {} } },
  });
  expect(rows.filter(({ action, what }) => action === 'refuse' && what === 'twilio.queue')).toHaveLength(2);
});
