import * as z from 'zod/mini';
import { hidden } from '../../../lib/doctor/hidden.ts';
import type { PlatformAnswer, PlatformApi } from '../../../lib/http/platform-api.ts';
import { SetupFailed } from '../plan.ts';
import type { Form } from './planned.ts';

/** Twilio's configuration API. What it cannot do is thrown as `SetupFailed`; what it cannot say is never guessed. */
export type Rest = {
  /** All of a list, over all of its pages. */
  list<S extends z.ZodMiniType>(url: string, key: string, item: S): Promise<z.output<S>[]>;
  /** One thing; undefined for one that is not there. */
  find<S extends z.ZodMiniType>(url: string, schema: S): Promise<z.output<S> | undefined>;
  /** Makes a thing. After a lost answer `again` looks for it: nothing is made twice. */
  create<S extends z.ZodMiniType>(
    making: { what: string; url: string; form: Form; again: () => Promise<z.output<S> | undefined> },
    schema: S,
  ): Promise<z.output<S>>;
  update(what: string, url: string, form: Form): Promise<void>;
};

const AGAIN = 'Run it again: what is there by now is found, and nothing is made twice.';
const CREDENTIALS =
  'Mend TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or TWILIO_API_KEY and TWILIO_API_KEY_SECRET), then run it again.';

const PAGE_SIZE = 100;
/** Pages beyond this are a circle. */
const MOST_PAGES = 1_000;
const LONGEST_REASON = 200;

const problemSchema = z.object({ code: z.optional(z.int()), message: z.optional(z.string()) });
const nextSchema = z.object({
  meta: z.optional(z.object({ next_page_url: z.nullish(z.string()) })),
  next_page_uri: z.nullish(z.string()),
});

function reasonOf(answer: Exclude<PlatformAnswer, { is: 'ok' }>): string {
  if (answer.is === 'lost') return answer.reason;
  const { code, message } = problemSchema.safeParse(answer.body).data ?? {};
  // It may quote what was sent: the number of an agent, the address of a webhook.
  const said = message
    ?.slice(0, LONGEST_REASON)
    .replace(/\+?\d{7,}/g, hidden)
    .replace(/https?:\/\/\S+/g, 'a URL');
  return [`twilio-${answer.status}`, ...(code === undefined ? [] : [code]), ...(said ? [said] : [])].join(
    ', ',
  );
}

function failed(what: string, answer: Exclude<PlatformAnswer, { is: 'ok' }>): SetupFailed {
  const isDenied = answer.is === 'refused' && (answer.status === 401 || answer.status === 403);
  return new SetupFailed(what, reasonOf(answer), isDenied ? CREDENTIALS : AGAIN);
}

/** The next page, at the host that is asked already: credentials go nowhere else. */
function nextPage(url: string, body: unknown): string | undefined {
  const read = nextSchema.safeParse(body).data;
  const address = read?.meta?.next_page_url ?? read?.next_page_uri;
  if (!address) return undefined;
  const here = new URL(url);
  here.search = new URL(address, url).search;
  return here.href;
}

export function twilioRest(api: PlatformApi): Rest {
  /** Reading twice does no harm. */
  const get = async (url: string): Promise<PlatformAnswer> => {
    const answer = await api({ method: 'GET', url });
    return answer.is === 'lost' ? api({ method: 'GET', url }) : answer;
  };
  const read = <S extends z.ZodMiniType>(url: string, body: unknown, schema: S): z.output<S> => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    throw new SetupFailed(`${pathOf(url)} could not be read`, 'the answer is not as Twilio’s are', AGAIN);
  };

  return {
    async list(url, key, item) {
      const rows: unknown[] = [];
      const first = new URL(url);
      first.searchParams.set('PageSize', String(PAGE_SIZE));
      let page: string | undefined = first.href;
      for (let number = 0; page !== undefined && number < MOST_PAGES; number += 1) {
        const answer = await get(page);
        if (answer.is !== 'ok') throw failed(`${pathOf(url)} could not be read`, answer);
        const rowsSchema = z.object({ [key]: z.array(z.unknown()) });
        rows.push(...(read(url, answer.body, rowsSchema)[key] ?? []));
        page = nextPage(page, answer.body);
      }
      return read(url, rows, z.array(item));
    },

    async find(url, schema) {
      const answer = await get(url);
      if (answer.is === 'ok') return read(url, answer.body, schema);
      if (answer.is === 'refused' && answer.status === 404) return undefined;
      throw failed(`${pathOf(url)} could not be read`, answer);
    },

    async create({ what, url, form, again }, schema) {
      const answer = await api({ method: 'POST', url, form });
      if (answer.is === 'refused') throw failed(`${what} was not made`, answer);
      const made = answer.is === 'ok' ? schema.safeParse(answer.body).data : undefined;
      const found = made ?? (await again());
      if (found !== undefined) return found;
      if (answer.is === 'lost') throw failed(`${what} was not made, or cannot be seen yet`, answer);
      throw new SetupFailed(`${what} was not made`, 'the answer is not as Twilio’s are', AGAIN);
    },

    async update(what, url, form) {
      const answer = await api({ method: 'POST', url, form });
      if (answer.is === 'refused') throw failed(`${what} was not changed`, answer);
      if (answer.is === 'lost') throw failed(`${what} may not have been changed`, answer);
    },
  };
}

/** What is asked for, without the host, the account and the question. */
function pathOf(url: string): string {
  return new URL(url).pathname.replace(/^\/[^/]+\//, '').replace(/AC[0-9a-zA-Z]{32}\//, '');
}
