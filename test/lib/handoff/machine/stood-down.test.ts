import { describe, expect, it } from 'vitest';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect, Handoff } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { play, type Step } from '../seen.ts';

const { handoff, loaded } = given;

/** The workers who are to be offered nothing for now, by the closings that are owed. */
const stoodDown = ({ effects }: Handoff): (string | undefined)[] =>
  effects.flatMap(({ work }) => (work.kind === 'close-task' ? [work.standDown] : []));

const WITH_THE_ASSISTANT: EffectResult = {
  is: 'call-seen',
  call: { is: 'live', status: 'in-progress', forwarding: false },
};
const of = (effect: Effect, result: EffectResult): Step => ({ effect, result });

type Row = [name: string, from: Handoff, at: number, step: Step];

describe('An agent who accepted and did not come to the phone is offered nothing for now:', () => {
  const unconfirmed = given.looking('bridge-unconfirmed');
  const back = given.looking('assistant-resumed');
  const round = given.looking('sweep');
  const before = legs.own('conference', legs.TAKEN, [legs.accepting()]);
  const rows: Row[] = [
    [
      'the caller is found with the assistant, a minute after the transfer',
      handoff(given.BRIDGING, [unconfirmed]),
      20_000,
      of(unconfirmed, WITH_THE_ASSISTANT),
    ],
    [
      'the same, after the window',
      handoff(given.BRIDGING, [unconfirmed]),
      66_000,
      of(unconfirmed, WITH_THE_ASSISTANT),
    ],
    [
      'Vapi gives the caller back to the assistant',
      handoff(given.BRIDGING, [back]),
      10_000,
      of(back, WITH_THE_ASSISTANT),
    ],
    [
      'the round finds the caller with the assistant again',
      handoff(given.CONNECTED, [round]),
      20_000,
      of(round, WITH_THE_ASSISTANT),
    ],
    ['they hang up before the caller is moved to them', before, 9_000, legs.leg('hung-up')],
    ['the same, after the window', before, 31_000, legs.leg('hung-up')],
  ];
  it.each(rows)('%s', (_when, from, at, step) => {
    expect(stoodDown(play(loaded(from), at, [step]).handoff)).toEqual(['WK1']);
  });
});

describe('An agent who has done nothing wrong is offered the next call:', () => {
  const bridge = given.joining();
  const unconfirmed = given.looking('bridge-unconfirmed');
  const rows: Row[] = [
    [
      'Vapi refuses the transfer',
      handoff(given.BRIDGING, [bridge]),
      8_000,
      of(bridge, { is: 'refused', reason: 'vapi-409' }),
    ],
    [
      'Vapi knows nothing of the call',
      handoff(given.BRIDGING, [unconfirmed]),
      20_000,
      of(unconfirmed, { is: 'call-seen', call: { is: 'missing' } }),
    ],
    ['the caller leaves while they are joined', handoff(given.BRIDGING), 9_000, given.callOver()],
    ['the talk is over', handoff(given.CONNECTED), 60_000, given.callOver()],
  ];
  it.each(rows)('%s', (_when, from, at, step) => {
    expect(stoodDown(play(loaded(from), at, [step]).handoff)).toEqual([undefined]);
  });
});
