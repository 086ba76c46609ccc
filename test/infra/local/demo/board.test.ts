import { createColors } from 'picocolors';
import { afterEach, describe, expect, it } from 'vitest';
import { type BoardSeen, boardFaults, figuresOf, readBoard } from '../../../../infra/local/demo/board.ts';
import { serve } from '../../../../infra/local/lambda/http.ts';

const SINCE = Date.UTC(2026, 10, 30, 9, 0);
const OUTCOMES = ['completed', 'completed', 'no_agent', 'caller_left'] as const;
const NOTHING = { waiting: [], ringing: [], talking: [] };
const TODAY = {
  date: '2026-11-30',
  timeZone: 'UTC',
  ...{ asked: 4, connected: 2, abandoned: 1, noAgent: 1, failed: 0, canceled: 0, transferred: 0 },
  ...{ serviceLevel: 2 / 3, averageSpeedOfAnswerSeconds: 3.26 },
};
const seen = (today: Partial<BoardSeen['today']> = {}, now: Partial<BoardSeen['now']> = {}): BoardSeen => ({
  now: { ...NOTHING, ...now },
  today: { ...TODAY, ...today },
});
const expected = { since: SINCE, outcomes: OUTCOMES };

describe('The board at the end of the demo', () => {
  it('is as it was played: as many asked for, and as many ended in each way', () => {
    expect(boardFaults(seen(), expected)).toEqual([]);
  });

  it('is not when it counts another number, or somebody still waits', () => {
    expect(boardFaults(seen({ asked: 5, connected: 3 }), expected)).toEqual([
      'asked 4 (5)',
      'connected 2 (3)',
    ]);
    expect(boardFaults(seen({ transferred: 1 }), expected)).toEqual(['transferred 0 (1)']);
    expect(boardFaults(seen({}, { waiting: [{}], talking: [{}] }), expected)).toEqual([
      'nobody waits, is rung or talks any more (2 do)',
    ]);
  });

  it('counts nothing where midnight has come in between: the board has begun another day', () => {
    const late = { ...expected, since: Date.UTC(2026, 10, 29, 23, 59, 50) };
    expect(boardFaults(seen({ asked: 1, connected: 1 }), late)).toEqual([]);
    expect(boardFaults(seen({ asked: 1 }, { ringing: [{}] }), late)).toHaveLength(1);
  });

  it('is said in two lines', () => {
    const colors = createColors(false);
    expect(figuresOf(seen(), colors)).toBe(
      'Today on the board: 4 asked for, 2 connected, 1 left while waiting, 1 found no agent, 0 failed\n  67 % connected within the window, answered after 3.3 s on average',
    );
    const none = seen({ serviceLevel: null, averageSpeedOfAnswerSeconds: null });
    expect(figuresOf(none, colors).split('\n')[1]?.trim()).toBe('');
  });
});

describe('The figures, read by the link of the board', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const answering = async (status: number, body: string) => {
    const server = await serve(async (request, response) => {
      response.writeHead(request.url === '/board/token/data' ? status : 404).end(body);
    });
    stops.push(server.stop);
    return readBoard(`${server.url}/board/token`, expected, createColors(false));
  };

  it('are good as they were played, and say what they are not', async () => {
    expect(await answering(200, JSON.stringify(seen()))).toMatchObject({ good: true });
    const { good, text } = await answering(200, JSON.stringify(seen({ noAgent: 0 })));
    expect(good).toBe(false);
    expect(text).toMatch(/^Today on the board: 4 asked for.*\n.*\n {2}expected noAgent 1 \(0\)$/);
  });

  it.each([
    [403, '{"error":{"code":"forbidden","message":"The link is not valid."}}'],
    [500, 'oh'],
  ])('are not there with %i', async (status, body) => {
    expect(await answering(status, body)).toEqual({
      good: false,
      text: `The figures of the board: ${status}`,
    });
  });
});
