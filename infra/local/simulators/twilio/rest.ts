import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from '../../lambda/http.ts';
import { type Fault, pageOf, type Script, withoutField } from '../kit/faults.ts';
import type { Account, ApiKey } from './account/model.ts';
import { type Asked, fail, invalid, type Params, paramsOf, type Reply, refuse } from './replies.ts';

export type RequestSeen = {
  method: string;
  operation: string;
  sid: string | undefined;
  /** ms since 1970 */
  at: number;
  params: Record<string, string>;
  /** `cut`: the connection was, before any answer. */
  status: number | 'cut';
};

const MAX_BODY_BYTES = 1024 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/** The HTTP side of the API: credentials, forms, and the faults that are asked for. */
export const createRest = (options: {
  account: Account;
  /** Who may ask besides the account itself. */
  apiKeys: readonly ApiKey[];
  read: (method: string, path: string) => Asked;
  faults: Script<Fault>;
  seen: (request: RequestSeen) => void;
  stopping: AbortSignal;
}) => {
  const { account, apiKeys, read, faults, seen, stopping } = options;
  const NOBODY = refuse(401, 20003, 'Authenticate');
  const isOf = (authorization: string | undefined, user: string, password: string): boolean =>
    authorization === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

  /** Whoever asks with an account that is not active may still see that. */
  const stranger = (
    authorization: string | undefined,
    { isOfAccounts = false }: Asked,
  ): Reply | undefined => {
    const key = apiKeys.find(({ sid, secret }) => isOf(authorization, sid, secret));
    if (key === undefined && !isOf(authorization, account.sid, account.authToken)) return NOBODY;
    if (isOfAccounts) return key?.kind === 'standard' ? NOBODY : undefined;
    return account.status === 'active' ? undefined : NOBODY;
  };

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const at = Date.now();
    const { method = 'GET', url = '/', headers } = request;
    const target = new URL(url, 'http://twilio');
    const raw = await readBody(request, MAX_BODY_BYTES);
    const form = new URLSearchParams(raw === 'too-large' ? '' : raw.toString('utf8'));
    // A form is read from the body alone, a question from the address alone.
    const params: Params = paramsOf(method === 'POST' ? form : target.searchParams);
    const ifMatch = headers['if-match'];
    const asked = read(method, target.pathname);

    const reply = (): Reply => {
      const unknown = stranger(headers.authorization, asked);
      if (unknown !== undefined) return unknown;
      if (raw === 'too-large') return refuse(413, 20413, 'The request is too large');
      const isForm = headers['content-type']?.startsWith(FORM) ?? raw.length === 0;
      if (method === 'POST' && !isForm) return refuse(415, 20415, `The body is not ${FORM}`);
      if (method === 'POST' && target.search !== '') return invalid('Parameters belong into the body');
      return asked.reply(params, ifMatch);
    };
    const note = (status: number | 'cut') =>
      seen({ method, operation: asked.operation, sid: asked.sid, at, params, status });
    const answer = ({ status, body, headers: more }: Reply) => {
      note(status);
      response.writeHead(status, { 'content-type': 'application/json', ...asked.headers, ...more });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    const cut = () => {
      note('cut');
      response.destroy();
    };

    const isWrite = method !== 'GET';
    const fault =
      faults.take(asked.operation) ?? (isWrite ? faults.take('write') : undefined) ?? faults.take('any');
    switch (fault?.kind) {
      case undefined:
        return answer(reply());
      case 'status':
        if (fault.as === 'page') {
          note(fault.status);
          response.writeHead(fault.status, { 'content-type': 'text/html', ...fault.headers });
          response.end(pageOf(fault.status));
          return;
        }
        return answer({ ...fail(fault.status), ...(fault.headers && { headers: fault.headers }) });
      case 'status-after-effect':
        reply();
        return answer(fail(fault.status));
      case 'slow': {
        const late = reply();
        await sleep(fault.ms, undefined, { signal: stopping }).catch(() => undefined);
        return response.destroyed ? cut() : answer(late);
      }
      case 'without': {
        const whole = reply();
        return answer({ ...whole, body: withoutField(whole.body, fault.field) });
      }
      case 'lost-answer':
        reply();
        return cut();
      case 'cut':
        return cut();
    }
  };
};
