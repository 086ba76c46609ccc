import type { createNumberOperations } from './account/numbers.ts';
import type { createAccountOperations } from './account/rest.ts';
import { type Asked, GONE, type Params, type Reply } from './replies.ts';
import type { Workspace } from './taskrouter/model.ts';
import type { TaskRouterPaths } from './taskrouter/paths.ts';
import type { Voice } from './voice/voice.ts';

const UNKNOWN: Asked = { operation: 'unknown', reply: () => GONE };
const WORKSPACES = /^\/v1\/Workspaces(?:\/(\w+)(?:\/(\w+)(?:\/([^/]+)(?:\/(\w+)(?:\/([^/]+))?)?)?)?)?$/;
const ACCOUNT =
  /^\/2010-04-01\/Accounts\/(\w+)(?:\/(\w+)(?:\/(\w+)(?:\/(Participants)(?:\/(\w+))?)?)?)?\.json$/;
/** The hosts of what else there is have no path in common, and so they are one here. */
const OTHERS =
  /^\/v1\/(Alerts|DialingPermissions\/Countries|Settings|CustomerProfiles|TrustProducts)(?:\/(\w+)(?:\/(\w+))?)?$/;

/**
 * What every answer of TaskRouter's says of the limits on requests. What `Config` holds is not documented, and the
 * figures are invented.
 */
const RATE = {
  'x-rate-limit-limit': '100',
  'x-rate-limit-remaining': '99',
  'x-rate-limit-config': 'simulated',
};

/** Finds what a method and a path ask for. */
export const createPaths = (options: {
  accountSid: string;
  workspaces: readonly Workspace[];
  taskRouter: TaskRouterPaths;
  account: ReturnType<typeof createAccountOperations>;
  numbers: ReturnType<typeof createNumberOperations>;
  calls: Voice['calls'];
  conferences: Voice['conferences'];
}) => {
  const { accountSid, workspaces, taskRouter, account, numbers, calls, conferences } = options;

  const onCalls = (method: string, sid: string | undefined): Asked | undefined => {
    if (sid === undefined) {
      if (method === 'POST') return { operation: 'create-call', reply: calls.create };
      return method === 'GET' ? { operation: 'list-calls', reply: calls.list } : undefined;
    }
    if (method === 'GET')
      return { operation: 'fetch-call', sid, reply: (params) => calls.fetch(sid, params) };
    if (method !== 'POST') return undefined;
    return { operation: 'update-call', sid, reply: (params) => calls.update(sid, params) };
  };

  const onConferences = (sid?: string, inner?: string, callSid?: string): Asked => {
    if (sid === undefined) return { operation: 'list-conferences', reply: conferences.list };
    if (inner === undefined)
      return { operation: 'fetch-conference', sid, reply: (params) => conferences.fetch(sid, params) };
    return callSid === undefined
      ? { operation: 'list-participants', sid, reply: (params) => conferences.listParticipants(sid, params) }
      : {
          operation: 'fetch-participant',
          sid: callSid,
          reply: (params) => conferences.fetchParticipant(sid, callSid, params),
        };
  };

  const onNumbers = (method: string, sid: string | undefined): Asked | undefined => {
    if (sid === undefined) {
      return method === 'GET' ? { operation: 'list-numbers', reply: numbers.list } : undefined;
    }
    if (method === 'GET')
      return { operation: 'fetch-number', sid, reply: (params) => numbers.fetch(sid, params) };
    if (method !== 'POST') return undefined;
    return { operation: 'update-number', sid, reply: (params) => numbers.update(sid, params) };
  };

  const onAccount = (
    method: string,
    [what, sid, inner, callSid]: (string | undefined)[],
  ): Asked | undefined => {
    if (what === 'Calls') return inner === undefined ? onCalls(method, sid) : undefined;
    if (what === 'IncomingPhoneNumbers') return inner === undefined ? onNumbers(method, sid) : undefined;
    if (method !== 'GET') return undefined;
    if (what === 'Conferences') return onConferences(sid, inner, callSid);
    if (sid !== undefined) return undefined;
    if (what === undefined) return { operation: 'fetch-account', reply: account.fetch, isOfAccounts: true };
    if (what === 'Balance') return { operation: 'fetch-balance', reply: account.balance };
    return what === 'OutgoingCallerIds'
      ? { operation: 'list-caller-ids', reply: account.callerIds }
      : undefined;
  };

  const onOthers = (what: string, sid?: string, inner?: string): Asked | undefined => {
    if (inner !== undefined) {
      return what === 'TrustProducts' && inner === 'ChannelEndpointAssignments' && sid !== undefined
        ? { operation: 'list-assignments', sid, reply: (params) => account.assignments(sid, params) }
        : undefined;
    }
    const one = (operation: string, fetch: (sid: string, params: Params) => Reply): Asked | undefined =>
      sid === undefined ? undefined : { operation, sid, reply: (params) => fetch(sid, params) };
    switch (what) {
      case 'Alerts':
        return one('fetch-alert', account.alert) ?? { operation: 'list-alerts', reply: account.alerts };
      case 'DialingPermissions/Countries':
        return (
          one('fetch-country', account.country) ?? { operation: 'list-countries', reply: account.countries }
        );
      case 'CustomerProfiles': {
        const { list, fetch } = account.customerProfiles;
        return one('fetch-customer-profile', fetch) ?? { operation: 'list-customer-profiles', reply: list };
      }
      case 'TrustProducts': {
        const { list, fetch } = account.trustProducts;
        return one('fetch-trust-product', fetch) ?? { operation: 'list-trust-products', reply: list };
      }
      default:
        return sid === undefined
          ? { operation: 'fetch-dialing-settings', reply: account.dialingSettings }
          : undefined;
    }
  };

  const onWorkspaces = (method: string, [workspaceSid, ...inside]: (string | undefined)[]): Asked => {
    if (workspaceSid === undefined) return taskRouter.onAll(method) ?? UNKNOWN;
    const workspace = workspaces.find(({ sid }) => sid === workspaceSid);
    if (workspace === undefined) return UNKNOWN;
    return taskRouter.within(workspace, method, inside) ?? UNKNOWN;
  };

  return (method: string, path: string): Asked => {
    const ofAccount = ACCOUNT.exec(path);
    if (ofAccount !== null) {
      const [, sid, ...rest] = ofAccount;
      return (sid === accountSid && onAccount(method, rest)) || UNKNOWN;
    }
    const other = OTHERS.exec(path);
    if (other !== null) {
      const [, what = '', sid, inner] = other;
      return (method === 'GET' && onOthers(what, sid, inner)) || UNKNOWN;
    }
    const found = WORKSPACES.exec(path);
    return found === null ? UNKNOWN : { ...onWorkspaces(method, found.slice(1)), headers: RATE };
  };
};
