import { afterEach, describe, expect, it, vi } from 'vitest';
import { functions } from '../../infra/topology.ts';

const NEEDED: Record<keyof typeof functions, string[]> = {
  'vapi-webhook': ['TABLE_NAME', 'HANDOFF_QUEUE_URL', 'PUBLIC_BASE_URL', 'VAPI_SERVER_SECRET'],
  'twilio-assignment': [
    'TABLE_NAME',
    'HANDOFF_QUEUE_URL',
    'PUBLIC_BASE_URL',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_WORKSPACE_SID',
  ],
  'twilio-assignment-fallback': [
    'TABLE_NAME',
    'HANDOFF_QUEUE_URL',
    'PUBLIC_BASE_URL',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_WORKSPACE_SID',
  ],
  'twilio-events': [
    'TABLE_NAME',
    'HANDOFF_QUEUE_URL',
    'PUBLIC_BASE_URL',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_WORKSPACE_SID',
  ],
  'twilio-status': ['TABLE_NAME', 'HANDOFF_QUEUE_URL', 'PUBLIC_BASE_URL', 'TWILIO_AUTH_TOKEN'],
  'agent-page': ['TABLE_NAME'],
  health: ['TABLE_NAME', 'HANDOFF_QUEUE_URL'],
  'handoff-worker': [
    'TABLE_NAME',
    'HANDOFF_QUEUE_URL',
    'PUBLIC_BASE_URL',
    'VAPI_API_KEY',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_WORKSPACE_SID',
    'TWILIO_WORKFLOW_SID',
  ],
};

const load = (name: keyof typeof functions) => import(`../../functions/${functions[name].entry}.ts`);
const names = Object.keys(NEEDED).filter((name): name is keyof typeof functions => name in functions);

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

describe('A function of the topology', () => {
  it('is each of them', () => {
    expect(names.toSorted()).toEqual(Object.keys(functions).toSorted());
  });

  it.each(names)('%s names every setting that it misses, at once', async (name) => {
    const { create } = await load(name);
    let problems: string[] = [];
    try {
      create({});
    } catch (error) {
      const [, ...lines] = error instanceof Error ? error.message.split('\n') : [];
      problems = lines.map((line) => line.trim());
    }
    expect(problems.toSorted()).toEqual(NEEDED[name].map((setting) => `${setting} is not set`).toSorted());
  });

  it.each(names)('%s fails while it loads in Lambda when a setting is missing', async (name) => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', name);
    await expect(load(name)).rejects.toThrow('TABLE_NAME is not set');
  });

  it('asks for none of the secrets that it does not use', () => {
    expect(NEEDED['vapi-webhook']).not.toContain('TWILIO_AUTH_TOKEN');
    expect(NEEDED['twilio-events']).not.toContain('VAPI_API_KEY');
  });
});
