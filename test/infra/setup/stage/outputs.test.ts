import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  BadOutputs,
  baseUrlOf,
  baseUrlWarning,
  outputNamed,
  readOutputs,
} from '../../../../infra/setup/stage/outputs.ts';
import { temporaryFolder } from '../folder.ts';

const at = temporaryFolder();
const DEV = { name: 'dev' };
const OUTPUTS = {
  'voice-handoff-dev-data': { SecretName: 'Secret-1', TableName: 'table' },
  'voice-handoff-dev-service': {
    TwilioWorkspaceEventUrl: 'https://api.example.com/voice/webhook/twilio/events#rc=3',
    AlarmTopicArn: 'arn:aws:sns:us-west-2:000000000000:alarms',
  },
};

describe('The address under which the platforms reach a stage', () => {
  it('is PUBLIC_BASE_URL where it is given', () => {
    const given = { PUBLIC_BASE_URL: 'https://proxy.example.com/voice/' };
    expect(baseUrlOf(given, OUTPUTS, DEV)).toBe('https://proxy.example.com/voice');
  });

  it('is else what the URLs of the deployment begin with, a path and the options behind # apart', () => {
    expect(baseUrlOf({}, OUTPUTS, DEV)).toBe('https://api.example.com/voice');
  });

  it('is not known before a deployment, or from that of another stage', () => {
    expect(baseUrlOf({}, undefined, DEV)).toBeUndefined();
    expect(baseUrlOf({}, OUTPUTS, { name: 'prod' })).toBeUndefined();
    expect(baseUrlOf({}, { 'voice-handoff-dev-data': { TableName: 'table' } }, DEV)).toBeUndefined();
  });

  it.each([
    ['http://tunnel.example.com', /is http/],
    ['http://localhost:3000', /this machine/],
    ['https://127.0.0.1', /this machine/],
  ])('is warned of where no platform should be sent there: %s', (url, warning) => {
    expect(baseUrlWarning(url)).toMatch(warning);
  });

  it('is not warned of where it is good', () => {
    expect(baseUrlWarning('https://api.example.com/voice')).toBeUndefined();
  });
});

describe('The outputs of a deployment', () => {
  it('are read by stack and name, and are not there before the first', () => {
    writeFileSync(at('cdk-outputs.dev.json'), JSON.stringify(OUTPUTS));
    const outputs = readOutputs(at('cdk-outputs.dev.json'));
    expect(outputNamed(outputs, 'dev', 'SecretName')).toBe('Secret-1');
    expect(outputNamed(outputs, 'prod', 'SecretName')).toBeUndefined();
    expect(readOutputs(at('cdk-outputs.prod.json'))).toBeUndefined();
  });

  it.each(['', '{"voice', '[]', '{"a": 1}'])('are refused when they are something else: %s', (text) => {
    writeFileSync(at('cdk-outputs.bad.json'), text);
    expect(() => readOutputs(at('cdk-outputs.bad.json'))).toThrow(BadOutputs);
    expect(() => readOutputs(at())).toThrow('cannot be read (EISDIR)');
  });
});
