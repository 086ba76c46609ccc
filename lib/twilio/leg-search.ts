import * as z from 'zod/mini';
import type { NotDone } from '../base/trouble.ts';
import type { LegSeen, Legs } from '../handoff/ports/legs.ts';
import { sid } from './attributes.ts';
import { type NextPage, nextPage } from './paging.ts';
import type { VoiceApi } from './voice-api.ts';

const PAGE_SIZE = 50;
const MAX_PAGES = 5;
/** Twilio tells whole seconds, and its clock may be a little behind ours. An older leg was made for another call. */
const CLOCK_DIFFERENCE_MS = 5000;

type Key = Parameters<Legs['find']>[0];
type Found = { is: 'rung'; callSid: string } | { is: 'leg-absent' } | { is: 'leg-unknown' };

const date = z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text))));
const legSchema = z.object({
  sid: sid('CA'),
  status: z.string(),
  direction: z.nullish(z.string()),
  /** None for a leg that waits for its turn to be dialled. */
  date_created: z.nullish(date),
});
const pageSchema = z.object({ calls: z.array(legSchema), next_page_uri: z.nullish(z.string()) });
type Leg = z.output<typeof legSchema>;

/**
 * Looks for the leg that was rung to an agent, among the newest to that address from that number (Twilio Voice:
 * calls): the newest that is live and known to be ours. Number and time do not say whose a leg is: two callers may be
 * offered to one agent in the same second. One that is over is no leg: were it ours, the agent would be rung once
 * more, never twice at once. It is not asked for by its start, which a leg has only once it was answered. `leg-absent`
 * only when every leg that could be it was seen, because the agent would be rung a second time then. Throws what the
 * API throws.
 */
export async function searchLegs(api: VoiceApi, { to, from, since, whose }: Key): Promise<Found | NotDone> {
  const legs: Leg[] = [];
  let complete = false;
  let next: NextPage | undefined = {};
  for (let pages = 0; next && !complete && pages < MAX_PAGES; pages += 1) {
    const query = {
      To: to,
      From: from,
      PageSize: PAGE_SIZE,
      Page: next.pageNumber,
      PageToken: next.pageToken,
    };
    const page: z.output<typeof pageSchema> = await api.read(['Calls'], query, pageSchema);
    const young = page.calls.filter((leg) => madeAt(leg) >= since - CLOCK_DIFFERENCE_MS);
    // The list begins with the newest.
    complete = young.length < page.calls.length;
    legs.push(
      ...young.filter((leg) => leg.direction === 'outbound-api' && legFrom(leg.status).is === 'live'),
    );
    next = nextPage(page.next_page_uri);
  }
  let unknown = false;
  for (const leg of legs.toSorted((a, b) => madeAt(b) - madeAt(a))) {
    const owner = await whose(leg.sid);
    if (owner === 'ours') return { is: 'rung', callSid: leg.sid };
    if (owner === 'unknown') unknown = true;
  }
  if (unknown) return { is: 'leg-unknown' };
  return complete || !next ? { is: 'leg-absent' } : { is: 'not-done', reason: 'twilio-too-many-legs' };
}

function madeAt({ date_created }: Leg): number {
  return date_created ? Date.parse(date_created) : Number.MAX_SAFE_INTEGER;
}

/** A status of Twilio's as the handoff sees it (Twilio Voice: call status values); an unknown one is over. */
export function legFrom(status: string): Exclude<LegSeen, { is: 'missing' }> {
  switch (status) {
    case 'queued':
    case 'initiated':
      return { is: 'live', status: 'queued' };
    case 'ringing':
    case 'in-progress':
      return { is: 'live', status };
    default:
      return { is: 'over', status };
  }
}
