import type { PlatformAnswer, PlatformApi } from '../../../lib/http/platform-api.ts';
import { SetupFailed } from '../plan.ts';
import type { Body } from './body.ts';
import { AGAIN, failed } from './failure.ts';
import { type Kind, type Thing, thingOf, thingsOf } from './things.ts';

/** Vapi's own default. A hundred assistants are a few megabytes. */
const PAGE = 100;

export type Refusal = { is: 'refused'; status: number; body: unknown };

/** The organisation's things at Vapi. Every method throws `SetupFailed`. */
export type Account = {
  /** Everything of a kind; undefined for credentials where the key has no such route. */
  list(kind: Kind): Promise<Thing[] | undefined>;
  /** Undefined for what is not there any more, or for nobody with this key to see. */
  get(kind: Kind, id: string): Promise<Thing | undefined>;
  /** Tells the two apart: a key may be shown the list of credentials, and not one of them. */
  look(kind: Kind, id: string): Promise<Looked>;
  /** After a lost answer `again` says which of all that is there was made by it. */
  create(kind: Kind, body: Body, order: Order): Promise<{ is: 'made'; thing: Thing } | Refusal>;
  /**
   * `holds` says whether something is as it was to be: a change whose answer is lost is looked at. Returns whether all
   * of it was kept: Vapi drops what it does not like.
   */
  change(
    kind: Kind,
    id: string,
    body: Body,
    what: string,
    holds: (thing: Thing) => boolean,
  ): Promise<boolean>;
  /** The error of a refusal that was given back. */
  refused(what: string, refusal: Refusal): SetupFailed;
};

export type Looked = { is: 'there'; thing: Thing } | { is: 'absent' } | { is: 'hidden' };

/** Accounts differ in whether a key may look at credentials, or make them. */
export function isRouteMissing(answer: PlatformAnswer | Refusal): boolean {
  return answer.is === 'refused' && (answer.status === 403 || answer.status === 404);
}

/** What is made, and which of all that is there can only have been made by this. */
export type Order = { what: string; again(all: readonly Thing[]): readonly Thing[] };

export function vapiAccount(
  api: PlatformApi,
  baseUrl: string,
  settings: Readonly<Record<string, string>>,
): Account {
  const urlOf = (kind: Kind, rest = '') => `${baseUrl.replace(/\/+$/, '')}/${kind}${rest}`;
  const unreadable = (what: string) => new SetupFailed(what, 'Vapi’s answer cannot be read', AGAIN);

  const page = async (kind: Kind, query: Readonly<Record<string, string>>): Promise<Thing[] | undefined> => {
    const what = `the list of ${kind}s at Vapi`;
    const search = new URLSearchParams({ limit: String(PAGE), ...query });
    const answer = await api({ method: 'GET', url: urlOf(kind, `?${search}`) });
    if (kind === 'credential' && isRouteMissing(answer)) return undefined;
    if (answer.is !== 'ok') throw failed(what, answer, settings);
    const things = thingsOf(answer.body);
    if (things === undefined) throw unreadable(what);
    return things;
  };

  /** No order of a list is documented: from the first page it goes on to both sides, over things of the same moment too. */
  const list = async (kind: Kind): Promise<Thing[] | undefined> => {
    const first = await page(kind, {});
    if (first === undefined || first.length < PAGE) return first;
    const all = new Map(first.map((thing) => [thing.id, thing]));
    for (const [side, last] of [
      ['createdAtLe', 0],
      ['createdAtGe', -1],
    ] as const) {
      for (;;) {
        const cursor = [...all.values()]
          .flatMap(({ createdAt }) => createdAt ?? [])
          .sort()
          .at(last);
        const next = cursor === undefined ? [] : ((await page(kind, { [side]: cursor })) ?? []);
        const fresh = next.filter(({ id }) => !all.has(id));
        if (fresh.length === 0) break;
        for (const thing of fresh) all.set(thing.id, thing);
      }
    }
    return [...all.values()];
  };

  const look = async (kind: Kind, id: string): Promise<Looked> => {
    const what = `${kind} ${id} at Vapi`;
    const answer = await api({ method: 'GET', url: urlOf(kind, `/${encodeURIComponent(id)}`) });
    if (answer.is === 'refused' && answer.status === 404) return { is: 'absent' };
    // An id that Vapi can have given to nothing.
    if (answer.is === 'refused' && answer.status === 400) return { is: 'absent' };
    if (kind === 'credential' && isRouteMissing(answer)) return { is: 'hidden' };
    if (answer.is !== 'ok') throw failed(what, answer, settings);
    const thing = thingOf(answer.body);
    if (thing === undefined) throw unreadable(what);
    return { is: 'there', thing };
  };

  const get = async (kind: Kind, id: string): Promise<Thing | undefined> => {
    const found = await look(kind, id);
    return found.is === 'there' ? found.thing : undefined;
  };

  /** Whether it was made is not known: nothing is repeated before a look. */
  const lookedFor = async (kind: Kind, { what, again }: Order, reason: string): Promise<Thing> => {
    const all = await list(kind);
    if (all === undefined) {
      const remedy = 'Look in the dashboard whether it is there; then write its id into the settings.';
      throw new SetupFailed(what, `the answer was lost (${reason}), and this key cannot look`, remedy);
    }
    const [found, twin] = again(all);
    if (twin !== undefined) {
      throw new SetupFailed(
        what,
        'there are two of it at Vapi',
        'Delete one in the dashboard, then run it again.',
      );
    }
    if (found !== undefined) return found;
    throw new SetupFailed(what, `the answer was lost (${reason}), and it is not there`, AGAIN);
  };

  const reasonOf = (answer: Exclude<PlatformAnswer, Refusal>): string =>
    answer.is === 'lost' ? answer.reason : 'it cannot be read';

  return {
    list,
    get,
    look,
    async create(kind, body, order) {
      const answer = await api({ method: 'POST', url: urlOf(kind), json: body });
      if (answer.is === 'refused') return answer;
      const thing = answer.is === 'ok' ? thingOf(answer.body) : undefined;
      return { is: 'made', thing: thing ?? (await lookedFor(kind, order, reasonOf(answer))) };
    },
    async change(kind, id, body, what, holds) {
      const answer = await api({
        method: 'PATCH',
        url: urlOf(kind, `/${encodeURIComponent(id)}`),
        json: body,
      });
      if (answer.is === 'refused') throw failed(what, answer, settings);
      const told = answer.is === 'ok' ? thingOf(answer.body) : undefined;
      if (told !== undefined && holds(told)) return true;
      const thing = await get(kind, id);
      if (thing !== undefined && holds(thing)) return true;
      if (answer.is === 'ok' && thing !== undefined) return false;
      throw new SetupFailed(what, `the answer was lost (${reasonOf(answer)}), and it is not changed`, AGAIN);
    },
    refused: (what, refusal) => failed(what, refusal, settings),
  };
}
