import * as z from 'zod/mini';
import type { Legs } from '../handoff/ports/legs.ts';
import { notDone, onceOnly, repeatable } from '../http/outcome.ts';
import { sid } from './attributes.ts';
import { type Failure, failureOf, UNREADABLE } from './client.ts';
import { AGAIN } from './connection-overrides.ts';
import { legFrom, searchLegs } from './leg-search.ts';
import { twimlOf } from './next-steps.ts';
import { isGone } from './trouble.ts';
import { type VoiceAccount, type VoiceApi, voiceApi } from './voice-api.ts';

const madeSchema = z.object({ sid: sid('CA') });
const legSchema = z.object({ status: z.string().check(z.minLength(1)) });
const conferencesSchema = z.object({ conferences: z.array(z.object({ sid: sid('CF') })) });
const participantSchema = z.object({ status: z.nullish(z.string()) });

/** Twilio's code for "call is not in-progress". */
const NOT_IN_PROGRESS = 21220;
/** That it rings tells its CallSid, should the answer be lost; that it is answered is told by its asking for TwiML. */
const PROGRESS = ['ringing', 'completed'];

/** The legs of our own account, by Twilio's Voice API (Twilio Voice: calls, conferences). */
export function twilioLegs(account: VoiceAccount): Legs {
  const open = () => voiceApi(account);

  return {
    async look(callSid) {
      try {
        const { status } = await open().read(['Calls', callSid], {}, legSchema);
        return { is: 'leg-seen', leg: legFrom(status) };
      } catch (error) {
        const failure = failureOf(error);
        return isGone(failure) ? { is: 'leg-seen', leg: { is: 'missing' } } : repeatable(failure);
      }
    },

    async ring({ to, from, url, statusUrl, timeoutSeconds }) {
      try {
        const answer = await open().write(['Calls'], {
          To: to,
          From: from,
          Url: url,
          Method: 'POST',
          StatusCallback: `${statusUrl}${AGAIN}`,
          StatusCallbackMethod: 'POST',
          StatusCallbackEvent: PROGRESS,
          Timeout: timeoutSeconds,
        });
        const made = madeSchema.safeParse(answer);
        if (made.success) return { is: 'rung', callSid: made.data.sid };
        return { is: 'unsure', reason: UNREADABLE };
      } catch (error) {
        return onceOnly(failureOf(error));
      }
    },

    async find(key) {
      try {
        return await searchLegs(open(), key);
      } catch (error) {
        return notDone(failureOf(error));
      }
    },

    // Not to be repeated without a look: a leg that is told twice leaves the conference it has just joined.
    async redirect(callSid, next) {
      try {
        await open().write(['Calls', callSid], { Twiml: twimlOf(next) });
        return { is: 'redirected' };
      } catch (error) {
        const failure = failureOf(error);
        return isNotInProgress(failure) ? { is: 'not-in-progress' } : onceOnly(failure);
      }
    },

    async hangUp(callSid) {
      try {
        // `completed` ends a leg that rings, too; `canceled` would spare one that was answered just now.
        await open().write(['Calls', callSid], { Status: 'completed' });
        return { is: 'hung-up' };
      } catch (error) {
        const failure = failureOf(error);
        return isNotInProgress(failure) || isGone(failure) ? { is: 'hung-up' } : repeatable(failure);
      }
    },

    async conferenceHas(name, callSid) {
      try {
        const api = open();
        const query = { FriendlyName: name, Status: 'in-progress' };
        const { conferences } = await api.read(['Conferences'], query, conferencesSchema);
        for (const conference of conferences) {
          if (await takesPart(api, conference.sid, callSid)) return { is: 'conference-seen', there: true };
        }
        return { is: 'conference-seen', there: false };
      } catch (error) {
        return repeatable(failureOf(error));
      }
    },
  };
}

function isNotInProgress(failure: Failure): boolean {
  return failure.is === 'answered' && failure.code === NOT_IN_PROGRESS;
}

async function takesPart(api: VoiceApi, conferenceSid: string, callSid: string): Promise<boolean> {
  const path = ['Conferences', conferenceSid, 'Participants', callSid];
  try {
    const { status } = await api.read(path, {}, participantSchema);
    return status !== 'complete' && status !== 'failed';
  } catch (error) {
    if (isGone(failureOf(error))) return false;
    throw error;
  }
}
