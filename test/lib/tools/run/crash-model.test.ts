import { describe, expect, it } from 'vitest';
import type { Trouble } from '../../outbox/steps.ts';
import { type Behaviour, BOOKED, world } from './world.ts';

const SCRIPTS: [name: string, script: Behaviour[]][] = [
  ['that answers at once', []],
  ['whose answer is lost after it has booked', [{ is: 'lost' }]],
  ['whose answers are lost twice', [{ is: 'lost' }, { is: 'lost' }]],
  ['that is slow without having booked', [{ is: 'slow' }]],
  ['that wants to be left alone for 3 s', [{ is: 'busy', seconds: 3 }]],
  ['whose time is taken', [{ is: 'taken' }]],
  ['that cannot be reached', [{ is: 'unreachable' }]],
  ['that never answers', Array.from({ length: 40 }, () => ({ is: 'slow' }) as const)],
];
const TROUBLES = ['dies-before', 'dies-after', 'away', 'away-after'] as const;
/** More steps than any run takes: those beyond the last are runs without trouble. */
const STEPS = 26;

type Deliveries = 'once' | 'again after the answer' | 'twice at once';

/** Plays one tool call to its end, and checks what must be so whatever happened. */
async function play(script: Behaviour[], deliveries: Deliveries, trouble: Trouble | undefined) {
  const { ask, quiet, seen, troubleAt, pass, START } = world(structuredClone(script));
  troubleAt(trouble);
  if (deliveries === 'twice at once') await Promise.all([ask(), ask()]);
  else await ask();
  if (deliveries === 'again after the answer') {
    pass(300);
    await ask();
  }
  await quiet();
  const { run, bookings, said, informed, answers, isPending, now } = seen();

  // One booking for one tool call, always.
  expect(bookings.length).toBeLessThanOrEqual(1);
  // Nothing was kept where neither table nor queue took it: then it was said so.
  if (run === undefined) {
    expect(bookings).toEqual([]);
    for (const answer of answers) expect(answer.data.failed).toBe(true);
    return;
  }
  // It ends, with an answer, and soon.
  expect(run.effects).toEqual([]);
  expect(run.found).toBeDefined();
  expect(now - START).toBeLessThanOrEqual(120_000);
  // What is said to be booked is, and what is booked is never said to be free or failed.
  const isBooked = run.found?.booked !== undefined;
  if (isBooked) expect(bookings).toHaveLength(1);
  if (bookings.length === 1 && !isBooked) expect(run.found?.answer.data.reason).toBe('unknown');
  // The same tool call gets the same answer, as soon as there is one.
  const definite = answers.filter((answer) => !isPending(answer));
  const ours = definite.filter((answer) => answer.data.reason !== 'unavailable');
  for (const answer of ours) expect(answer).toEqual(run.found?.answer);
  // The late answer is said once, and never where it was given in time.
  expect(said.length).toBeLessThanOrEqual(1);
  expect(informed.length).toBeLessThanOrEqual(2);
  if (said.length === 1) expect(said).toEqual([run.found?.answer.say]);
  const isChecked = answers.some((answer) => isPending(answer));
  if (isChecked) expect(said).toHaveLength(1);
  // Whoever died before it could answer has left the answer for whoever asks again.
  troubleAt(undefined);
  expect(await ask()).toEqual(run.found?.answer);
  expect(seen().bookings.length).toBeLessThanOrEqual(1);
}

describe.each(SCRIPTS)('A booking with a system %s', (_name, script) => {
  it.each([
    'once',
    'again after the answer',
    'twice at once',
  ] as const)('is one booking and one answer, with whatever goes wrong at any step: delivered %s', async (deliveries) => {
    await play(script, deliveries, undefined);
    for (const is of TROUBLES) {
      for (let at = 1; at <= STEPS; at += 1) {
        await play(script, deliveries, { at, is }).catch((error: unknown) => {
          throw new Error(`${is} at ${at}`, { cause: error });
        });
      }
    }
  });
});

describe('A booking', () => {
  it('that is answered in time is one request, two writes and no message', async () => {
    const { ask, seen } = world([]);
    expect(await ask()).toEqual(BOOKED.answer);
    const { steps, messages, requests } = seen();
    expect(requests).toHaveLength(1);
    expect(messages).toEqual([]);
    // A save, the request, a save.
    expect(steps).toBe(3);
  });

  it('that takes longer is checked, looked up, and said into the call', async () => {
    const { ask, quiet, seen } = world([{ is: 'lost' }]);
    const answer = await ask();
    expect(answer).toEqual({ say: "I'm checking that for you now.", data: { pending: true } });
    await quiet();
    const { said, informed, requests } = seen();
    expect(said).toEqual(['Your appointment is booked.']);
    expect(informed).toEqual([
      'The answer to your tool call has come, and the caller has heard this: Your appointment is booked.',
    ]);
    expect(requests.map(({ mayHaveHappened }) => mayHaveHappened)).toEqual([false, true]);
    expect(await ask()).toEqual(BOOKED.answer);
    expect(seen().requests).toHaveLength(2);
  });

  it('that came to nothing after it was checked counts as a tool that failed', async () => {
    const { ask, quiet, seen } = world([{ is: 'slow' }, { is: 'refuses' }]);
    await ask();
    await quiet();
    expect(seen()).toMatchObject({ failures: ['tool-1'], said: ['No: unknown.'] });
  });

  it.each(['handed-over', 'over'] as const)('is not said into a call that is %s', async (standing) => {
    const { ask, quiet, seen } = world([{ is: 'lost' }], standing);
    await ask();
    await quiet();
    expect(seen()).toMatchObject({ said: [], informed: [] });
  });

  it('whose caller is handed over meanwhile is not said either', async () => {
    const { ask, quiet, seen, where } = world([{ is: 'lost' }]);
    await ask();
    where.standing = 'handed-over';
    await quiet();
    expect(seen().said).toEqual([]);
  });
});
