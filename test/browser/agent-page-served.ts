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
import { answerData, headersWith, listening } from './served.ts';

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
const { html, json } = headersWith(CONTENT_SECURITY_POLICY);

export const servePage = async (view: AgentView): Promise<ServedPage> => {
  let open = 0;
  const { origin, stop } = await listening((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const shown = { numbers: url.searchParams.get('numbers') === 'shown' ? 'shown' : 'hidden' } as const;
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
      response.writeHead(isRefused(served.trouble) ? 403 : 404, json);
      response.end(JSON.stringify({ error: { message } }));
    } else if (served.trouble === 'broken') response.writeHead(503, html).end();
    else if (answerData(request, response, json, agentData(served.view, shown))) served.unchanged += 1;
  });
  const served: ServedPage = {
    url: `${origin}${PATH}`,
    view,
    trouble: 'none',
    asked: 0,
    unchanged: 0,
    atOnce: 0,
    stop,
  };
  return served;
};
