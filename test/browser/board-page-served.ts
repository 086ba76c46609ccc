import type { BoardData, HandoffPage } from '../../lib/board/data.ts';
import { BOARD_POLICY } from '../../lib/pages/board/document.ts';
import { BOARD_NOT_SHOWN, type BoardNotShown, boardNotShown } from '../../lib/pages/board/not-shown.ts';
import { boardAnswer, boardPage } from '../../lib/pages/board/page.ts';
import { answerData, headersWith, listening } from './served.ts';

/** The routes of the board, as the deployed function answers. */
export type ServedBoard = {
  /** Under a stage's path, as API Gateway has it. */
  url: string;
  data: BoardData;
  /** What is answered instead of the board. */
  trouble: 'none' | 'broken' | 'silent' | BoardNotShown;
  /** How often `/data` was asked for. */
  asked: number;
  /** What a search is answered; without a status nothing is. */
  find: (query: URLSearchParams) => { status?: number; body?: HandoffPage | Refused };
  searches: string[];
  stop: () => Promise<void>;
};
export type Refused = { error: { code: string; message: string; field?: string } };

export const PATH = '/prod/board/token';
const { html, json } = headersWith(BOARD_POLICY);

export const serveBoard = async (data: BoardData): Promise<ServedBoard> => {
  const { origin, stop } = await listening((request, response) => {
    const { pathname, search, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const { trouble } = served;
    const refused = trouble === 'invalid' || trouble === 'expired';
    const refuse = () =>
      response
        .writeHead(403, json)
        .end(
          JSON.stringify({ error: { code: 'forbidden', message: refused ? BOARD_NOT_SHOWN[trouble] : '' } }),
        );
    if (pathname === PATH) {
      response
        .writeHead(refused ? 403 : 200, html)
        .end(refused ? boardNotShown(trouble) : boardPage(served.data));
    } else if (pathname === `${PATH}/handoffs`) {
      served.searches.push(search);
      const { status, body } = served.find(searchParams);
      if (refused) refuse();
      else if (status !== undefined) response.writeHead(status, json).end(JSON.stringify(body));
    } else if (pathname === `${PATH}/handoffs.csv`) {
      response.writeHead(200, { ...json, 'content-type': 'text/csv' }).end(`search\r\n"${search}"\r\n`);
    } else if (pathname === `${PATH}/data`) {
      served.asked += 1;
      if (refused) refuse();
      else if (trouble === 'broken') response.writeHead(503, html).end();
      else if (trouble !== 'silent') answerData(request, response, json, boardAnswer(served.data));
    } else response.writeHead(404, html).end();
  });
  const served: ServedBoard = {
    url: `${origin}${PATH}`,
    data,
    trouble: 'none',
    asked: 0,
    find: () => ({ status: 200, body: { handoffs: [] } }),
    searches: [],
    stop,
  };
  return served;
};
