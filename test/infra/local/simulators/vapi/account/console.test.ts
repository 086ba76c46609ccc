import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask } from '../calls.ts';
import { type Bench, startBench } from '../receiver.ts';
import { assistant, GONE, made, NOBODY, NUMBER, phoneNumber } from './bodies.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.stop());

const shown = (id: string) => ask(bench.vapi, 'GET', `/assistant/${id}`);

describe('somebody at the dashboard of the simulated Vapi', () => {
  it('makes, renames and deletes, past the requests', async () => {
    const id = bench.vapi.console.add('assistant', { name: 'Hand made by marketing' });
    bench.vapi.console.rename('assistant', id, 'Marketing');
    expect(bench.vapi.requests).toEqual([]);
    expect(await shown(id)).toMatchObject({ body: { name: 'Marketing', latestVersion: 'v2' } });
    bench.vapi.console.remove('assistant', id);
    expect(await shown(id)).toMatchObject(GONE);
  });

  it('changes a setting, or takes it away', async () => {
    const id = await made(bench, '/assistant', assistant());
    bench.vapi.console.change('assistant', id, { firstMessage: 'Hi.', metadata: null });
    const { body } = await shown(id);
    expect(body).toMatchObject({ firstMessage: 'Hi.', server: assistant().server });
    expect(body).not.toHaveProperty('metadata');
  });

  it('imports a number as the API does', () => {
    const imported: unknown[] = [];
    bench.vapi.onImport((...one) => imported.push(one));
    bench.vapi.console.add('phone-number', phoneNumber());
    expect(imported).toEqual([[NUMBER, false]]);
  });

  it('cannot do what Vapi would refuse, nor anything to what is not there', async () => {
    const { console } = bench.vapi;
    expect(() => console.add('assistant', { name: 'n'.repeat(41) })).toThrow('40 characters');
    expect(() => console.add('squad', { members: [{ assistantId: NOBODY }] })).toThrow('Does Not Exist');
    expect(() => console.change('assistant', NOBODY, {})).toThrow('there is no assistant');
    expect(() => console.remove('squad', NOBODY)).toThrow('there is no squad');
  });
});
