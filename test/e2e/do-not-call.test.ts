import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Door, doorTo, type Mood } from '../../infra/local/aws/door.ts';
import { type Emulators, startEmulators } from '../../infra/local/aws/emulators.ts';
import { doNotCallStore } from '../../lib/aws/do-not-call-store.ts';
import { type Product, startProduct } from './product.ts';

const resultsSchema = z.object({
  results: z.tuple([z.object({ result: z.optional(z.string()), error: z.optional(z.string()) })]),
});

const AWAY: Mood[] = ['failing', 'cutting', 'silent'];

let inner: Emulators;
let tableDoor: Door;
let product: Product;
const list = () => doNotCallStore(product.records, Date.now);
const stopCalling = async (caller: string, toolName = 'do_not_call', args: Record<string, unknown> = {}) => {
  const call = await product.vapi.startCall({ caller });
  const { status, body } = await call.askForHuman(args, { toolName });
  expect(status).toBe(200);
  return resultsSchema.parse(body).results[0];
};

describe('A caller who does not want to be called any more', () => {
  beforeAll(async () => {
    inner = await startEmulators();
    tableDoor = await doorTo(inner.dynamoUrl);
    const external = { sqsUrl: inner.sqsUrl, dynamoUrl: tableDoor.url };
    product = await startProduct({}, undefined, { external });
  });
  afterAll(async () => {
    await product.stop();
    await tableDoor.stop();
    await inner.stop();
  });

  it.each(['do_not_call', 'doNotCall'])('is on the list when they hear so, by %s', async (toolName) => {
    const number = toolName === 'doNotCall' ? '+14155550171' : '+14155550172';
    expect(await list().entryOf(number)).toBeUndefined();
    expect(await stopCalling(number, toolName)).toEqual({
      result: 'I have noted it: we will not call this number any more.',
    });
    expect(await list().entryOf(number)).toEqual({ at: expect.any(Number), by: 'caller' });
  });

  it('hears it in their language', async () => {
    expect(await stopCalling('+14155550173', 'do_not_call', { language: 'es' })).toEqual({
      result: 'Queda anotado: no volveremos a llamar a este número.',
    });
  });

  it('is told what helps where the number is withheld', async () => {
    expect(await stopCalling('+266696687')).toEqual({
      error: expect.stringContaining('I do not see which number this call is with'),
    });
    expect(await list().entryOf('+266696687')).toBeUndefined();
  });

  it.each(
    AWAY,
  )('is told that it is not noted while the table is %s, and may say it once more', async (mood) => {
    const number = `+1415555018${AWAY.indexOf(mood)}`;
    tableDoor.mood = mood;
    const told = await stopCalling(number);
    tableDoor.mood = 'up';
    expect(told).toEqual({ error: expect.stringContaining('could not note it') });
    expect(await stopCalling(number)).toHaveProperty('result');
    expect(await list().entryOf(number)).toMatchObject({ by: 'caller' });
  });
});
