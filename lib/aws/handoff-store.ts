import type { Clock } from '../base/clock.ts';
import { parsedJson } from '../base/json.ts';
import { OtherVersion } from '../base/trouble.ts';
import { calledOf, factsOf } from '../handoff/machine/facts-of.ts';
import { wakeDue } from '../handoff/machine/waiting.ts';
import type { HandoffStore, Loaded } from '../handoff/ports/store.ts';
import { handoffFrom } from '../handoff/record/handoff.ts';
import { writtenOwing } from '../outbox/stored.ts';
import { dueAttributes } from './due-list.ts';
import { PutItem } from './dynamodb/operations.ts';
import { expiresIn, getItem, guarded, type Item, ifVersion, isExpired, N, S, type Table } from './table.ts';

/** A record outlives its call by this much, then DynamoDB's TTL removes it (H14: every record expires). */
const LIFETIME_SECONDS = 86_400;

const keyOf = (callId: string): Item => ({ pk: S(`CALL#${callId}`), sk: S('HANDOFF') });
const legKeyOf = (callSid: string): Item => ({ pk: S(`LEG#${callSid}`), sk: S('CALL') });

/**
 * What the item of a call's handoff tells; an expired one is none, but a save meets its version. Throws `OtherVersion`
 * for a record that this version cannot act on, and so must not write.
 */
export const readHandoff = (item: Item | undefined, clock: Clock): Loaded => {
  if (item === undefined) return { is: 'none', version: 0 };
  const version = Number(item.version?.N);
  if (isExpired(item.expiresAt, clock)) return { is: 'none', version };
  if (item.state === undefined) return { is: 'call-over', version };
  const handoff = handoffFrom(parsedJson(item.record?.S ?? ''));
  if (handoff === undefined) throw new OtherVersion('record');
  return { is: 'handoff', handoff, version };
};

/**
 * The record of a call as one item, `CALL#<vapi call id>` / `HANDOFF`. The record itself is JSON in `record`,
 * checked against its schema on the way in; `state`, `outcome` and `handoffId` stand beside it for people; while it waits for
 * something it is on a list of what is due. The legs of `ownAccountSid`, our Twilio account, lead to their call: only
 * those can report a status to us. Whoever takes no request in needs none.
 */
export const handoffStore = (table: Table, clock: Clock, ownAccountSid: string | undefined): HandoffStore => {
  const { client, name } = table;
  const expiresAt = () => expiresIn(LIFETIME_SECONDS, clock);

  /** Only a second way to learn whose a leg is: that it could not be written loses no handoff. */
  const pointFrom = (callSid: string, callId: string) => {
    const item: Item = { ...legKeyOf(callSid), callId: S(callId), expiresAt: expiresAt() };
    return client.send(PutItem, { TableName: name, Item: item }).catch(() => undefined);
  };

  const put = (
    callId: string,
    expectedVersion: number,
    record: unknown,
    shown: Record<string, string>,
    due: Item = {},
  ): Promise<'saved' | 'lost'> => {
    const item: Item = {
      ...keyOf(callId),
      ...Object.fromEntries(Object.entries(shown).map(([field, text]) => [field, S(text)])),
      version: N(expectedVersion + 1),
      expiresAt: expiresAt(),
      record: S(JSON.stringify(record)),
      ...due,
    };
    return guarded(client.send(PutItem, { TableName: name, Item: item, ...ifVersion(expectedVersion) }));
  };

  return {
    load: async (callId) => readHandoff(await getItem(table, keyOf(callId)), clock),

    async save(handoff, expectedVersion) {
      const { callId, handoffId, progress, request, timeline } = handoff;
      const outcome = progress.state === 'ended' ? { outcome: progress.outcome } : {};
      const shown = { state: progress.state, ...outcome, handoffId };
      // A request of which nothing has come yet: a later one of the call may be the first that names the leg.
      const isNew = expectedVersion === 0 || timeline.length === 1;
      // Whatever goes on is due at some time: the same list shows what is going on.
      const due = dueAttributes(callId, wakeDue(handoff), {
        facts: factsOf(handoff),
        called: calledOf(handoff),
      });
      // The agent's leg, as its first callback names it.
      const agentLeg = progress.state === 'offered' ? progress.agentLeg : undefined;
      const [saved] = await Promise.all([
        put(callId, expectedVersion, writtenOwing(handoff), shown, due),
        isNew &&
        request.callSid !== undefined &&
        ownAccountSid !== undefined &&
        request.accountSid === ownAccountSid
          ? pointFrom(request.callSid, callId)
          : undefined,
        agentLeg === undefined ? undefined : pointFrom(agentLeg, callId),
      ]);
      return saved;
    },

    async callOfLeg(callSid) {
      const item = await getItem(table, legKeyOf(callSid));
      return item === undefined || isExpired(item.expiresAt, clock) ? undefined : item.callId?.S;
    },

    markCallOver(callId, expectedVersion) {
      return put(callId, expectedVersion, { callId }, {});
    },
  };
};
