import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { envExample } from '../../infra/docs.ts';
import { startSettings } from '../../infra/local/start-settings.ts';
import { readSettingsFile, settingsGiven } from '../../infra/settings-file.ts';
import { BadSettings } from '../../lib/settings/read.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voice-handoff-env-'));
});
afterAll(() => rm(folder, { recursive: true }));

const read = async (text: string) => {
  await writeFile(join(folder, '.env'), text);
  return readSettingsFile(join(folder, '.env'));
};

describe('The file of settings', () => {
  it('need not be there', () => {
    expect(readSettingsFile(join(folder, 'none'))).toEqual({ values: {}, problems: [] });
  });

  it('is read as Node reads it: comments, quotes, exports, line breaks of Windows', async () => {
    const text =
      '# ours\\r\\nVAPI_API_KEY=k9 # Vapi\\r\\nexport LOG_LEVEL="warn"\\r\\nREQUIRED_FIELDS=\\r\\n'.replaceAll(
        '\\\\r\\\\n',
        '\\r\\n',
      );
    expect(await read(text.replaceAll('\\r\\n', '\r\n'))).toEqual({
      values: { VAPI_API_KEY: 'k9', LOG_LEVEL: 'warn', REQUIRED_FIELDS: '' },
      problems: [],
    });
  });

  it('says which names are no setting, however many there are, and never a value', async () => {
    const { problems } = await read('VAPI_APIKEY=hush\nTWILIO_TOKEN=hush\nFOO=hush\nBAR=\nLOG_LEVEL=warn\n');
    expect(problems.toSorted().toReversed()).toEqual([
      'VAPI_APIKEY is no setting; did you mean VAPI_API_KEY?',
      'TWILIO_TOKEN is no setting; did you mean TWILIO_AUTH_TOKEN?',
      'FOO is no setting',
    ]);
  });

  it('says which line names a setting and gives it no value', async () => {
    const { problems } = await read(
      'VAPI_API_KEY: hush\nTWILIO_AUTH_TOKEN hush\nLOG_LEVEL\n# CRM_HOOK_URL\n',
    );
    expect(problems).toEqual([
      'VAPI_API_KEY has no "=" behind it',
      'TWILIO_AUTH_TOKEN has no "=" behind it',
      'LOG_LEVEL has no "=" behind it',
    ]);
  });

  it('says so of a name of a single word too, where it is one of ours', async () => {
    const { problems } = await read('BRIDGE: conference\nBUSY: say\nPORT 3000\nNOTES: mine\n');
    expect(problems).toEqual(['BRIDGE', 'BUSY', 'PORT'].map((name) => `${name} has no "=" behind it`));
    expect((await read("OPENING_HOURS='{\nBUSY: 1\n}'\n")).problems).toEqual([]);
  });

  it('is read without the mark with which some editors begin it', async () => {
    expect(await read('\uFEFFLOG_LEVEL=warn\n')).toEqual({ values: { LOG_LEVEL: 'warn' }, problems: [] });
  });

  it('is told of where it cannot be read', () => {
    expect(readSettingsFile(folder)).toEqual({ values: {}, problems: [`${folder} cannot be read (EISDIR)`] });
  });

  it('takes a value of several lines for no line of its own', async () => {
    const { values, problems } = await read(
      'OPENING_HOURS=\'{\n"timeZone": "Europe/Berlin",\n"week": {}\n}\'\n',
    );
    expect(problems).toEqual([]);
    expect(JSON.parse(values.OPENING_HOURS ?? '')).toEqual({ timeZone: 'Europe/Berlin', week: {} });
  });

  it('made from .env.example starts as it is, and names every placeholder when all comments are taken off', async () => {
    const asItIs = await read(envExample());
    expect(asItIs).toEqual({ values: {}, problems: [] });
    const { values, problems } = await read(envExample().replaceAll(/^# ([A-Z][A-Z_]+=)/gm, '$1'));
    expect(problems).toEqual([]);
    let told: readonly string[] = [];
    try {
      startSettings(values, problems);
    } catch (error) {
      if (error instanceof BadSettings) told = error.problems;
    }
    for (const name of [
      'PUBLIC_BASE_URL is a placeholder',
      'LINK_SIGNING_KEY is a placeholder',
      'VAPI_API_KEY is a placeholder',
      'VAPI_SERVER_SECRET is a placeholder',
      'TWILIO_ACCOUNT_SID does not look like AC...',
      'TWILIO_AUTH_TOKEN is a placeholder',
      'CRM_HOOK_SECRET is a placeholder',
    ]) {
      expect(told).toContain(name);
    }
  });
});

describe('What is set', () => {
  it('is in the environment before it is in the file', () => {
    const file = { LOG_LEVEL: 'warn', LANGUAGE: 'es', PORT: '3001' };
    expect(settingsGiven(file, { LOG_LEVEL: 'error', LANGUAGE: 'fr' })).toEqual({
      LOG_LEVEL: 'error',
      LANGUAGE: 'fr',
      PORT: '3001',
    });
  });

  it('is in the file where the environment has an empty variable of its name', () => {
    expect(settingsGiven({ LOG_LEVEL: 'warn' }, { LOG_LEVEL: ' ', MAX_CALLS: '' })).toEqual({
      LOG_LEVEL: 'warn',
    });
  });

  it.each([
    'pt_BR',
    'pl_PL:pl',
    'C',
    'C.UTF-8',
    'POSIX',
  ])('is not the language of a desktop that is none of ours: %s', (LANGUAGE) => {
    expect(settingsGiven({}, { LANGUAGE })).toEqual({});
    expect(settingsGiven({ LANGUAGE: 'es' }, { LANGUAGE })).toEqual({ LANGUAGE: 'es' });
    expect(() => startSettings(settingsGiven({}, { LANGUAGE }))).not.toThrow();
  });

  it('is the language of a desktop where the file names none', () => {
    expect(settingsGiven({}, { LANGUAGE: 'de_AT:de:en' })).toEqual({ LANGUAGE: 'de_AT:de:en' });
    expect(settingsGiven({ LANGUAGE: 'es' }, { LANGUAGE: 'de_AT:de:en' })).toEqual({ LANGUAGE: 'es' });
  });

  it('is refused where somebody chose a language that is none of ours', () => {
    expect(() => startSettings(settingsGiven({}, { LANGUAGE: 'pt' }))).toThrow('LANGUAGE is none of');
  });
});
