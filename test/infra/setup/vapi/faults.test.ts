import { beforeAll, describe, expect, it } from 'vitest';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { parsedJson } from '../../../../lib/base/json.ts';
import type { PlatformApi } from '../../../../lib/http/platform-api.ts';
import { type FakeVapi, type Fault, lost, openVapi, stageAt, TEAM } from './world.ts';

const page = { is: 'refused', status: 429, body: undefined } as const;
const FAULTS: Record<string, Fault> = {
  'is lost after it was done': { is: 'after', answer: lost() },
  'is lost and nothing was done': { is: 'instead', answer: lost() },
  'is answered with a page after it was done': {
    is: 'after',
    answer: { is: 'ok', status: 200, body: undefined },
  },
  'is refused': {
    is: 'instead',
    answer: { is: 'refused', status: 400, body: { message: ['no'], statusCode: 400 } },
  },
  'comes too often': { is: 'instead', answer: page },
};

/** Without what every account has of its own. */
function stateOf(vapi: FakeVapi): string {
  const kinds = ['credential', 'assistant', 'squad', 'phone-number'] as const;
  const all = kinds.map((kind) => vapi.bodies(kind));
  const ids = new Map(all.flat().map(({ id, body }) => [id, String(body.name)]));
  const text = JSON.stringify(all.map((list) => list.map(({ body }) => body).sort(byName)));
  return [...ids]
    .reduce((before, [id, name]) => before.replaceAll(id, name), text)
    .replace(/sha256:[0-9a-f]+/g, 'sha256');
}
const byName = (one: { name?: unknown }, other: { name?: unknown }) =>
  String(one.name) < String(other.name) ? -1 : 1;

const isGood = (error: unknown) =>
  error instanceof SetupFailed && error.remedy !== '' && !/undefined|\[object/.test(error.message);

/** A stage that is set up, and what its team changes then. */
const changing = async () => {
  const vapi = openVapi();
  const stage = stageAt(vapi);
  await stage.apply();
  stage.file.VAPI_SERVER_SECRET = 'm5-Jc9wEb2kYf6Tg8';
  stage.file.HUMAN_AGENT_NUMBER = '+14155550166';
  const team = { ...TEAM, company: 'Example Water', departments: { ...TEAM.departments, returns: {} } };
  return { vapi, stage, team, before: vapi.writes().length };
};

/** What both come to where nothing goes wrong, and by how many writes. */
const fromNothing = { state: '', writes: 0 };
const changed = { state: '', before: 0, writes: 0 };
beforeAll(async () => {
  const vapi = openVapi();
  await stageAt(vapi).apply();
  Object.assign(fromNothing, { state: stateOf(vapi), writes: vapi.writes().length });
  const good = await changing();
  await good.stage.apply({ team: good.team });
  const { before } = good;
  Object.assign(changed, { state: stateOf(good.vapi), before, writes: good.vapi.writes().length });
});

describe.each(Object.keys(FAULTS))('a write that %s', (name) => {
  it('of a set-up from nothing is made good by the next run, whichever write it was, with no twin', async () => {
    expect(fromNothing.writes).toBeGreaterThan(0);
    for (let at = 1; at <= fromNothing.writes; at += 1) {
      const vapi = openVapi();
      const stage = stageAt(vapi);
      vapi.failing((asked, nth) => (asked.method !== 'GET' && nth === at ? FAULTS[name] : undefined));
      const failed = await stage.apply().then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failed !== undefined) expect(failed).toSatisfy(isGood);
      vapi.healthy();
      await stage.apply();
      expect(stateOf(vapi), `write ${at}`).toBe(fromNothing.state);
      expect((await stage.plan()).every(({ action }) => action === 'same')).toBe(true);
    }
  });

  it('of a change is made good by the next run, whichever write it was', async () => {
    expect(changed.writes).toBeGreaterThan(changed.before);
    for (let at = changed.before + 1; at <= changed.writes; at += 1) {
      const { vapi, stage, team } = await changing();
      vapi.failing((asked, nth) => (asked.method !== 'GET' && nth === at ? FAULTS[name] : undefined));
      const failed = await stage.apply({ team }).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (failed !== undefined) expect(failed).toSatisfy(isGood);
      vapi.healthy();
      await stage.apply({ team });
      expect(stateOf(vapi), `write ${at}`).toBe(changed.state);
      expect((await stage.plan({ team })).every(({ action }) => action === 'same')).toBe(true);
    }
  });
});

describe('an answer that is lost after a create', () => {
  it('does not stop set-up: what was made is found', async () => {
    const vapi = openVapi();
    vapi.failing(({ method }) => (method === 'POST' ? { is: 'after', answer: lost() } : undefined));
    await stageAt(vapi).apply();
    expect(vapi.bodies('assistant')).toHaveLength(5);
  });

  it('stops it where what was made is not to be seen: nothing is made a second time', async () => {
    const vapi = openVapi();
    vapi.failing(({ method, path }) =>
      method === 'POST' && path === '/assistant' ? { is: 'instead', answer: lost() } : undefined,
    );
    const failed = stageAt(vapi).apply();
    await expect(failed).rejects.toMatchObject({
      message: 'vapi.assistant front-desk: the answer was lost (vapi-timeout), and it is not there',
      remedy: expect.stringContaining('Run it again'),
    });
    expect(vapi.writes().filter(({ path }) => path === '/assistant')).toHaveLength(1);
  });
});

describe('a list that cannot be read', () => {
  it.each([
    [
      'the key is refused',
      { is: 'refused', status: 401, body: { message: 'Invalid Key' } },
      /refuses the key/,
    ],
    ['too many requests', { is: 'refused', status: 429, body: undefined }, /too many requests/],
    ['no answer', lost(), /no answer that counts/],
    ['a page', { is: 'ok', status: 200, body: undefined }, /cannot be read/],
    ['entries without an id', { is: 'ok', status: 200, body: [{ name: 'x' }] }, /cannot be read/],
  ] as const)('stops set-up before any write: %s', async (_why, answer, message) => {
    for (const kind of ['credential', 'assistant', 'squad', 'phone-number']) {
      const vapi = openVapi();
      vapi.failing(({ path }) => (path.startsWith(`/${kind}?`) ? { is: 'instead', answer } : undefined));
      const failed = await stageAt(vapi)
        .apply()
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(failed).toSatisfy(isGood);
      expect(String(failed)).toMatch(message);
      expect(vapi.writes()).toEqual([]);
    }
  });
});

describe('what Vapi says', () => {
  it('is told, but no secret and no whole number in it', async () => {
    const vapi = openVapi();
    const message = 'twilioAuthToken q7-Zk4mNp2vRx8Lw3 of +14155550199 is wrong';
    vapi.failing(({ method, path }) =>
      method === 'POST' && path === '/phone-number'
        ? { is: 'instead', answer: { is: 'refused', status: 400, body: { message } } }
        : undefined,
    );
    await expect(stageAt(vapi).apply()).rejects.toThrow(
      'vapi.number +1415…0199: Vapi says no (400): twilioAuthToken … of +1415…0199 is wrong',
    );
  });
});

describe('what Vapi takes and does not keep', () => {
  it('stops set-up where callers would go to somebody else', async () => {
    const vapi = openVapi();
    const stage = stageAt(vapi);
    await stage.apply();
    const number = stage.file.VAPI_PHONE_NUMBER_ID ?? '';
    vapi.console.change('phone-number', number, { assistantId: vapi.bodies('assistant')[0]?.id });
    vapi.account.answers({ numberNulls: 'dropped' });
    await expect(stage.apply()).rejects.toMatchObject({
      message: expect.stringMatching(/^vapi.number .*did not keep/),
      remedy: expect.stringContaining('no assistant'),
    });
    vapi.account.answers({ numberNulls: 'clear' });
    await stage.apply();
    expect(vapi.bodies('phone-number')[0]?.body).not.toHaveProperty('assistantId');
  });

  it('is told of an assistant, and everything else is done', async () => {
    const vapi = openVapi();
    const withoutHooks: PlatformApi = async (request) => {
      const answer = await vapi.api(request);
      const isShown = answer.is === 'ok' && request.url.includes('/assistant');
      return isShown
        ? {
            ...answer,
            body: parsedJson(
              JSON.stringify(answer.body, (key, value) => (key === 'hooks' ? undefined : value)),
            ),
          }
        : answer;
    };
    const rows = await stageAt({ ...vapi, api: withoutHooks }).apply();
    expect(rows.filter(({ why }) => why?.includes('did not keep'))).toHaveLength(5);
    expect(vapi.bodies('phone-number')).toHaveLength(1);
  });
});
