import { afterEach, describe, expect, it, vi } from 'vitest';
import { entry } from '../../../lib/lambda/entry.ts';
import { BadSettings, readSettings } from '../../../lib/lambda/settings.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const building = () => {
  const built: (string | undefined)[] = [];
  const handler = () =>
    entry<string, string, string>((env) => {
      built.push(env.STAGE);
      return async (event, context) => `${event} ${context} ${built.length}`;
    });
  return { built, handler };
};

describe('The entry of a function', () => {
  it('builds the handler while the module loads, in Lambda', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'handoff-worker');
    vi.stubEnv('STAGE', 'prod');
    const { built, handler } = building();
    const made = handler();
    expect(built).toEqual(['prod']);
    expect(await made('event', 'context')).toBe('event context 1');
    expect(built).toEqual(['prod']);
  });

  it('fails to load with wrong settings, in Lambda, with one message', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'handoff-worker');
    const create = () => {
      readSettings({}, 'TABLE_NAME');
      return async () => undefined;
    };
    expect(() => entry(create)).toThrow(BadSettings);
  });

  it('builds nothing by being imported elsewhere, and builds once when it is called', async () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', undefined);
    const { built, handler } = building();
    const made = handler();
    expect(built).toEqual([]);
    await made('event', 'context');
    expect(await made('again', 'context')).toBe('again context 1');
    expect(built).toHaveLength(1);
  });
});
