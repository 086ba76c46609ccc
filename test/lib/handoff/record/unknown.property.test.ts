import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Loaded } from '../../../../lib/handoff/ports/store.ts';
import {
  type Effect,
  type Handoff,
  handoffFrom,
  handoffSchema,
} from '../../../../lib/handoff/record/handoff.ts';
import { writtenOwing } from '../../../../lib/outbox/stored.ts';
import * as given from '../given.ts';
import { Play } from '../played.ts';
import { stepsArbitrary } from '../played-steps.ts';

type Stored = Record<string, unknown>;
const stored = (handoff: Handoff): Stored => JSON.parse(JSON.stringify(writtenOwing(handoff)));

/** A field's name that this version does not use, and any JSON. */
const name = fc.stringMatching(/^new[A-Z][a-z]{2,6}$/);
const fields = fc.dictionary(
  name,
  fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value))),
  { maxKeys: 3 },
);

const effects = fc.uniqueArray(
  fc.record({
    id: fc.stringMatching(/^send-text:[a-z]{1,6}$/),
    work: fc.record({ kind: fc.constantFrom('send-text', 'screen-caller'), words: fc.string() }),
    owedSince: fc.constant(given.T0),
    notBefore: fc.nat({ max: 60_000 }).map((ms) => given.T0 + ms),
    attempts: fc.nat({ max: 3 }),
    mayHaveHappened: fc.boolean(),
  }),
  { maxLength: 3, selector: ({ id }) => id },
);

const additions = fc.record({ record: fields, request: fields, context: fields, strategy: fields, effects });
type Additions = typeof additions extends fc.Arbitrary<infer T> ? T : never;

const withAdditions = (handoff: Handoff, added: Additions): Stored => {
  const { request, strategy } = handoff;
  const context = { ...request.context, ...added.context };
  return {
    ...stored(handoff),
    ...added.record,
    request: { ...request, ...added.request, context },
    strategy: { ...strategy, ...added.strategy },
    // Every effect that is owed has the new field as well.
    effects: [...handoff.effects.map((effect) => ({ ...effect, ...added.record })), ...added.effects],
  };
};

const read = (json: Stored): Handoff => {
  const handoff = handoffFrom(json);
  if (handoff === undefined) throw new Error('a record with additions can be read');
  return handoff;
};

/** What is taken off and owed anew under its name is another effect. */
const keyOf = ({ id, owedSince }: Effect): string => `${id} ${owedSince}`;

/** All of it is there, whatever has become of the rest. */
const holds = (
  json: Stored,
  added: Additions,
  isSameHandoff: boolean,
  owedBefore: ReadonlySet<string>,
): void => {
  expect(json).toMatchObject(added.record);
  expect(json.effects).toEqual(expect.arrayContaining(added.effects));
  for (const effect of read(json).effects) {
    if (owedBefore.has(keyOf(effect))) expect(effect).toMatchObject(added.record);
  }
  // Another handoff of the call has a request of its own, from whoever asked for it.
  if (isSameHandoff) expect(json).toMatchObject({ request: { ...added.request, context: added.context } });
};

describe('Whatever a newer version has added to a record,', () => {
  it('stays in it, whatever this version does with the record', () => {
    let kept = 0;
    fc.assert(
      fc.property(stepsArbitrary, stepsArbitrary, additions, (before, after, added) => {
        let check = (_loaded: Loaded, _after: Handoff): void => {};
        const play = new Play((loaded, handoff) => check(loaded, handoff));
        play.step({ is: 'escalate', which: 0, strategy: 'conference', windowSeconds: 90 });
        for (const step of before) play.step(step);
        if (play.record === undefined) return;
        const { handoffId } = play.record;
        const owed = new Set(play.record.effects.map(keyOf));
        play.now += 1;
        play.inFlight = [];
        const version = play.loaded.version + 1;
        play.loaded = given.frozen({
          is: 'handoff',
          handoff: read(withAdditions(play.record, added)),
          version,
        });
        check = (_loaded, handoff) => {
          kept += 1;
          holds(stored(handoff), added, handoff.handoffId === handoffId, owed);
          expect(read(stored(handoff))).toEqual(handoff);
        };
        for (const step of after) play.step(step);
      }),
      { numRuns: 600 },
    );
    expect(kept).toBeGreaterThan(1_000);
  });

  it('and a record in a state that this version does not know is none for it, whatever else is in it', () => {
    fc.assert(
      fc.property(additions, fc.stringMatching(/^[a-z]{3,12}$/), (added, state) => {
        const json = withAdditions(given.handoff(given.QUEUED), added);
        const known = handoffSchema.safeParse({ ...json, effects: [], progress: { state } }).success;
        expect(handoffFrom({ ...json, progress: { state } }) === undefined).toBe(!known);
      }),
    );
  });
});
