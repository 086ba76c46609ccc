import { describe, expect, it } from 'vitest';
import { onPort } from '../../../../infra/local/kit/on-port.ts';
import { serve } from '../../../../infra/local/lambda/http.ts';

const start = (port: number) => serve(async (_request, response) => void response.end(), port);

describe('What has a port of its own', () => {
  it('takes any free one when that is taken', async () => {
    const first = await onPort(0, start);
    const second = await onPort(first.port, start);
    expect(second.port).not.toBe(first.port);
    await first.stop();
    const third = await onPort(first.port, start);
    expect(third.port).toBe(first.port);
    await Promise.all([second.stop(), third.stop()]);
  });

  it('does not hide any other trouble', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    await expect(onPort(1, broken)).rejects.toThrow('broken');
  });
});
