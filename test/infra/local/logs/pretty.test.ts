import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { prettify, prettyLine } from '../../../../infra/local/logs/pretty.ts';

const plain = createColors(false);
const painted = createColors(true);

const line = (more: object) =>
  JSON.stringify({
    time: new Date(2026, 8, 18, 15, 4, 5, 67).toISOString(),
    level: 'info',
    service: 'handoff-worker',
    message: 'state',
    ...more,
  });

describe('A log line at a terminal', () => {
  it('has the time of this machine, the function, the message, and few fields', () => {
    const given = line({
      handoffId: 'ho_918FHCPF7Q7XQ32D7H48RED20K',
      callId: '0199a3c4-7e21-7bb3-9c55-00005a3b1e01',
      state: 'ended',
      outcome: 'no_agent',
      reason: 'window expired',
      taskNo: 1,
    });
    expect(prettyLine(given, plain)).toBe(
      '15:04:05.067 handoff-worker       state        state=ended outcome=no_agent reason=window expired call …b1e01',
    );
  });

  it('tells an attempt only from the second on, and nothing where there is nothing', () => {
    expect(prettyLine(line({ effect: 'bridge', attempt: 1 }), plain)).not.toContain('attempt');
    expect(prettyLine(line({ effect: 'bridge', attempt: 2 }), plain)).toContain('attempt=2');
    expect(prettyLine(line({}), plain)).toBe('15:04:05.067 handoff-worker       state');
  });

  it('is red for an error and yellow for a warning, where there may be colours', () => {
    expect(prettyLine(line({ level: 'error', message: 'failed' }), painted)).toContain(painted.red('failed'));
    expect(prettyLine(line({ level: 'warn', message: 'late' }), painted)).toContain(painted.yellow('late'));
    expect(prettyLine(line({ level: 'error', reason: 'x' }), plain)).not.toContain('\u001b');
  });

  it.each([
    '',
    'ready http://127.0.0.1:3000',
    '{"a":1}',
    '{broken',
    '[1]',
    'null',
    '{"time":1,"level":"info"}',
  ])('stays as it is when it is none of the product’s: %j', (given) => {
    expect(prettyLine(given, painted)).toBe(given);
  });

  it('is made readable on its way out, several in one piece too; bytes and other text go through', () => {
    const written: unknown[] = [];
    const output = {
      write: (chunk: string | Uint8Array) => {
        written.push(chunk);
        return true;
      },
    };
    prettify(output, plain);
    output.write(`${line({ message: 'one' })}\n${line({ message: 'two' })}\n`);
    output.write('ready\n');
    const bytes = new Uint8Array([1, 2]);
    output.write(bytes);
    expect(written).toEqual([
      '15:04:05.067 handoff-worker       one\n15:04:05.067 handoff-worker       two\n',
      'ready\n',
      bytes,
    ]);
  });
});
