import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { twilioConnection, vapiConnection } from '../../../infra/setup/connections.ts';
import { GIVEN } from './world.ts';

const heard: (string | undefined)[] = [];
const server = createServer((request, response) => {
  heard.push(request.headers.authorization);
  response.setHeader('content-type', 'application/json').end('{}');
});
let url = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const KEY = { TWILIO_API_KEY: 'SK0q7Zk4mNp2vRx8Lw3', TWILIO_API_KEY_SECRET: 'q7-Zk4mNp2vRx8Lw3' };

describe('The platforms are asked', () => {
  it.each([
    [
      'Twilio with the token in force',
      twilioConnection({ ...GIVEN, TWILIO_AUTH_TOKEN: 'now-1 ,next-2' }),
      basic(GIVEN.TWILIO_ACCOUNT_SID, 'now-1'),
    ],
    [
      'Twilio with the API key where there is one',
      twilioConnection({ ...GIVEN, ...KEY }),
      basic(KEY.TWILIO_API_KEY, KEY.TWILIO_API_KEY_SECRET),
    ],
    [
      'Twilio with the token where half a key is given',
      twilioConnection({ ...GIVEN, TWILIO_API_KEY: KEY.TWILIO_API_KEY }),
      basic(GIVEN.TWILIO_ACCOUNT_SID, GIVEN.TWILIO_AUTH_TOKEN),
    ],
    ['Vapi with the private key', vapiConnection(GIVEN), `Bearer ${GIVEN.VAPI_API_KEY}`],
  ])('%s', async (_who, api, authorization) => {
    expect(await api({ method: 'GET', url })).toMatchObject({ is: 'ok' });
    expect(heard.pop()).toBe(authorization);
  });
});
