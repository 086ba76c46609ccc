import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CONTENT_SECURITY_POLICY } from '../../lib/pages/agent/document.ts';
import {
  isRefused,
  NOT_SHOWN,
  type NotShown,
  notShownPage,
  triesIn,
} from '../../lib/pages/agent/not-shown.ts';
import { agentData, agentPage } from '../../lib/pages/agent/page.ts';
import type { AgentView } from '../../lib/pages/agent/view.ts';

/** The two routes of the agent page as the deployed function answers them, for a view that a test changes. */
export type ServedPage = {
  /** Under a stage's path, as API Gateway has it. */
  url: string;
  view: AgentView;
  /** What is answered instead of the view. */
  trouble: 'none' | 'broken' | 'silent' | NotShown;
  /** How often `/data` was asked for. */
  asked: number;
  /** How often the answer was that nothing had changed. */
  unchanged: number;
  /** The most questions that were open at one time. */
  atOnce: number;
  stop: () => Promise<void>;
};

const PATH = '/prod/agent/token';
const JSON_TYPE = { 'content-type': 'application/json' };

export const servePage = async (view: AgentView): Promise<ServedPage> => {
  let open = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const shown = { numbers: url.searchParams.get('numbers') === 'shown' ? 'shown' : 'hidden' } as const;
    const headers = {
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    };
    const html = { ...headers, 'content-type': 'text/html; charset=utf-8' };
    if (url.pathname === PATH && typeof served.trouble === 'object') {
      const { numbers } = shown;
      const about = { tries: triesIn(url.searchParams), numbers, timeZone: 'UTC' };
      response.writeHead(404, html).end(notShownPage(served.trouble, about));
      return;
    }
    if (url.pathname === PATH) {
      response.writeHead(200, html).end(agentPage(served.view, shown));
      return;
    }
    if (url.pathname !== `${PATH}/data`) {
      response.writeHead(404, html).end();
      return;
    }
    served.asked += 1;
    open += 1;
    served.atOnce = Math.max(served.atOnce, open);
    response.on('close', () => {
      open -= 1;
    });
    if (served.trouble === 'silent') return;
    if (typeof served.trouble === 'object') {
      const message = NOT_SHOWN[served.trouble.is];
      response.writeHead(isRefused(served.trouble) ? 403 : 404, { ...headers, ...JSON_TYPE });
      response.end(JSON.stringify({ error: { message } }));
    } else if (served.trouble === 'broken') response.writeHead(503, html).end();
    else {
      const body = JSON.stringify(agentData(served.view, shown));
      const etag = `"${createHash('sha256').update(body).digest('hex')}"`;
      const known = request.headers['if-none-match'] === etag;
      if (known) served.unchanged += 1;
      response.writeHead(known ? 304 : 200, { ...headers, ...JSON_TYPE, etag });
      response.end(known ? undefined : body);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const served: ServedPage = {
    url: `http://127.0.0.1:${port}${PATH}`,
    view,
    trouble: 'none',
    asked: 0,
    unchanged: 0,
    atOnce: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return served;
};
