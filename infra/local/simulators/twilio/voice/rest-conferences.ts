import { PAGE, voicePage } from '../pages.ts';
import { GONE, invalid, type Params, type Reply, strangerIn } from '../replies.ts';
import type { Conference, Conferences, Participant } from './conferences.ts';

const STATUSES = ['init', 'in-progress', 'completed'];
const rfc2822 = (date: Date) => date.toUTCString().replace('GMT', '+0000');

/** Conferences and their participants by REST (Twilio Voice: conferences, participants). */
export const createConferenceOperations = (accountSid: string, { all }: Conferences) => {
  const home = `/2010-04-01/Accounts/${accountSid}/Conferences`;

  const resource = (conference: Conference) => ({
    sid: conference.sid,
    account_sid: accountSid,
    friendly_name: conference.name,
    status: conference.status,
    region: 'us1',
    date_created: rfc2822(conference.dateCreated),
    date_updated: rfc2822(conference.dateCreated),
    api_version: '2010-04-01',
    reason_conference_ended: conference.endReason ?? null,
    call_sid_ending_conference: conference.endedBy ?? null,
    uri: `${home}/${conference.sid}.json`,
    subresource_uris: { participants: `${home}/${conference.sid}/Participants.json` },
  });
  const participantResource = (conference: Conference, { leg, wish, joinedAt }: Participant) => ({
    account_sid: accountSid,
    call_sid: leg.sid,
    conference_sid: conference.sid,
    label: wish.label ?? null,
    muted: wish.muted,
    hold: false,
    call_sid_to_coach: null,
    coaching: false,
    start_conference_on_enter: wish.startOnEnter,
    end_conference_on_exit: wish.endOnExit,
    status: 'connected',
    queue_time: '0',
    date_created: rfc2822(joinedAt),
    date_updated: rfc2822(joinedAt),
    uri: `${home}/${conference.sid}/Participants/${leg.sid}.json`,
  });
  const find = (sid: string) => all.find((one) => one.sid === sid);

  return {
    list(params: Params): Reply {
      const stranger = strangerIn(params, [...PAGE, 'FriendlyName', 'Status']);
      if (stranger !== undefined) return stranger;
      const { FriendlyName: name, Status: status } = params;
      if (status !== undefined && !STATUSES.includes(status)) return invalid('Status is invalid');
      const found = all.filter(
        (one) => (name === undefined || one.name === name) && (status === undefined || one.status === status),
      );
      return voicePage(`${home}.json`, 'conferences', params, found.reverse().map(resource));
    },

    fetch(sid: string, params: Params): Reply {
      const conference = find(sid);
      if (conference === undefined) return GONE;
      return strangerIn(params, []) ?? { status: 200, body: resource(conference) };
    },

    listParticipants(sid: string, params: Params): Reply {
      const conference = find(sid);
      if (conference === undefined) return GONE;
      const stranger = strangerIn(params, PAGE);
      if (stranger !== undefined) return stranger;
      const found = [...conference.participants.values()].map((one) => participantResource(conference, one));
      return voicePage(`${home}/${sid}/Participants.json`, 'participants', params, found);
    },

    fetchParticipant(sid: string, callSid: string, params: Params): Reply {
      const conference = find(sid);
      const participant = conference?.participants.get(callSid);
      if (conference === undefined || participant === undefined) return GONE;
      return strangerIn(params, []) ?? { status: 200, body: participantResource(conference, participant) };
    },
  };
};
