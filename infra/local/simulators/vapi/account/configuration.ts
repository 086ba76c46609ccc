import { isObject } from '../../../../../lib/base/json.ts';
import { isBetween, LIST_QUERY, limitOf, readQuery } from '../list-query.ts';
import { withoutNulls } from '../orders.ts';
import { complaints } from '../published/published.ts';
import type { Schema } from '../published/schema.ts';
import { type Reply, refuse } from '../replies.ts';
import type { AccountManners } from './manners.ts';
import { searchNumbers } from './number-search.ts';
import { KINDS, type Kind, type Rules, type Shelves } from './rules.ts';
import type { Body, Saved } from './shelf.ts';

/** What can be asked about what an account has saved. */
export type ConfigurationOperation =
  | `${'create' | 'get' | 'update' | 'delete'}-${Kind}`
  | `list-${Kind}s`
  /** The pages of `/v2`. */
  | 'search-phone-numbers';

export type ConfigurationAsked = {
  operation: ConfigurationOperation;
  resourceId: string | undefined;
  /** Takes a body. */
  isWritten: boolean;
  reply: (body: unknown) => Reply;
};

export type Changed = { is: 'saved'; saved: Saved } | { is: 'refused'; message: string | string[] };
export type Configuration = ReturnType<typeof createConfiguration>;

const LIST: Schema = { type: 'object', properties: { ...LIST_QUERY }, additionalProperties: false };
const NOT_FOUND: Reply = { status: 404, body: { message: 'Not Found', statusCode: 404 } };
const PATH = new RegExp(`^/(${KINDS.join('|')})(?:/([^/]+))?$`);

/** Everything under the paths of what an account saves. */
export function createConfiguration(options: {
  shelves: Shelves;
  rules: Readonly<Record<Kind, Rules>>;
  manners: Readonly<AccountManners>;
}) {
  const { shelves, rules, manners } = options;

  /** What Vapi would refuse is not done. */
  const create = (kind: Kind, given: unknown): Changed => {
    const { toCreate, wrong: wrongAsWhole, created: told } = rules[kind];
    const wrong = complaints(given, toCreate);
    if (wrong.length > 0) return { is: 'refused', message: wrong };
    const body = withoutNulls(given);
    if (!isObject(body)) return { is: 'refused', message: 'Unexpected body' };
    const message = wrongAsWhole?.(body, undefined);
    if (message !== undefined) return { is: 'refused', message };
    const saved = shelves[kind].put(body);
    told?.(saved);
    return { is: 'saved', saved };
  };

  /** Merged at the top; what stands inside is replaced whole. */
  const change = (kind: Kind, before: Saved, given: Body, cleared: readonly string[]): Changed => {
    const kept = Object.entries(before.body).filter(([key]) => given[key] !== null || !cleared.includes(key));
    const more = withoutNulls(given);
    const body = { ...Object.fromEntries(kept), ...(isObject(more) && more) };
    const message = rules[kind].wrong?.(body, before);
    return message === undefined
      ? { is: 'saved', saved: shelves[kind].put(body, before.id) }
      : { is: 'refused', message };
  };

  const update = (kind: Kind, before: Saved, given: unknown): Changed => {
    const wrong = complaints(given, rules[kind].toUpdate(before));
    if (wrong.length > 0 || !isObject(given)) return { is: 'refused', message: wrong };
    return change(kind, before, given, rules[kind].cleared?.() ?? []);
  };

  const answered = (kind: Kind, changed: Changed, status: number): Reply =>
    changed.is === 'saved'
      ? { status, body: rules[kind].shown(changed.saved) }
      : refuse(400, changed.message);

  const removed = (kind: Kind, saved: Saved): Reply => {
    const pin = rules[kind].pinned?.(saved.id);
    if (pin !== undefined) return { status: 409, body: pin };
    shelves[kind].remove(saved.id);
    return { status: 200, body: rules[kind].shown(saved) };
  };

  const all = (kind: Kind): Body[] => shelves[kind].newestFirst().map(rules[kind].shown);

  const list = (kind: Kind, search: URLSearchParams): Reply => {
    const wrong = complaints(readQuery(search), LIST);
    if (wrong.length > 0) return refuse(400, wrong);
    const found = all(kind).filter((one) => isBetween(one, search));
    return { status: 200, body: found.slice(0, limitOf(search)) };
  };

  const found = (kind: Kind, id: string, reply: (saved: Saved) => Reply): Reply => {
    const saved = shelves[kind].get(id);
    return saved === undefined ? NOT_FOUND : reply(saved);
  };

  const routed = (kind: Kind, id: string | undefined, method: string, search: URLSearchParams) => {
    const asked = (
      operation: ConfigurationOperation,
      reply: (body: unknown) => Reply,
    ): ConfigurationAsked => ({
      operation,
      resourceId: id,
      isWritten: method === 'POST' || method === 'PATCH',
      reply,
    });
    if (id === undefined) {
      if (method === 'GET') return asked(`list-${kind}s`, () => list(kind, search));
      if (method === 'POST')
        return asked(`create-${kind}`, (body) => answered(kind, create(kind, body), 201));
      return undefined;
    }
    const of = (reply: (saved: Saved) => Reply) => found(kind, id, reply);
    switch (method) {
      case 'GET':
        return asked(`get-${kind}`, () => of((saved) => ({ status: 200, body: rules[kind].shown(saved) })));
      case 'PATCH':
        return asked(`update-${kind}`, (body) =>
          of((saved) => answered(kind, update(kind, saved, body), 200)),
        );
      case 'DELETE':
        return asked(`delete-${kind}`, () => of((saved) => removed(kind, saved)));
      default:
        return undefined;
    }
  };

  return {
    create,
    change,
    /** What a request asks for here; nothing where the path belongs to something else. */
    asked(method: string, path: string, search: URLSearchParams): ConfigurationAsked | undefined {
      if (path === '/v2/phone-number' && method === 'GET') {
        return {
          operation: 'search-phone-numbers',
          resourceId: undefined,
          isWritten: false,
          reply: () => searchNumbers(all('phone-number'), search),
        };
      }
      const [, name, id] = PATH.exec(path) ?? [];
      const kind = KINDS.find((one) => one === name);
      const asked = kind && routed(kind, id, method, search);
      if (asked === undefined || kind !== 'credential') return asked;
      const access = method === 'GET' ? manners.credentialReads : manners.credentialWrites;
      if (access === 'allowed') return asked;
      const refused =
        access === 'forbidden' ? refuse(403, 'Forbidden resource') : refuse(404, `Cannot ${method} ${path}`);
      return { ...asked, reply: () => refused };
    },
  };
}
