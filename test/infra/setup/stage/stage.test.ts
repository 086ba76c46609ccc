import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadContext, readConfig } from '../../../../infra/cloud/config.ts';
import { BadStage, namedStageOf, stageOf } from '../../../../infra/setup/stage/stage.ts';
import { temporaryFolder } from '../folder.ts';

const at = temporaryFolder();

describe('A stage', () => {
  it('is the one of --stage, and has a file of settings and a file of outputs', () => {
    expect(stageOf('prod', { STAGE: 'test' }, '/shop')).toEqual({
      name: 'prod',
      file: '/shop/.env.prod',
      outputs: '/shop/cdk-outputs.prod.json',
      option: ' --stage prod',
    });
  });

  it('is else the one of STAGE', () => {
    expect(stageOf(undefined, { STAGE: 'test' })).toMatchObject({ name: 'test', file: '.env.test' });
  });

  it('that nobody names is dev, with the settings that npm start reads', () => {
    expect(stageOf(undefined, { STAGE: ' ' }, at('none'))).toEqual({
      name: 'dev',
      file: at('none/.env'),
      outputs: at('none/cdk-outputs.dev.json'),
      option: '',
    });
  });

  it('can be named in .env, whose settings it then has', () => {
    writeFileSync(at('.env'), 'STAGE=trial\n');
    expect(stageOf(undefined, {}, at())).toMatchObject({ name: 'trial', file: at('.env') });
    expect(stageOf(undefined, { STAGE: 'test' }, at())).toMatchObject({
      name: 'test',
      file: at('.env.test'),
    });
  });

  it('always has a file of its own where a command works with one', () => {
    expect(namedStageOf(undefined, {}, at('none'))).toMatchObject({ name: 'dev', file: at('none/.env.dev') });
    expect(namedStageOf('prod', {})).toMatchObject({ name: 'prod', file: '.env.prod' });
  });

  it.each([
    'dev',
    'eu-1',
    'x'.repeat(20),
    'Prod',
    '',
    '9',
    '../dev',
    'x'.repeat(21),
  ])('has a name that a deployment takes as well: "%s"', (name) => {
    const isStage = (take: () => unknown): boolean => {
      try {
        take();
        return true;
      } catch (error) {
        if (error instanceof BadContext || error instanceof BadStage) return false;
        throw error;
      }
    };
    expect(isStage(() => stageOf(name, {}))).toBe(isStage(() => readConfig({ stage: name })));
  });

  it('is never called example: .env.example is committed, and set-up writes keys', () => {
    expect(() => stageOf('example', {})).toThrow('--stage cannot be "example"');
    expect(() => stageOf(undefined, { STAGE: 'example' })).toThrow('STAGE cannot be "example"');
  });
});
