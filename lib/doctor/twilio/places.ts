import type { TwilioExpected } from '../expectations.ts';
import { given, isMissing, type Place } from '../seen.ts';

/** SHAKEN/STIR's policy: public code bases agree on it, Twilio's documents do not name it. */
const SHAKEN_POLICY = 'RN7a97559effdf62d00f4298208492a5ea';

function at(host: Place, path: string): Place {
  return isMissing(host) ? host : `${host}${path}`;
}

/** The addresses of everything that is read at Twilio. */
export function placesOf({ hosts, accountSid, workspaceSid }: TwilioExpected) {
  const account = given(accountSid, 'TWILIO_ACCOUNT_SID');
  const workspace = given(workspaceSid, 'TWILIO_WORKSPACE_SID');
  const inAccount = (rest: string): Place =>
    isMissing(account) ? account : `${hosts.api}/2010-04-01/Accounts/${account}${rest}`;
  const inWorkspace = (rest: string): Place =>
    isMissing(workspace) ? workspace : `${hosts.taskrouter}/v1/Workspaces/${workspace}${rest}`;
  const inWorkspaceOf = (sid: string | undefined, name: string, path: string): Place =>
    sid === undefined ? { missing: `${name} is not set` } : inWorkspace(`${path}/${sid}`);
  return {
    account: inAccount('.json'),
    balance: inAccount('/Balance.json'),
    number: (number: string) =>
      inAccount(`/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(number)}`),
    callerIds: inAccount('/OutgoingCallerIds.json'),
    workspace: inWorkspace(''),
    activities: inWorkspace('/Activities'),
    workflow: (sid: string | undefined, name: string) => inWorkspaceOf(sid, name, '/Workflows'),
    queues: inWorkspace('/TaskQueues'),
    load: (queueSid: string) => inWorkspace(`/TaskQueues/${queueSid}/RealTimeStatistics?TaskChannel=voice`),
    workers: inWorkspace('/Workers'),
    worker: (sid: string) => inWorkspace(`/Workers/${sid}`),
    channels: (sid: string) => inWorkspace(`/Workers/${sid}/Channels`),
    accepted: (sid: string) => inWorkspace(`/Workers/${sid}/Reservations?ReservationStatus=accepted`),
    busyTasks: inWorkspace('/Tasks?AssignmentStatus=assigned,wrapping'),
    tasks: inWorkspace('/Tasks'),
    country: (iso: string) => at(hosts.voice, `/v1/DialingPermissions/Countries/${iso}`),
    profiles: at(hosts.trusthub, '/v1/CustomerProfiles?Status=twilio-approved'),
    shaken: at(hosts.trusthub, `/v1/TrustProducts?PolicySid=${SHAKEN_POLICY}&Status=twilio-approved`),
    assigned: (product: string) =>
      at(hosts.trusthub, `/v1/TrustProducts/${product}/ChannelEndpointAssignments`),
    alerts: (since: string) => at(hosts.monitor, `/v1/Alerts?LogLevel=error&StartDate=${since}`),
  };
}

export type Places = ReturnType<typeof placesOf>;
