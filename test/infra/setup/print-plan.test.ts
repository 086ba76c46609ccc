import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { failureLines, planLines } from '../../../infra/setup/print-plan.ts';
import { row } from './world.ts';

const plain = createColors(false);
const painted = createColors(true);

describe('The plan', () => {
  it('is told platform by platform, whatever the order of its rows', () => {
    const rows = [
      row('twilio.workspace', 'voice-handoff:dev', 'create', { fields: { 'multi-tasking': 'true' } }),
      row('vapi.assistant', 'support', 'create', { later: true }),
      row('twilio.worker', 'amara.osei', 'change', {
        fields: { contact: { from: '+1415…0177', to: '+1415…0178' } },
      }),
      row('twilio.queue', 'billing', 'same', { fields: { workers: '1==1' }, why: 'Somebody left: jonas.' }),
      row('twilio.number', '+1415…0199', 'refuse', { why: 'Another system answers it: --adopt.' }),
    ];
    expect(planLines(rows, plain)).toEqual([
      'Twilio',
      '  + workspace voice-handoff:dev',
      '      multi-tasking: true',
      '  ~ worker amara.osei',
      '      contact: +1415…0177 -> +1415…0178',
      '  = queue billing',
      '      Somebody left: jonas.',
      '  ! number +1415…0199',
      '      Another system answers it: --adopt.',
      '',
      'Vapi',
      '  + assistant support (after the deployment)',
      '',
    ]);
  });

  it('shows long values in part and empty ones by a word, and lets none move the cursor', () => {
    const fields = { prompt: 'a'.repeat(500), callback: { from: '', to: 'x\u001b[2Jy\nz' } };
    expect(planLines([row('vapi.assistant', 'b\u001b[31m', 'change', { fields })], plain)).toEqual([
      'Vapi',
      '  ~ assistant b [31m',
      `      prompt: ${'a'.repeat(100)}…`,
      '      callback: (empty) -> x [2Jy z',
      '',
    ]);
  });

  it('lets no reason and no failure move the cursor', () => {
    const refused = planLines([row('twilio.activity', 'x', 'refuse', { why: 'In "a\u001b[2Jb"' })], plain);
    expect(refused[2]).toBe('      In "a [2Jb"');
    const failed = {
      what: 'a\u001b[2J',
      why: 'b\n',
      remedy: 'c\r',
      done: ['d\u009b'],
      begun: 'e',
      notDone: ['f\u001b'],
    };
    expect(failureLines(failed, plain).join('')).not.toMatch(/\p{Cc}/u);
  });

  it('is painted on a terminal: what is refused is red', () => {
    const [, line = ''] = planLines([row('aws.secret', 'x', 'refuse')], painted);
    expect(line).toBe(painted.bold(painted.red('  ! secret x')));
  });
});
