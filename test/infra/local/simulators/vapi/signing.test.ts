import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createSign } from '../../../../../infra/local/simulators/vapi/signing.ts';

const vectorsSchema = z.object({
  vectors: z.array(
    z.object({
      name: z.string(),
      secretKey: z.string(),
      body: z.string(),
      headers: z.record(z.string(), z.string()),
    }),
  ),
});
const file = new URL('../../../../fixtures/vapi/hmac-vectors.json', import.meta.url);
const { vectors } = vectorsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
const vector = (name: string) => {
  const found = vectors.find((each) => each.name === name);
  if (!found) throw new Error(`no vector ${name}`);
  return found;
};

describe('the signatures of the simulated Vapi', () => {
  it('are those of the HMAC credential with its default settings', () => {
    const { secretKey: secret, body, headers } = vector('vapi-default');
    expect(createSign({ auth: 'hmac', secret })(body, 1_789_743_861_999)).toEqual(headers);
  });

  it('are those of a plan over the bare body', () => {
    const { secretKey: secret, body, headers } = vector('body-only-x-vapi-signature');
    expect(createSign({ auth: 'hmac-body', secret })(body, 0)).toEqual(headers);
  });

  it('can be the secret itself, in either header', () => {
    expect(createSign({ auth: 'secret', secret: 'FAKE' })('{}', 0)).toEqual({ 'x-vapi-secret': 'FAKE' });
    expect(createSign({ auth: 'bearer', secret: 'FAKE' })('{}', 0)).toEqual({ authorization: 'Bearer FAKE' });
  });
});
