import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { askOurs } from '../../../../lib/doctor/ours/ask.ts';

describe('A request to our own service', () => {
  it('is sent as it is, and answered with status and JSON', async () => {
    const server = createServer((request, response) => {
      response.writeHead(401).end(JSON.stringify({ seen: [request.method, request.headers['x-signature']] }));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/webhook/vapi`;
    const answer = await askOurs({ method: 'POST', url, headers: { 'x-signature': 'abc' }, body: '{}' });
    server.close();
    server.closeAllConnections();
    expect(answer).toEqual({ is: 'answered', status: 401, body: { seen: ['POST', 'abc'] } });
    expect(await askOurs({ method: 'GET', url })).toEqual({ is: 'lost', reason: 'unreachable' });
  });
});
