import * as z from 'zod/mini';
import { callIdSchema } from '../base/call-facts.ts';
import { parsedJson } from '../base/json.ts';
import type { Trouble } from '../base/trouble.ts';
import { repeatable } from '../http/outcome.ts';
import { type VapiAccount, type VapiConnection, vapiApi } from './api.ts';
import { part } from './loose.ts';
import { notesOf } from './own-call.ts';

/** A call that was opened for a leg, and whose id was lost with the answer. */
export type LegCallSought = {
  callSid: string;
  phoneNumberId: string;
  /** When it was asked for, in ms since 1970. */
  askedAt: number;
  /** A call that the leg has had before. */
  past?: string | undefined;
};

export type LegCallFound = { is: 'live'; callId: string } | { is: 'none' };

/** Clocks differ, and the request takes 5 s at most. */
const BEFORE_MS = 5_000;
const AFTER_MS = 30_000;
/** More than are opened in that time. */
const LIMIT = 100;

const listSchema = z.array(z.looseObject({ id: callIdSchema, status: z.string() }));

/**
 * Looks among the calls of that moment for the one that carries the leg in our notes (Vapi: list calls). A list that
 * may go on tells of no call that it does not show.
 */
export function findLegCall(
  options: VapiAccount & VapiConnection,
): (sought: LegCallSought) => Promise<LegCallFound | Trouble> {
  const api = vapiApi(options);
  return async ({ callSid, phoneNumberId, askedAt, past }) => {
    const answer = await api.read(['call'], {
      phoneNumberId,
      createdAtGe: new Date(askedAt - BEFORE_MS).toISOString(),
      createdAtLe: new Date(askedAt + AFTER_MS).toISOString(),
      limit: String(LIMIT),
    });
    if (answer.is !== 'done') return repeatable(answer);
    const calls = listSchema.safeParse(parsedJson(answer.body)).data;
    if (calls === undefined) return { is: 'not-done', reason: 'vapi-unreadable' };
    const found = calls.find((call) => call.id !== past && notesOf(part(call)).handoffCallSid === callSid);
    if (found !== undefined) {
      return found.status === 'ended' ? { is: 'none' } : { is: 'live', callId: found.id };
    }
    return calls.length < LIMIT ? { is: 'none' } : { is: 'not-done', reason: 'vapi-list-too-long' };
  };
}
