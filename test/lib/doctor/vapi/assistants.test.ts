import { describe, expect, it } from 'vitest';
import { checkOf, expected } from '../examined.ts';
import { fixture, type Row } from '../twilio-account.ts';
import { assistant, ID, type Organisation, organisation, SERVER } from '../vapi-organisation.ts';

const CHECK = 'vapi.assistant:support';

const withOrganisation = (change: (has: Organisation) => Partial<Organisation>) => {
  const has = organisation();
  return checkOf(CHECK, { vapi: { ...has, ...change(has) } });
};
const changed = (change: Row) =>
  withOrganisation(({ assistants }) => ({
    assistants: { ...assistants, [ID.support]: { ...assistants[ID.support], ...change } },
  }));

describe('An assistant at Vapi', () => {
  it('fails when it is not there', async () => {
    expect(await withOrganisation(() => ({ assistants: {} }))).toMatchObject({
      status: 'fail',
      what: 'Vapi has no assistant of this id: whoever is given to it hears an error and is cut off.',
    });
  });

  it('fails when its messages go elsewhere or nowhere', async () => {
    expect(await changed({ server: { ...SERVER, url: 'https://hooks.example.com/vapi' } })).toMatchObject({
      status: 'fail',
      what: 'The assistant sends its messages elsewhere: nothing of its calls comes to us, and nobody fetches a colleague.',
    });
    expect((await changed({ server: null })).what).toContain('has no server URL');
  });

  it('fails when it signs nothing, or with another credential', async () => {
    expect(await changed({ server: { ...SERVER, credentialId: null } })).toMatchObject({
      status: 'fail',
      what: 'The assistant signs nothing: we answer 401 to all that it sends, so that no caller gets a colleague.',
    });
    expect(await changed({ server: { ...SERVER, credentialId: 'another' } })).toMatchObject({
      status: 'fail',
      what: 'The assistant signs with another credential than VAPI_CREDENTIAL_ID: we answer 401.',
    });
  });

  it('is changed by hand where set-up does not look after it', async () => {
    const { assistants } = organisation();
    const mute = { ...assistants, [ID.support]: { ...assistants[ID.support], server: null } };
    const of = (key: string) =>
      checkOf(CHECK, {
        vapi: { ...organisation(), assistants: mute },
        expectations: expected({}, { wanted: new Map([[key, {}]]) }),
      });
    expect((await of('sales')).fix).toContain('set-up does not look after this one');
    expect((await of('support')).fix).toContain('npm run setup');
  });

  it('is known by the team before anything is deployed', async () => {
    const expectations = expected({ VAPI_ASSISTANTS: {} }, { baseUrl: undefined });
    for (const key of ['front-desk', 'support']) {
      expect((await checkOf(`vapi.assistant:${key}`, { expectations })).status).toBe('skipped');
    }
  });

  it('warns without a backoff plan', async () => {
    expect(await changed({ server: { ...SERVER, backoffPlan: undefined } })).toMatchObject({
      status: 'warn',
      what: 'The assistant has no backoff plan: what we could not take in for a moment is not sent again.',
    });
  });

  it('fails without the messages that matter, and warns without the others', async () => {
    const messages = (gone: string) => {
      const all = assistant('', []).serverMessages;
      return changed({ serverMessages: Array.isArray(all) ? all.filter((one) => one !== gone) : [] });
    };
    expect(await messages('tool-calls')).toMatchObject({
      status: 'fail',
      what: 'It does not send tool-calls: what the caller asks for never comes to us.',
    });
    expect(await messages('transcript')).toMatchObject({
      status: 'warn',
      what: 'It does not send transcript: agents know less of the caller.',
    });
  });

  it('fails without a tool that asks for a human, and the front desk without its way to specialists', async () => {
    expect(await changed({ model: { tools: [] } })).toMatchObject({
      status: 'fail',
      what: 'It has no tool that asks for a human: callers who want one do not get one.',
    });
    const vapi = organisation();
    vapi.assistants[ID.frontDesk] = assistant('front-desk', ['escalate_to_human']);
    expect(await checkOf('vapi.assistant:front-desk', { vapi })).toMatchObject({
      status: 'fail',
      what: 'It has no tool `route_call`: callers are not led to a specialist.',
    });
  });

  it('knows tools that it only names, and fails when one of them is gone', async () => {
    const saved = {
      ...fixture('vapi-2/tool.function.create.response-201'),
      id: 'tool-1',
      function: { name: 'escalate_to_human' },
      server: null,
    };
    const naming = (toolIds: string[]) =>
      withOrganisation(({ assistants }) => ({
        tools: [saved],
        assistants: { ...assistants, [ID.support]: { ...assistants[ID.support], model: { toolIds } } },
      }));
    expect(await naming(['tool-1'])).toMatchObject({ status: 'ok' });
    expect(await naming(['tool-1', 'tool-2'])).toMatchObject({
      status: 'fail',
      what: 'It names tools that are not there: its calls end before they begin.',
    });
  });

  it('warns of a tool that somebody else answers', async () => {
    const tool = {
      type: 'function',
      function: { name: 'escalate_to_human' },
      server: { url: 'https://make.example.net/x' },
    };
    expect(await changed({ model: { tools: [tool] } })).toMatchObject({
      status: 'warn',
      what: 'escalate_to_human is answered elsewhere, not by us.',
    });
  });

  it('warns where somebody has changed what set-up writes, by its name alone', async () => {
    const wanted = new Map([
      [
        'support',
        {
          ...assistant('voice-handoff:prod:support', ['escalate_to_human']),
          firstMessage: 'Hello from support, private.',
          createdAt: undefined,
        },
      ],
    ]);
    expect(await checkOf(CHECK, { expectations: expected({}, { wanted }) })).toEqual({
      id: CHECK,
      status: 'warn',
      what: 'Differs from what set-up writes: firstMessage. Callers hear what somebody has changed by hand.',
      fix: 'Run `npm run setup -- --apply`. Or choose it in ASSISTANT_OPTIONS, so that it stays.',
    });
  });

  it('names once what was changed, and no deeper than its part of a subtree', async () => {
    const messages = (...texts: string[]) => texts.map((content) => ({ role: 'system', content }));
    const wanted = new Map([['support', { model: { messages: messages('a', 'b') } }]]);
    const has = organisation();
    const support = { ...has.assistants[ID.support], model: { messages: messages('x', 'y') } };
    const vapi = { ...has, assistants: { ...has.assistants, [ID.support]: support } };
    const check = await checkOf(CHECK, { vapi, expectations: expected({}, { wanted }) });
    expect(check.what).toContain('Differs from what set-up writes: model.messages. ');
  });

  it('fails when it lacks a tool that set-up gives it', async () => {
    const wanted = new Map([['support', assistant('support', ['escalate_to_human', 'request_callback'])]]);
    const check = await checkOf(CHECK, { expectations: expected({}, { wanted }) });
    expect(check.status).toBe('fail');
    expect(check.what).toContain('It lacks request_callback: what callers ask for there is not done.');
  });

  it('is missed when set-up would make it and nothing names it', async () => {
    const wanted = new Map([['returns', {}]]);
    expect(await checkOf('vapi.assistant:returns', { expectations: expected({}, { wanted }) })).toMatchObject(
      {
        status: 'warn',
        what: 'VAPI_ASSISTANTS does not name it: nobody can be given to it.',
      },
    );
  });
});
