import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SetupFailed } from '../../../../infra/setup/plan.ts';
import { keepIn } from '../../../../infra/setup/stage/keep.ts';
import { HEADING } from '../../../../infra/setup/stage/written.ts';
import { temporaryFolder } from '../folder.ts';

const at = temporaryFolder();
const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('What set-up makes', () => {
  it('is kept in a file that is made for its owner alone', async () => {
    await keepIn(at('.env.new'))({ TWILIO_WORKSPACE_SID: 'WS1' });
    expect(readFileSync(at('.env.new'), 'utf8')).toBe(`${HEADING}\nTWILIO_WORKSPACE_SID=WS1\n`);
    expect(modeOf(at('.env.new'))).toBe(0o600);
  });

  it('is never a key over one that stands there by now', async () => {
    writeFileSync(at('.env.own'), 'LINK_SIGNING_KEY=mine\nBUSY=\n');
    const keep = keepIn(at('.env.own'));
    await expect(keep({ LINK_SIGNING_KEY: 'new' }, 'where-missing')).rejects.toThrow(
      'has a value there by now',
    );
    await keep({ BUSY: 'say' }, 'where-missing');
    expect(readFileSync(at('.env.own'), 'utf8')).toBe('LINK_SIGNING_KEY=mine\nBUSY=say\n');
  });

  it('leaves the rights of a file as they are, and a link a link', async () => {
    writeFileSync(at('.env.shared'), 'BUSY=say\n', { mode: 0o640 });
    symlinkSync(at('.env.shared'), at('.env.link'));
    await keepIn(at('.env.link'))({ BUSY: 'agents' });
    expect(readFileSync(at('.env.shared'), 'utf8')).toBe('BUSY=agents\n');
    expect(modeOf(at('.env.shared'))).toBe(0o640);
    expect(lstatSync(at('.env.link')).isSymbolicLink()).toBe(true);
  });

  it('is there in full when it is kept twice at one time', async () => {
    const keep = keepIn(at('.env.twice'));
    await Promise.all([keep({ BUSY: 'say' }), keep({ MAX_CALLS: '5' }), keep({ SKILLS: 'a' })]);
    expect(readFileSync(at('.env.twice'), 'utf8')).toBe(`${HEADING}\nBUSY=say\nMAX_CALLS=5\nSKILLS=a\n`);
  });

  it('does not touch a file that has it already', async () => {
    writeFileSync(at('.env.same'), 'BUSY=say\n');
    const { ino } = statSync(at('.env.same'));
    await keepIn(at('.env.same'))({ BUSY: 'say' });
    expect(statSync(at('.env.same')).ino).toBe(ino);
  });

  it('replaces a file as a whole, and leaves nothing beside it', async () => {
    writeFileSync(at('.env.whole'), 'BUSY=say\n');
    const { ino } = statSync(at('.env.whole'));
    await keepIn(at('.env.whole'))({ BUSY: 'agents' });
    expect(statSync(at('.env.whole')).ino).not.toBe(ino);
    expect(readdirSync(at()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('that cannot be kept is named without its value, the file stays, and the next can be kept', async () => {
    const bytes = Buffer.from([0x42, 0xff, 0x0a]);
    writeFileSync(at('.env.latin'), bytes);
    const failed = keepIn(at('.env.latin'))({ BUSY: 'q7-hush' });
    await expect(failed).rejects.toThrow(/^BUSY could not be written into \.env\.latin: it is not UTF-8$/);
    expect(readFileSync(at('.env.latin'))).toEqual(bytes);

    const keep = keepIn(at('.env.next'));
    await expect(keep({ BUSY: 'q7\r\nhush' })).rejects.toThrow(SetupFailed);
    await keep({ MAX_CALLS: '5' });
    expect(readFileSync(at('.env.next'), 'utf8')).toBe(`${HEADING}\nMAX_CALLS=5\n`);
    await expect(keepIn(at('no/folder/.env'))({ BUSY: 'say' })).rejects.toThrow(/ENOENT/);
  });
});
