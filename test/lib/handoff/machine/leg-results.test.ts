import { describe, expect, it } from 'vitest';
import type { EffectResult } from '../../../../lib/handoff/ports/results.ts';
import type { Effect, Progress } from '../../../../lib/handoff/record/handoff.ts';
import * as given from '../given.ts';
import * as legs from '../given-legs.ts';
import { recorded, rows } from '../recorded.ts';

const claim = legs.CLAIM;

const conference = (progress: Progress, ...effects: Effect[]) => legs.own('conference', progress, effects);
const enqueue = (progress: Progress, ...effects: Effect[]) => legs.own('enqueue', progress, effects);

const refused: EffectResult = { is: 'refused', reason: 'no' };
const notDone: EffectResult = { is: 'not-done', reason: 'down' };
const unsure: EffectResult = { is: 'unsure', reason: 'timeout' };
const RUNG: EffectResult = { is: 'rung', callSid: 'CA2' };
const FOREIGN: EffectResult = { is: 'leg-foreign', reason: 'the leg is not in our account' };
const GONE: EffectResult = { is: 'caller-gone' };
const NOT_NEEDED = 'release CA2 (over)';
const PATIENCE = given.owed('tell-caller:ho_1:waiting', { kind: 'tell-caller', sentence: 'waiting' });

describe('The ring', () => {
  const ring = legs.ringing({ claim });
  const last = legs.ringing({ claim, attempts: 3 });
  rows([
    ['tells which leg it is', conference(given.OFFERED, ring), ring, RUNG, 'offered'],
    ['of a leg that was told before changes nothing', conference(legs.RUNG, ring), ring, RUNG, 'offered'],
    [
      'that comes when another leg has the offer releases this one',
      conference(legs.RUNG, ring),
      ring,
      { is: 'rung', callSid: 'CA3' },
      'offered',
      'release CA3 (over)',
    ],
    ['after the end releases the leg', conference(given.ended()), ring, RUNG, 'ended completed', NOT_NEEDED],
    [
      'after the offer went back releases the leg',
      conference(given.QUEUED),
      ring,
      RUNG,
      'queued',
      NOT_NEEDED,
    ],
    [
      'after the end of a leg that is being released changes nothing',
      conference(given.ended(), legs.releasing('CA2', 'over')),
      ring,
      RUNG,
      'ended completed',
      NOT_NEEDED,
    ],
    [
      'finds the caller gone: it ends',
      conference(given.OFFERED, ring),
      ring,
      GONE,
      'ended caller_left',
      'cancel WT1',
    ],
    [
      'that our account refuses of a caller who waits in the queue asks for the next agent: Vapi has them no more',
      enqueue(given.OFFERED, ring),
      ring,
      FOREIGN,
      'queued',
      'reject WR1',
    ],
    [
      'that is refused asks for the next agent',
      conference(given.OFFERED, ring),
      ring,
      refused,
      'queued',
      'reject WR1',
    ],
    [
      'that was not done is owed still',
      conference(given.OFFERED, ring),
      ring,
      notDone,
      'offered',
      'ring WR1',
    ],
    [
      'that was not done in four attempts asks for the next agent, and has a leg looked for',
      conference(given.OFFERED, last),
      last,
      notDone,
      'queued',
      'release whatever leg WR1 has (over)',
      'reject WR1',
    ],
    [
      'that was lost in the fourth attempt has the leg looked for',
      conference(given.OFFERED, last),
      last,
      unsure,
      'queued',
      'release whatever leg WR1 has (over)',
      'reject WR1',
    ],
    [
      'that our account cannot do is left to Vapi: neither the agent’s leg nor the caller’s patience is asked for any more',
      conference(given.OFFERED, ring, legs.watching(), PATIENCE),
      ring,
      FOREIGN,
      'bridging',
      'accept WR1',
    ],
  ]);

  const again = legs.ringing({ claim, mayHaveHappened: true });
  rows(
    [
      [
        'that finds the caller gone has a leg looked for that an earlier attempt may have made',
        conference(given.OFFERED, again),
        again,
        GONE,
        'ended caller_left',
        'cancel WT1',
        'release whatever leg WR1 has (caller-left)',
      ],
      [
        'that our account cannot do has a leg looked for that an earlier attempt may have made',
        conference(given.OFFERED, again),
        again,
        FOREIGN,
        'bridging',
        'release whatever leg WR1 has (over)',
        'accept WR1',
      ],
    ],
    it,
  );

  it('that our account cannot do says so, and the strategy is Vapi’s from then on', () => {
    const { next } = recorded(conference(given.OFFERED, ring), ring, FOREIGN);
    expect(next.strategy).toEqual({ is: 'vapi-transfer', reason: 'the leg is not in our account' });
    expect(next.timeline.map(({ what }) => what)).toContain(
      'vapi-transfer instead: the leg is not in our account',
    );
  });

  it('that our account cannot do for an agent without a phone number asks for the next one', () => {
    const agent = { workerSid: 'WK1', number: 'client:agent' };
    const offered: Progress = { state: 'offered', taskSid: 'WT1', reservation: { sid: 'WR1', agent } };
    expect(recorded(conference(offered, ring), ring, FOREIGN).end).toEqual(['queued', 'reject WR1']);
  });
});

describe('The look at the agent', () => {
  const look = legs.watching({ claim });
  const live: EffectResult = { is: 'leg-seen', leg: { is: 'live', status: 'in-progress' } };
  const over: EffectResult = { is: 'leg-seen', leg: { is: 'over', status: 'no-answer' } };
  rows([
    [
      'ends an offer that nobody decides',
      conference(legs.RUNG, look),
      look,
      live,
      'queued',
      NOT_NEEDED,
      'reject WR1',
    ],
    [
      'ends an offer of which the leg is over',
      conference(legs.RUNG, look),
      look,
      over,
      'queued',
      'reject WR1',
    ],
    [
      'of an earlier offer changes nothing',
      conference({ ...given.OFFERED, reservation: given.reservation(2) } as Progress, look),
      look,
      over,
      'offered',
    ],
    ['once the agent has decided changes nothing', conference(legs.TAKEN, look), look, over, 'bridging'],
    ['that is refused leaves the offer to TaskRouter', conference(legs.RUNG, look), look, refused, 'offered'],
  ]);
});

describe('The acceptance of the reservation', () => {
  const accept = legs.accepting({ claim });
  const yes: EffectResult = { is: 'accepted' };
  const gone: EffectResult = { is: 'offer-gone', reason: 'the reservation is canceled' };
  rows([
    [
      'has the caller moved',
      conference(legs.TAKEN, accept),
      accept,
      yes,
      'bridging',
      'move the caller to conference',
    ],
    [
      'has Vapi move the caller where our account cannot',
      legs.own('vapi-transfer', given.BRIDGING, [accept]),
      accept,
      yes,
      'bridging',
      'bridge WR1',
    ],
    ['after the end moves nobody', conference(given.ended(), accept), accept, yes, 'ended completed'],
    [
      'of an offer that is gone asks for the next agent',
      conference(legs.TAKEN, accept),
      accept,
      gone,
      'queued',
      NOT_NEEDED,
    ],
  ]);

  // The caller is with the assistant still: nobody has moved them.
  rows(
    [
      [
        'that is refused makes another task',
        conference(legs.TAKEN, accept),
        accept,
        refused,
        'requested',
        'release CA2 (not-joined)',
        'complete WT1',
      ],
    ],
    it,
  );

  it('of an offer that is gone ends it when the window is over', () => {
    const { end } = recorded(conference(legs.TAKEN, accept), accept, gone, 30_000);
    expect(end).toEqual([
      'ended no_agent',
      NOT_NEEDED,
      'cancel WT1',
      'tell the assistant no_agent',
      'say busy',
    ]);
  });
});

describe('What is only noted', () => {
  const reject = legs.rejecting({ claim });
  const release = legs.releasing('CA2', 'over', { claim });
  const ask = given.owed('request-callback:ho_1', { kind: 'request-callback' }, { claim });
  const tell = given.owed('tell-assistant:ho_1', { kind: 'tell-assistant', outcome: 'no_agent' }, { claim });
  rows([
    [
      'a reservation that is rejected',
      conference(given.QUEUED, reject),
      reject,
      { is: 'rejected' },
      'queued',
    ],
    ['a rejection that is refused', conference(given.QUEUED, reject), reject, refused, 'queued'],
    ['an agent who is released', conference(given.QUEUED, release), release, { is: 'released' }, 'queued'],
    // An agent left alone on a line: whoever mends the credentials finds it tried again.
    [
      'a release that is refused',
      conference(given.QUEUED, release),
      release,
      refused,
      'queued',
      'release CA2 (over)',
    ],
    [
      'a callback that is asked for',
      conference(given.ended(), ask),
      ask,
      { is: 'callback-requested' },
      'ended completed',
    ],
    ['an assistant who is told', conference(given.ended(), tell), tell, { is: 'told' }, 'ended completed'],
    ['an assistant who cannot be told', conference(given.ended(), tell), tell, refused, 'ended completed'],
  ]);

  it('a look at both legs that is refused: the joining is given up, a talk is left alone', () => {
    const joining = legs.lookingAtLegs('bridge-unconfirmed', { claim });
    const sweep = legs.lookingAtLegs('sweep', { claim });
    expect(recorded(conference(legs.TAKEN, joining), joining, refused).end[0]).toBe('ended bridge_failed');
    expect(recorded(conference(legs.TALKING, sweep), sweep, refused).end).toEqual(['connected']);
  });
});
