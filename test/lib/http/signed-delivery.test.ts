import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { readBody, serve } from '../../../infra/local/lambda/http.ts';
import { receiverUrlProblem, signingSecretProblem } from '../../../lib/http/receiver.ts';
import { signedDelivery, UnusableReceiver } from '../../../lib/http/signed-delivery.ts';

const ID = 'msg_00000000000000000000000000';
const BODY = JSON.stringify({ type: 'call.summary', summary: 'Grüezi, 人 😀' });
const SECRET = `whsec_${Buffer.from('invented key of the first kind').toString('base64')}`;
const NOW = 1_800_000_000_999;

type Seen = { headers: IncomingMessage['headers']; method: string | undefined; body: string };

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A receiver that keeps what it is sent. */
const receiving = async () => {
  const seen: Seen[] = [];
  const server = await serve(async (request, response) => {
    const body = await readBody(request, 1_000_000);
    seen.push({ headers: request.headers, method: request.method, body: body.toString() });
    response.writeHead(202, { 'retry-after': '7' }).end('{"taken":true}');
  });
  stops.push(server.stop);
  return { url: `${server.url}/hooks`, seen };
};
const deliveryTo = (url: string, secrets = [SECRET], clock = () => NOW) =>
  signedDelivery({ name: 'the order tool', url, secrets, clock, timeoutMs: 2_000, maxBytes: 100 });

describe('A delivery', () => {
  it('is one POST of the body as it is, with the three headers of Standard Webhooks', async () => {
    const { url, seen } = await receiving();
    const outcome = await deliveryTo(url)(ID, BODY);
    expect(outcome).toMatchObject({ is: 'answered', status: 202, body: '{"taken":true}' });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      body: BODY,
      headers: {
        'content-type': 'application/json',
        'webhook-id': ID,
        'webhook-timestamp': '1800000000',
        'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
      },
    });
  });

  it('is signed over id, timestamp and body with the key behind whsec_', async () => {
    const { url, seen } = await receiving();
    await deliveryTo(url)(ID, BODY);
    const mac = createHmac('sha256', 'invented key of the first kind');
    const signature = mac.update(`${ID}.1800000000.${BODY}`).digest('base64');
    expect(seen[0]?.headers['webhook-signature']).toBe(`v1,${signature}`);
  });

  it.each([
    'a plain secret',
    'ümlaut 人',
    'whsec',
    'c2VjcmV0',
  ])('is signed with the bytes of a secret that is plain text: %s', async (secret) => {
    const { url, seen } = await receiving();
    await deliveryTo(url, [secret])(ID, BODY);
    const signature = createHmac('sha256', secret).update(`${ID}.1800000000.${BODY}`).digest('base64');
    expect(seen[0]?.headers['webhook-signature']).toBe(`v1,${signature}`);
  });

  it('has one signature for each secret, so that a receiver with any of them believes it', async () => {
    const { url, seen } = await receiving();
    const secrets = [SECRET, `whsec_${Buffer.from('invented key of the second kind').toString('base64')}`];
    await deliveryTo(url, secrets, Date.now)(ID, BODY);
    const { headers = {}, body = '' }: Partial<Seen> = seen[0] ?? {};
    const header = (name: string) => String(headers[name]);
    expect(header('webhook-signature').split(' ')).toHaveLength(2);
    const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
    const told = Object.fromEntries(names.map((name) => [name, header(name)]));
    for (const secret of secrets) expect(new Webhook(secret).verify(body, told)).toEqual(JSON.parse(BODY));
    const stranger = new Webhook(Buffer.from('another').toString('base64'));
    expect(() => stranger.verify(body, told)).toThrow();
    expect(() => new Webhook(SECRET).verify(`${body} `, told)).toThrow();
  });

  it('has the time of its own attempt, and the same id, when it comes again', async () => {
    const { url, seen } = await receiving();
    let now = NOW;
    const deliver = deliveryTo(url, [SECRET], () => now);
    await deliver(ID, BODY);
    now += 60_000;
    await deliver(ID, BODY);
    expect(seen.map(({ headers }) => [headers['webhook-id'], headers['webhook-timestamp']])).toEqual([
      [ID, '1800000000'],
      [ID, '1800000060'],
    ]);
    expect(new Set(seen.map(({ headers }) => headers['webhook-signature'])).size).toBe(2);
  });

  it('is not signed where there is no secret', async () => {
    const { url, seen } = await receiving();
    await deliveryTo(url, [])(ID, BODY);
    expect(seen[0]?.headers).not.toHaveProperty('webhook-signature');
  });

  it('may be answered with no more than is asked for', async () => {
    const { url } = await receiving();
    const receiver = { name: 'the order tool', url, secrets: [SECRET], clock: () => NOW, timeoutMs: 2_000 };
    expect(await signedDelivery({ ...receiver, maxBytes: 13 })(ID, BODY)).toEqual({
      is: 'lost',
      why: 'too-large',
    });
  });
});

describe('A receiver', () => {
  it.each([
    ['https://crm.example.com/hooks?team=1', undefined],
    ['http://localhost:4000/hooks', undefined],
    ['http://127.0.0.1:4000', undefined],
    ['http://127.8.8.8/', undefined],
    ['http://[::1]:4000/', undefined],
    ['http://crm.example.com/', 'is not an https URL'],
    ['http://127.0.0.1.example.com/', 'is not an https URL'],
    ['http://localhost.example.com/', 'is not an https URL'],
    ['ftp://127.0.0.1/', 'is not an https URL'],
    ['file:///etc/hosts', 'is not an https URL'],
    ['https://team:word@crm.example.com/', 'holds a user name or a password'],
    ['crm.example.com', 'is not a URL'],
    ['', 'is not a URL'],
  ])('at %j has the problem %s', (url, problem) => {
    expect(receiverUrlProblem(url)).toBe(problem);
    if (problem === undefined) expect(() => deliveryTo(url)).not.toThrow();
    else expect(() => deliveryTo(url)).toThrow(UnusableReceiver);
  });

  it.each([
    [SECRET, undefined],
    ['plain', undefined],
    ['', 'is empty'],
    ['whsec_', 'is not base64 after whsec_'],
    ['whsec_not base64', 'is not base64 after whsec_'],
    ['whsec_abc', 'is not base64 after whsec_'],
  ])('with the secret %j has the problem %s', (secret, problem) => {
    expect(signingSecretProblem(secret)).toBe(problem);
    const make = () => deliveryTo('https://crm.example.com/', [SECRET, secret]);
    if (problem === undefined) expect(make).not.toThrow();
    else expect(make).toThrow(UnusableReceiver);
  });

  it('that cannot be used is named, without its URL and its secret', () => {
    const tries = [
      () => deliveryTo('http://tool.example.com/private'),
      () => deliveryTo('https://x.example', ['whsec_private']),
    ];
    for (const make of tries) expect(make).toThrow(/^(?!.*(private|example)).*the order tool/);
  });
});
