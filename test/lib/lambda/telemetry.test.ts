import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../../lib/base/telemetry.ts';
import { LEVELS, type LogLevel, telemetry } from '../../../lib/lambda/telemetry.ts';

const T0 = 1_800_000_000_000;

const writing = (level: LogLevel = 'info', metrics = true) => {
  const lines: string[] = [];
  const write = (line: string) => {
    lines.push(line);
  };
  const made = telemetry({ service: 'handoff-worker', stage: 'prod', level, metrics, now: () => T0, write });
  return { ...made, lines, read: (): unknown[] => lines.map((line) => JSON.parse(line)) };
};

describe('A log line', () => {
  it('is one JSON object with the time, the level, the service and the fields', () => {
    const { log, read } = writing();
    log.info('state', { callId: 'call-1', handoffId: 'ho_1', state: 'queued', taskNo: 1 });
    expect(read()).toEqual([
      {
        time: '2027-01-15T08:00:00.000Z',
        level: 'info',
        service: 'handoff-worker',
        message: 'state',
        callId: 'call-1',
        handoffId: 'ho_1',
        state: 'queued',
        taskNo: 1,
      },
    ]);
  });

  it('stays one line whatever is in a field', () => {
    const { log, lines } = writing();
    log.warn('refused', { reason: 'a\nb\r\u2028"c"' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/[\n\r]/);
  });

  it('cuts long fields: nothing that slips in can be a transcript', () => {
    const { log, read } = writing();
    log.error('refused', { reason: 'x'.repeat(10_000) });
    expect(read()).toMatchObject([{ reason: 'x'.repeat(200) }]);
  });

  it('has no field for a number, a text or a secret: such a line does not compile', () => {
    // @ts-expect-error a phone number is no field of a log line
    const number: LogFields = { caller: '+14155550123' };
    // @ts-expect-error a transcript is no field of a log line
    const transcript: LogFields = { transcript: 'hello' };
    // @ts-expect-error a control URL is no field of a log line
    const control: LogFields = { controlUrl: 'https://example.vapi.ai' };
    expect([number, transcript, control]).toHaveLength(3);
  });

  const levels: [LogLevel, string[]][] = [
    ['info', ['info', 'warn', 'error']],
    ['warn', ['warn', 'error']],
    ['error', ['error']],
    ['silent', []],
  ];
  for (const [level, written] of levels) {
    it(`at level ${level} is written for ${written.join(', ') || 'nothing'}`, () => {
      const { log, read } = writing(level);
      log.info('a');
      log.warn('b');
      log.error('c');
      expect(read()).toMatchObject(written.map((each) => ({ level: each })));
      expect(read()).toHaveLength(written.length);
    });
  }

  it('knows its levels by name', () => {
    expect(LEVELS).toEqual(['info', 'warn', 'error', 'silent']);
  });
});

describe('The metrics', () => {
  it('leave as one line: what graphs and alarms read as metrics, the rest as fields, zero included', () => {
    const { count, time, flush, read } = writing();
    count('received_saved');
    count('answer_taken');
    count('message_failed', 0);
    count('received_queued');
    time('window_overdue_ms', 12.5);
    time('answer_ms', 3);
    expect(read()).toEqual([]);
    flush();
    expect(read()).toEqual([
      {
        _aws: {
          Timestamp: T0,
          CloudWatchMetrics: [
            {
              Namespace: 'VoiceHandoff',
              Dimensions: [['stage']],
              Metrics: [
                { Name: 'answer_taken', Unit: 'Count' },
                { Name: 'answer_declined', Unit: 'Count' },
                { Name: 'answer_no-key', Unit: 'Count' },
                { Name: 'answer_voicemail', Unit: 'Count' },
                { Name: 'answer_not-answered', Unit: 'Count' },
                { Name: 'window_overdue_ms', Unit: 'Milliseconds' },
              ],
            },
          ],
        },
        stage: 'prod',
        service: 'handoff-worker',
        received_unchanged: [0, 0],
        received_saved: [1, 0],
        received_queued: [0, 1],
        received_kept: [0, 0],
        answer_taken: 1,
        answer_declined: 0,
        'answer_no-key': 0,
        answer_voicemail: 0,
        'answer_not-answered': 0,
        message_failed: 0,
        window_overdue_ms: 12.5,
        answer_ms: 3,
      },
    ]);
  });

  it('leave once', () => {
    const { count, flush, lines } = writing();
    count('handoff_queued');
    flush();
    flush();
    expect(lines).toHaveLength(1);
    count('handoff_queued');
    flush();
    expect(lines).toHaveLength(2);
  });

  it('are not written where there is none', () => {
    const { flush, lines } = writing();
    flush();
    expect(lines).toEqual([]);
  });

  it('are not written where nobody reads them, and not kept for later', () => {
    const { count, flush, lines } = writing('info', false);
    count('handoff_queued');
    flush();
    expect(lines).toEqual([]);
  });

  it('are written at any log level: alarms do not depend on it', () => {
    const { count, flush, lines } = writing('error');
    count('handoff_queued');
    flush();
    expect(lines).toHaveLength(1);
  });
});
