import { outbound } from '../../../../infra/topology/outbound.ts';
import { Unavailable } from '../../../../lib/base/trouble.ts';
import type { OutboundEvent, OutboundMessage } from '../../../../lib/outbound/call/events.ts';
import type { DialPorts } from '../../../../lib/outbound/call/ports.ts';
import type { OutboundCall } from '../../../../lib/outbound/call/record.ts';
import { workOffOutbound } from '../../../../lib/outbound/call/run.ts';
import type { Contact } from '../../../../lib/outbound/campaign/contact.ts';
import type { CampaignMessage } from '../../../../lib/outbound/campaign/message.ts';
import { drafted, paused, resumed, withdrawn } from '../../../../lib/outbound/campaign/moves.ts';
import type { CampaignPorts } from '../../../../lib/outbound/campaign/ports.ts';
import type { Campaign } from '../../../../lib/outbound/campaign/record.ts';
import { admits, tellCampaign, workOffCampaign } from '../../../../lib/outbound/campaign/run.ts';
import { type CampaignSettings, campaignSettingsSchema } from '../../../../lib/outbound/campaign/settings.ts';
import { endOf } from '../../../../lib/outbound/campaign/steps.ts';
import { dueAt } from '../../../../lib/outbox/due.ts';
import type { Owing } from '../../../../lib/outbox/effect.ts';
import type { Placed } from '../../../../lib/vapi/place-call.ts';
import { type Step, stepsOf, type Trouble } from '../../outbox/steps.ts';

/** What Vapi does with one POST, and what becomes of the call if there is one. */
export type Post =
  | { is: 'rings' | 'loses-and-rings' | 'fails-and-rings'; reason: string; talks?: boolean }
  | { is: 'loses' | 'fails' | 'full' | 'unauthorized' | 'blocked' }
  | { is: 'busy'; seconds?: number };

/** Times in ms after the campaign was started. */
export type Script = {
  contacts: number;
  settings?: object;
  /** By contact, attempt after attempt; then somebody answers. */
  posts?: Record<number, Post[]>;
  /** How many places there are; less than `maxConcurrent` makes calls wait. */
  places?: number;
  /** No calling hours for these rows. */
  closed?: { rows: readonly number[]; from: number; until: number };
  listed?: { row: number; at: number };
  /** What people do. */
  people?: readonly { at: number; do: 'pause' | 'resume' | 'cancel' }[];
};

/** `lagMs`: so long the index of who waits is behind the table. `lost`: of messages and of Vapi's news, this share never comes. `twice`: this share comes twice. */
export type Chance = { seed: number; lost?: number; twice?: number; late?: number; lagMs?: number };

export const START = 1_800_000_000_000;
const NO_ROOM = 'call.start.error-subscription-concurrency-limit-reached';
const { timeoutSeconds } = outbound.functions['outbound-worker'];
const VISIBILITY_MS = outbound.queues.outbound.visibilitySeconds * 1_000;
const SWEEP_MS = 2_000;
const STEP_MS = 4;
const RINGS_MS = 8_000;
const HALF_HOUR = 1_800_000;

type Called = {
  name: string;
  callId: string;
  row: number;
  at: number;
  endsAt: number;
  post: Post;
  rang: boolean;
};

/** Thrown in a worker whose time is over: it says nothing to anybody. */
class Killed extends Error {}

/** Numbers between 0 and 1, the same ones for a seed. */
function chances(seed: number) {
  let state = seed + 1;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const READ = new WeakMap<Script, CampaignSettings>();
/** Read once: a script is played hundreds of times. */
function settingsOf(script: Script): CampaignSettings {
  const settings = READ.get(script) ?? campaignSettingsSchema.parse(script.settings ?? {});
  READ.set(script, settings);
  return settings;
}

/** A campaign, its contacts and calls, a Vapi, a table, a queue with several workers at once, and a sweeper. */
export function world(script: Script, chance: Chance, troubles: readonly Trouble[] = []) {
  const random = chances(chance.seed);
  const happens = (share = 0) => share > 0 && random() < share;
  const settings = settingsOf(script);
  let now = START;
  let owners = 0;
  let movedAt = START;
  const wrongs = new Set<string>();

  const rows = Array.from({ length: script.contacts }, (_, index) => index + 1);
  const numbersOf = rows.map((row) => `+1415555${String(row).padStart(4, '0')}`);
  const numberOf = (row: number) => numbersOf[row - 1] ?? '';
  const openingOf = (row: number, from: number): number => {
    const { closed = { rows: [], from: 0, until: 0 } } = script;
    const isClosed = closed.rows.includes(row) && from >= START + closed.from && from < START + closed.until;
    return isClosed ? START + closed.until : from;
  };
  const rowOf = (number: string) => Number(number.slice(-4));
  const isListed = (row: number) =>
    script.listed !== undefined && script.listed.row === row && now >= START + script.listed.at;

  const contacts = new Map(
    rows.map((row): [number, { contact: Contact; version: number }] => [
      row,
      {
        contact: {
          person: { row, number: numberOf(row), consent: { kind: 'express' } },
          ...{ zone: 'America/Denver', attempts: 0, starts: 0, deferrals: 0 },
          progress: { state: 'waiting', dueAt: openingOf(row, START) },
        },
        version: 1,
      },
    ]),
  );
  /** What the index has shown, and since when. */
  const indexed = new Map<number, { at: number; dueAt: number | undefined }[]>();
  function index({ person: { row }, progress }: Contact, at = now) {
    const dueAt = progress.state === 'waiting' ? progress.dueAt : undefined;
    indexed.set(row, [...(indexed.get(row) ?? []), { at, dueAt }]);
  }
  for (const { contact } of contacts.values()) index(contact, 0);
  const draft = drafted(
    { id: 'cm_1', name: 'c', settings, upload: 'u', total: script.contacts, lists: 1 },
    START,
  );
  let kept: { campaign: Campaign; version: number } = {
    campaign: resumed(draft, START) ?? draft,
    version: 1,
  };
  const calls = new Map<string, { call: OutboundCall; version: number }>();
  const places = new Set<string>();
  const numbers = new Map<string, { holder: string; callId: string; until: number }>();
  const attempts = new Map<string, { by: string; at: number }[]>();
  const areas = new Map<string, number>();
  const atVapi: Called[] = [];
  const posts: { row: number; name: string; at: number; post: Post }[] = [];
  const pausedAt: { from: number; until: number }[] = [];
  const moves: string[] = [];

  /** What comes at a time, in no order but by chance where it is the same time. */
  type Coming = { at: number; run: () => Promise<void>; isMessage?: true };
  const coming: Coming[] = [];
  const comes = (at: number, run: () => Promise<void>) => coming.push({ at, run });
  /** Invocations that are between two steps. */
  const waiting: { at: number; go: () => void }[] = [];
  let running = 0;

  const turn = (at = 0) => new Promise<void>((resolve) => waiting.push({ at, go: resolve }));

  const steps = stepsOf({
    troubles: () => troubles,
    turn,
    begins: () => {
      now += STEP_MS;
    },
    happened: () => check(),
  });

  const storesOf = (step: Step) => ({
    campaigns: {
      load: () => step('load campaign', () => ({ ...kept })),
      save: (campaign: Campaign, expected: number) =>
        step('save campaign', () => {
          if (kept.version !== expected) return 'lost' as const;
          if (campaign.status !== kept.campaign.status) movedAt = now;
          kept = { campaign, version: expected + 1 };
          return 'saved' as const;
        }),
    },
    calls: {
      load: (id: string) =>
        step('load call', () => ({ ...(calls.get(id) ?? { call: undefined, version: 0 }) })),
      save: (call: OutboundCall, expected: number) =>
        step('save call', () => {
          if ((calls.get(call.id)?.version ?? 0) !== expected) return 'lost' as const;
          calls.set(call.id, { call, version: expected + 1 });
          return 'saved' as const;
        }),
    },
    doNotCall: {
      entryOf: (number: string) =>
        step('list', () => (isListed(rowOf(number)) ? { at: now, by: 'team' as const } : undefined)),
    },
    places: {
      take: (holder: string) =>
        step('take place', () => {
          if (!places.has(holder) && places.size >= (script.places ?? 100)) return 'full' as const;
          places.add(holder);
          return 'taken' as const;
        }),
      free: (holder: string) => step('free place', () => void places.delete(holder)),
      doubt: async () => undefined,
      lower: async () => undefined,
    },
    numbers: {
      take: (number: string, holder: string, callId = holder) =>
        step('take number', () => {
          const known = numbers.get(number);
          if (known !== undefined && known.holder !== holder && known.until > now) {
            return { is: 'recent', id: known.callId, until: known.until } as const;
          }
          numbers.set(number, { holder, callId, until: now + HALF_HOUR });
          return { is: 'taken' } as const;
        }),
      free: (number: string, holder: string) =>
        step('free number', () => void (numbers.get(number)?.holder === holder && numbers.delete(number))),
    },
    queue: {
      send: (delayed: { message: CampaignMessage | OutboundMessage; delaySeconds: number }[]) =>
        step('send', () => {
          for (const { message, delaySeconds } of delayed) deliver(message, delaySeconds * 1_000);
        }),
    },
    clock: () => now,
    newOwner: () => {
      owners += 1;
      return `owner-${owners}`;
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    count: () => undefined,
  });

  /** `killedAt`: when the worker's time is over, in the middle of whatever it does. */
  const campaignPorts = (step: Step, killedAt = Number.POSITIVE_INFINITY): CampaignPorts => {
    const { campaigns: store, ...stores } = storesOf(step);
    return {
      ...{ ...stores, store },
      contacts: {
        waiting: (_of, most) =>
          step('waiting', () =>
            [...contacts.keys()]
              .flatMap((row) => {
                const seen = indexed.get(row)?.findLast(({ at }) => at <= now - (chance.lagMs ?? 0));
                return seen?.dueAt === undefined ? [] : [{ row, dueAt: seen.dueAt }];
              })
              .toSorted((a, b) => a.dueAt - b.dueAt)
              .slice(0, most),
          ),
        load: (_of, of) =>
          step('load contacts', () => of.flatMap((row) => ({ ...(contacts.get(row) ?? []) })) as never),
        save: (_of, contact, expected) =>
          step('save contact', () => {
            const { row } = contact.person;
            if (contacts.get(row)?.version !== expected) return 'lost';
            contacts.set(row, { contact, version: expected + 1 });
            index(contact);
            return 'saved';
          }),
      },
      async waitUntil(at) {
        if (at > now) await turn(Math.min(at, killedAt));
        if (at > killedAt) throw new Killed();
      },
      nextOpening: async ({ number }, from) => openingOf(rowOf(number), from),
      attempts: {
        take: (number, by, most) =>
          step('take attempt', () => {
            const others = (attempts.get(number) ?? []).filter(
              (one) => one.by !== by && one.at > now - 86_400_000,
            );
            const [oldest] = others.slice(-most);
            if (others.length >= most && oldest !== undefined) {
              return { is: 'full', until: oldest.at + 86_400_000 } as const;
            }
            attempts.set(number, [...others, { by, at: now }]);
            return { is: 'taken' } as const;
          }),
        free: (number, by) =>
          step('free attempt', () => {
            attempts.set(
              number,
              (attempts.get(number) ?? []).filter((one) => one.by !== by),
            );
          }),
      },
      areas: {
        take: (area, second, most) =>
          step('take area', () => {
            const key = `${area} ${second}`;
            const count = areas.get(key) ?? 0;
            if (count >= most) return 'full';
            areas.set(key, count + 1);
            return 'taken';
          }),
        free: (area, second) =>
          step('free area', () => {
            const key = `${area} ${second}`;
            areas.set(key, (areas.get(key) ?? 1) - 1);
          }),
      },
      areaOf: async (number) => number.slice(0, 5),
    };
  };

  const dialPorts = (step: Step): DialPorts => {
    const { campaigns, calls: store, ...stores } = storesOf(step);
    const told = { store: campaigns, ...stores };
    return {
      ...{ ...stores, store },
      nextOpening: async ({ number }, from) => openingOf(rowOf(number), from),
      place: ({ attemptId, number }) => step('post', () => post(attemptId, rowOf(number)), false),
      findPlaced: ({ attemptId }) =>
        step(
          'find',
          () => {
            const found = atVapi.find(({ name, at }) => name === attemptId && at + 2_000 <= now);
            return found === undefined
              ? ({ is: 'absent' } as const)
              : ({ is: 'found', callId: found.callId, status: 'any' } as const);
          },
          false,
        ),
      calls: {
        look: (callId) =>
          step(
            'look',
            () => {
              const call = atVapi.find((one) => one.callId === callId);
              if (call === undefined) return { is: 'call-seen', call: { is: 'missing' } } as const;
              if (now < call.endsAt) {
                return { is: 'call-seen', call: { is: 'live', status: 'any', forwarding: false } } as const;
              }
              return {
                is: 'call-seen',
                call: { is: 'over', endedReason: reasonOf(call.post), heard: [] },
              } as const;
            },
            false,
          ),
      },
      answeredBy: () => ({ assistantId: 'assistant-1' }),
      phoneNumberId: 'number-1',
      whetherHandedOver: async () => false,
      campaigns: {
        admits: (id, callId) => admits(id, callId, told),
        tell: (id, call) => tellCampaign(id, call, told),
      },
    };
  };

  const reasonOf = (given: Post) => ('reason' in given ? given.reason : NO_ROOM);

  function post(name: string, row: number): Placed {
    const { campaign } = kept;
    const scripted = script.posts?.[row]?.[posts.filter((before) => before.row === row).length];
    const given: Post = scripted ?? { is: 'rings', reason: 'customer-ended-call', talks: true };
    posts.push({ row, name, at: now, post: given });
    if (openingOf(row, now) > now) wrongs.add('asked outside the calling hours');
    if (now >= endOf(campaign)) wrongs.add('asked after the end of the campaign');
    if (isListed(row)) wrongs.add('asked for a number on the do-not-call list');
    if (!places.has(name)) wrongs.add('asked without a place');
    if (numbers.get(numberOf(row))?.callId !== name) wrongs.add('asked without the number');
    if (!campaign.live.some(({ callId }) => callId === name)) wrongs.add('asked for a call of nobody’s');
    if (pausedAt.some(({ from, until }) => now > from + 200 && now < until)) {
      wrongs.add('asked while the campaign was paused');
    }
    const rang = given.is === 'rings' || given.is === 'loses-and-rings' || given.is === 'fails-and-rings';
    const callId = `call-${posts.length}`;
    if (rang || given.is === 'blocked') {
      const other = atVapi.find((one) => one.row === row && one.rang && now < one.endsAt);
      if (rang && other !== undefined) wrongs.add('rang somebody twice at once');
      const call = { name, callId, row, at: now, endsAt: now + (rang ? RINGS_MS : 0), post: given, rang };
      atVapi.push(call);
      news(call);
    }
    switch (given.is) {
      case 'rings':
        return { is: 'placed', callId };
      case 'blocked':
        return { is: 'blocked', callId };
      case 'loses':
      case 'loses-and-rings':
        return { is: 'unsure', reason: 'vapi-timeout' };
      case 'fails':
      case 'fails-and-rings':
        return { is: 'unsure', reason: 'vapi-503' };
      case 'full':
        return { is: 'deferred', reason: 'vapi-concurrency' };
      case 'busy':
        return { is: 'deferred', reason: 'vapi-429', retryAfterSeconds: given.seconds ?? 5 };
      case 'unauthorized':
        return { is: 'refused', reason: 'vapi-401' };
    }
  }

  /** Vapi tells of a call by server messages, which the webhook puts on our queue. */
  function news({ name, callId, at, endsAt, post: given }: Called) {
    const tell = (event: OutboundEvent, when: number) => {
      if (!happens(chance.lost)) deliver({ id: name, event }, when - now);
    };
    if ('talks' in given) tell({ type: 'talking', callId }, at + 3_000);
    const over = { type: 'ended', callId, endedReason: reasonOf(given) } as const;
    tell({ ...over, hasSpoken: false, byStatus: true }, endsAt);
    tell({ ...over, hasSpoken: false }, endsAt + 1_000);
  }

  function deliver(message: CampaignMessage | OutboundMessage, delayMs: number) {
    // Vapi's news of a call may be lost as well: that was decided where they were told.
    if (!('event' in message) && happens(chance.lost)) return;
    const at = now + delayMs + (happens(chance.late) ? 20_000 : 20);
    comes(at, () => work(message));
    if (happens(chance.twice)) comes(at + 300, () => work(message));
  }

  async function work(message: CampaignMessage | OutboundMessage): Promise<void> {
    const { step, isAlive } = steps.invocation();
    const began = now;
    try {
      const ports = campaignPorts(step, began + timeoutSeconds * 1_000);
      if ('campaign' in message) await workOffCampaign(message, ports);
      else await workOffOutbound(message, dialPorts(step));
    } catch (error) {
      const isDead = !isAlive() || error instanceof Killed;
      if (!isDead && !(error instanceof Unavailable)) throw error;
      comes(isDead ? began + VISIBILITY_MS : now + 1_000, () => work(message));
    }
  }

  /** What must be so at every moment. */
  function check() {
    const { campaign } = kept;
    if (campaign.live.length > settings.maxConcurrent) wrongs.add('more calls than may be at one time');
    if (new Set(campaign.live.map(({ row }) => row)).size < campaign.live.length) {
      wrongs.add('one contact is called twice at one time');
    }
    for (const { name, rang, at, endsAt, row } of atVapi) {
      if (rang && now < endsAt && !places.has(name)) wrongs.add('a call goes on without its place');
      const isHeld = numbers.get(numberOf(row))?.holder === `cm_1:${row}`;
      if (rang && now < at + HALF_HOUR && !isHeld) wrongs.add('a number is free soon after it was called');
    }
  }

  const people = [...(script.people ?? [])];
  function act({ do: what }: { do: 'pause' | 'resume' | 'cancel' }) {
    const { campaign, version } = kept;
    const next = { pause: paused, resume: resumed, cancel: withdrawn }[what](campaign, now);
    moves.push(next === undefined ? `no ${what}` : what);
    if (next === undefined) return;
    kept = { campaign: next, version: version + 1 };
    if (what === 'resume') {
      const open = pausedAt.at(-1);
      if (open !== undefined) open.until = Math.min(open.until, now);
      deliver({ campaign: 'cm_1' }, 0);
    } else pausedAt.push({ from: now, until: Number.POSITIVE_INFINITY });
  }

  const dueIn = (those: readonly { at: number }[]): number => {
    let due = 0;
    for (const { at } of those) if (at <= now) due += 1;
    return due;
  };
  /** Takes out one of those that are due, which it is by their order. */
  function taken<One extends { at: number }>(those: One[], nth: number): One | undefined {
    let before = -1;
    const index = those.findIndex(({ at }) => {
      if (at <= now) before += 1;
      return before === nth;
    });
    return those.splice(index, 1)[0];
  }
  /** Lets whoever was given its turn go on to its next step. */
  const settled = () => new Promise<void>((resolve) => process.nextTick(resolve));

  /** Until nothing is owed. Throws where that takes too long. */
  async function quiet(mostSteps = 40_000): Promise<void> {
    deliver({ campaign: 'cm_1' }, 0);
    for (let round = 0; round < mostSteps; round += 1) {
      const [acts] = people;
      if (acts !== undefined && START + acts.at <= now) {
        people.shift();
        act(acts);
        continue;
      }
      const ready = dueIn(waiting);
      const due = dueIn(coming);
      const choice = Math.floor(random() * (ready + due));
      if (choice < ready) {
        taken(waiting, choice)?.go();
        await settled();
      } else if (choice < ready + due) {
        running += 1;
        void taken(coming, choice - ready)
          ?.run()
          .finally(() => {
            running -= 1;
          });
        await settled();
      } else {
        const swept = sweep();
        const times = [
          ...waiting.map(({ at }) => at),
          ...coming.map(({ at }) => at),
          ...people.map(({ at }) => START + at),
          ...(swept === undefined ? [] : [swept]),
        ];
        if (times.length === 0) return;
        now = Math.max(now, Math.min(...times));
        if (swept !== undefined && now >= swept) wake();
      }
    }
    throw new Error(`never quiet: ${JSON.stringify({ kept, coming: coming.length, running })}`);
  }

  const woken = new Map<string, number>();
  /** When the sweeper finds that it is late: it wakes each every ten seconds. */
  const lateAt = (key: string, owing: Owing<unknown>): number | undefined => {
    const at = dueAt(owing);
    return at && Math.max(at + SWEEP_MS, (woken.get(key) ?? 0) + 10_000);
  };
  /** When the sweeper finds something that is late. */
  function sweep(): number | undefined {
    let earliest = lateAt('cm_1', kept.campaign);
    for (const [id, { call }] of calls) {
      const late = lateAt(id, call);
      if (late !== undefined && (earliest === undefined || late < earliest)) earliest = late;
    }
    return earliest;
  }
  function wake() {
    const wakes = (key: string, owing: Owing<unknown>, message: CampaignMessage | OutboundMessage) => {
      const late = lateAt(key, owing);
      if (late === undefined || late > now) return;
      woken.set(key, now);
      comes(now, () => work(message));
    };
    wakes('cm_1', kept.campaign, { campaign: 'cm_1' });
    for (const [id, { call }] of calls) wakes(id, call, { id });
  }

  return {
    quiet,
    seen: () => ({
      ...{ steps: steps.count(), posts, moves, campaign: kept.campaign, wrongs: [...wrongs] },
      contacts: [...contacts.values()].map(({ contact }) => contact),
      rang: atVapi.filter(({ rang }) => rang),
      places: [...places],
      numbers: [...numbers.entries()].map(([number, { holder }]) => ({ row: rowOf(number), holder })),
      attempts: new Map([...attempts].map(([number, those]) => [rowOf(number), those.length])),
      /** When it came to its status; calls of which nobody knows are looked at even later. */
      lasted: movedAt - START,
    }),
  };
}
