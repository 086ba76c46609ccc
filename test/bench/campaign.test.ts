import { expect, it } from 'vitest';
import { measureCampaign } from './campaign.ts';

it('The bench takes a list in, calls its beginning, and counts what an attempt asks for', async () => {
  const done: number[] = [];
  const figures = await measureCampaign({ contacts: 200, attempts: 20, secondsApart: 0.2 }, (attempts) =>
    done.push(attempts),
  );
  expect(figures).toMatchObject({ contacts: 200, missing: 0, doubled: 0, wrong: 0, placesLeft: 0, owed: 0 });
  expect(done.at(-1)).toBeGreaterThanOrEqual(20);
  expect(figures.gapMs.mean).toBeGreaterThan(150);
  expect(figures.takenInRequests).toBeGreaterThanOrEqual(200 / 25);
  const { perCall, total } = figures.cost;
  for (const count of [figures.requests.perAttempt, perCall.readUnits, perCall.writeUnits, total]) {
    expect(count).toBeGreaterThan(0);
  }
});
