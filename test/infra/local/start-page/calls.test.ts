import { afterEach, describe, expect, it } from 'vitest';
import { SPEECHES } from '../../../../lib/speech/index.ts';
import { type Started, startWithPage } from './started.ts';

let started: Started;
const { en, es } = SPEECHES;
const start = async (settings: Record<string, string> = {}) => {
  started = await startWithPage(settings);
  return started;
};
afterEach(() => started?.stop());

/** Each of these after the one before. */
const inOrder = (text: string, ...parts: string[]) => {
  const places = parts.map((part) => text.indexOf(part));
  expect(places, text).not.toContain(-1);
  expect(places, text).toEqual(places.toSorted((one, other) => one - other));
};

const TAKEN = ['They have talked', 'completed'];
const BUSY = ['Nobody was free', 'no_agent'];

describe('A call that is placed on the start page, on a number of our own', () => {
  it('is taken by an agent: rung, told who is calling, joined, and over', async () => {
    const { place, played } = await start();
    const told = await played(await place('taken'));
    inOrder(
      told,
      ...TAKEN,
      'The assistant calls its tool for a human',
      'A task is created for billing',
      'Offered to Amara Osei',
      'Amara Osei’s phone rings',
      'Amara Osei answers, and hears who is calling and why',
      'Amara Osei has pressed 1',
      'they talk',
      'Amara Osei hangs up',
      'the agent is free again',
      en.toCaller.connecting,
      'to the agent alone',
      'Was charged twice on invoice 4471',
    );
  });

  it('goes to the next agent when the first one declines, who comes back to work', async () => {
    const { place, played, says } = await start();
    const told = await played(await place('declined'));
    inOrder(told, ...TAKEN, 'Chen Li answers', 'Chen Li has pressed 2', 'Offered to Dana Novak', 'they talk');
    expect(await says('agents', 'agent-chen')).toContain('Available');
    const again = await played(await place('declined'));
    inOrder(again, ...TAKEN, 'Chen Li has pressed 2', 'they talk');
  });

  it('finds nobody within the window, as the caller hears', async () => {
    const { place, played, says } = await start({ HANDOFF_WINDOW_SECONDS: '7' });
    expect(await says('kinds', 'kind-nobody')).toContain('waits for 7 s');
    const told = await played(await place('nobody'));
    inOrder(told, ...BUSY, 'The task is taken back', en.toCaller.busy);
    expect(told).not.toContain('Offered');
  });

  it('ends when the caller leaves while the phone rings', async () => {
    const { place, played } = await start();
    const told = await played(await place('leaves'));
    inOrder(told, 'caller_left', 'Amara Osei’s phone rings', 'The caller hangs up', 'phone stops ringing');
  });

  it.each([
    ['asks', 'I want to speak to a real person'],
    ['frustrated', 'That is not what I said'],
  ])('is fetched a human by a rule, without any tool call: %s', async (kind, last) => {
    const { place, played, pieces } = await start();
    const told = await played(await place(kind));
    const [, reason = ''] = /A rule asks for a human: (.*?) \d+:\d\d /.exec(told) ?? [];
    expect(reason).toMatch(/interrupted the assistant 3 times|asked for a person/);
    inOrder(told, ...TAKEN, 'A rule asks', 'A task is created', 'Amara Osei answers');
    inOrder(told.slice(told.indexOf('What is said')), last, en.toCaller.connecting);
    expect(told).not.toContain('calls its tool');
    const [handoff = ''] = (await pieces('handoffs')).values();
    expect(handoff).toMatch(/interrupted the assistant 3 times|asked for a person/);
  });

  it('rings the front desk, is asked one question, sent to billing, breaks off, is picked up, and gets an agent', async () => {
    const { place, played } = await start();
    const told = await played(await place('desk'));
    inOrder(
      told,
      ...TAKEN,
      'Our own number rings',
      'An assistant has the caller',
      'where the caller belongs: ASK Is it about a bill',
      'where the caller belongs: GO billing',
      'The caller is moved to billing',
      'The assistant breaks off',
      'The assistant has the caller again',
      'The assistant calls its tool for a human',
      'Amara Osei has pressed 1',
      'they talk',
      'the agent is free again',
    );
    inOrder(
      told.slice(told.indexOf('What is said')),
      'something wrong with my account',
      'Is it about a bill',
      'I was charged twice for invoice 4471',
      'we were cut off',
      en.toCaller.connecting,
    );
    expect(told.match(/where the caller belongs: ASK/g)).toHaveLength(1);
  });

  it('is in Spanish where the caller is, and the agent’s page names the language', async () => {
    const { place, played, pieces, url } = await start();
    const id = await place('spanish');
    inOrder(await played(id), ...TAKEN, 'me cobraron dos veces', es.toCaller.connecting);
    const [, link = ''] = /href="([^"]+)"/.exec((await pieces('calls')).get(id) ?? '') ?? [];
    const page = await fetch(url + link);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Spanish');
  });

  it('cannot be joined from a web page: the caller hears so, and a callback is noted and worked off', async () => {
    const { place, played, says, pieces } = await start();
    const id = await place('web');
    const told = await played(id);
    inOrder(
      told,
      'Over, without a handoff',
      'A web call cannot be joined',
      'The assistant notes a callback',
      'A task for a callback is created',
      'The task is done',
    );
    expect(told).toContain('I cannot connect you with a colleague from here');
    expect(told).toContain('call back on the number ending in 0 1 2 6');
    expect([...(await pieces('handoffs'))]).toEqual([]);
    expect(await says('agents', 'agent-amara')).toContain('Available');
  });

  it('follows what the agents are switched to meanwhile: one who comes to work takes it', async () => {
    const { place, played, post, says } = await start();
    const id = await place('nobody');
    const looking = { timeout: 20_000, interval: 500 };
    await expect.poll(() => says('calls', id), looking).toContain('Waiting for an agent');
    expect((await post('/local/agents', { agent: 'ben', shift: 'Available' })).status).toBe(303);
    inOrder(await played(id), ...TAKEN, 'Offered to Ben Castro', 'they talk');
  });

  it('finds nobody when the agents are off or do not answer, and everybody is free afterwards', async () => {
    const { place, played, post, says } = await start();
    await post('/local/agents', { agent: 'amara', shift: 'Offline' });
    expect(await says('kinds', 'kind-taken')).toContain('billing: nobody is available');
    inOrder(await played(await place('taken')), ...BUSY);
    expect(await says('agents', 'agent-amara')).toContain('Offline');
    await post('/local/agents', { agent: 'amara', shift: 'Available' });
    await post('/local/agents', { agent: 'amara', way: 'no-answer' });
    inOrder(await played(await place('taken')), ...BUSY, 'Amara Osei has not answered');
  });

  it('is one of several at a time, and a thirteenth waits its turn', async () => {
    const { post, pieces } = await start();
    const answers = await Promise.all(
      Array.from({ length: 13 }, () => post('/local/calls', { kind: 'taken', line: 'own' })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(12).fill(303), 429]);
    expect((await pieces('calls')).size).toBe(10);
  });
});

describe('A call at our own number while all lines are busy', () => {
  it('waits in the queue without any assistant, and is taken by the next agent who is free', async () => {
    const { place, played, says, pieces } = await start();
    expect(await says('kinds', 'kind-busy')).toContain('everybody: Amara Osei takes calls, Chen Li declines');
    const id = await place('busy');
    await expect.poll(() => says('agents', 'agent-amara'), { timeout: 20_000 }).toContain('Busy with call 1');
    const told = await played(id);
    inOrder(
      told,
      ...TAKEN,
      'Our own number rings; Vapi takes no more calls',
      'The caller waits in the queue',
      'Offered to Amara Osei',
      'Amara Osei’s phone rings',
      'Amara Osei answers',
      'Amara Osei has accepted',
      'they talk',
      'Amara Osei hangs up',
      'the agent is free again',
      en.desk.inQueue,
    );
    expect(told).not.toMatch(/An assistant has|Assistant, to the caller/);
    expect([...(await pieces('handoffs'))]).toHaveLength(1);
    expect((await pieces('calls')).get(id)).toContain('Agent’s page');
  });

  it('hears the truth when nobody comes, and is called back once', async () => {
    const { place, played, post } = await start({ HANDOFF_WINDOW_SECONDS: '7' });
    for (const agent of ['amara', 'chen', 'dana']) await post('/local/agents', { agent, shift: 'Offline' });
    const told = await played(await place('busy'));
    inOrder(told, ...BUSY, 'The caller waits in the queue', 'The caller leaves the queue');
    expect(told).toContain(en.desk.manyCalls.callback);
    expect(told.match(/A task for a callback is created/g)).toHaveLength(1);
  });

  it.each([
    ['say', en.desk.manyCalls.callback],
    ['reject', 'Our own number rings'],
  ])('is over at once where the team wants that: BUSY=%s', async (choice, heard) => {
    const { place, played } = await start({ BUSY: choice });
    const told = await played(await place('busy'));
    inOrder(told, 'Over, without a handoff', heard);
    expect(told).not.toContain('queue');
  });

  it('leaves the lines to those who ring afterwards, however many rang at once', async () => {
    const { place, played } = await start();
    const busy = [await place('busy'), await place('busy'), await place('busy')];
    for (const id of busy) inOrder(await played(id), 'The caller waits in the queue', 'they talk');
    inOrder(await played(await place('desk')), ...TAKEN, 'An assistant has the caller');
  });

  it('is the same for whoever rings when the team’s own places are taken', async () => {
    const { place, played } = await start({ MAX_CALLS: '1' });
    const [first, second] = [await place('desk'), await place('desk')];
    inOrder(await played(first), 'An assistant has the caller', 'they talk');
    inOrder(await played(second), 'Our own number rings', 'The caller waits in the queue', 'they talk');
  });
});

describe('A call for a department that the team has not', () => {
  it('goes to everybody, as its card says', async () => {
    const { place, played, says } = await start({ DEPARTMENTS: 'returns' });
    expect(await says('kinds', 'kind-nobody')).toContain(
      'everybody: Amara Osei takes calls, Chen Li declines',
    );
    inOrder(await played(await place('nobody')), ...TAKEN, 'Offered to Amara Osei', 'they talk');
  });
});

describe('A call on a number of Vapi’s', () => {
  it.each([
    [
      'taken',
      [...TAKEN, 'Vapi is told to transfer the caller to Amara Osei', 'Amara Osei answers: they talk'],
    ],
    ['declined', [...TAKEN, 'Chen Li does not come to the phone (busy)', 'Dana Novak answers: they talk']],
    ['nobody', [...BUSY, en.toCaller.busy]],
    ['leaves', ['caller_left', 'The caller hangs up']],
    ['asks', [...TAKEN, 'Amara Osei answers: they talk']],
  ])('has its outcome too: %s', async (kind, parts) => {
    const { place, played } = await start();
    inOrder(await played(await place(kind, 'vapi')), ...parts);
  });
});

describe('A call whose caller waits in the queue', () => {
  it('is taken out of it by an agent', async () => {
    const { place, played } = await start({ BRIDGE: 'enqueue' });
    inOrder(await played(await place('taken')), ...TAKEN, 'The caller waits in the queue', 'they talk');
  });

  it('is given back to an assistant when nobody comes, and ends', async () => {
    const { place, played } = await start({ BRIDGE: 'enqueue', HANDOFF_WINDOW_SECONDS: '10' });
    const told = await played(await place('nobody'));
    inOrder(
      told,
      ...BUSY,
      'The caller waits in the queue',
      'The caller leaves the queue',
      'The assistant has the caller again',
      en.toCaller.busy,
    );
    expect(told).toContain('Then I will call again tomorrow');
  });
});
