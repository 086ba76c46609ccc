import * as z from 'zod/mini';
import { isMissing, notAsked, type Place, type Seen, type Source, see, seen } from '../seen.ts';

/** Enough for 50,000 entries; a list that goes on for longer is not what it should be. */
const MOST_PAGES = 50;

const page = z.looseObject({
  meta: z.optional(z.object({ next_page_url: z.nullish(z.string()) })),
  next_page_uri: z.nullish(z.string()),
});

/** The next page at the host that was asked first: credentials go to no other. */
function nextOf({ meta, next_page_uri }: z.output<typeof page>, first: string): string | undefined {
  const address = meta?.next_page_url ?? next_page_uri;
  if (!address) return undefined;
  const { pathname, search } = new URL(address, first);
  return new URL(`${pathname}${search}`, first).href;
}

/** Reads a list of Twilio's to its end, as many entries at once as Twilio gives. */
export async function seeList<S extends z.ZodMiniType>(
  source: Source,
  place: Place,
  key: string,
  shape: S,
): Promise<Seen<z.output<S>[]>> {
  if (isMissing(place)) return notAsked(place.missing);
  const first = new URL(place);
  first.searchParams.set('PageSize', '1000');
  const entries: z.output<S>[] = [];
  let next: string | undefined = first.href;
  for (let count = 0; next !== undefined && count < MOST_PAGES; count += 1) {
    const read: Seen<z.output<typeof page>> = await see(source, next, page);
    if (read.is !== 'seen') return read;
    const listed = z.array(shape).safeParse(read.value[key]);
    if (!listed.success) return { is: 'unanswered', reason: 'twilio-unreadable' };
    entries.push(...listed.data);
    next = nextOf(read.value, first.href);
  }
  return seen(entries);
}
