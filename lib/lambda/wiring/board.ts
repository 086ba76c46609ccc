import { boardLists } from '../../aws/board-lists.ts';
import { placeOf } from '../../aws/facts-store.ts';
import { table } from '../../aws/table.ts';
import { agentPages } from '../../base/signed-link.ts';
import { agentsReader } from '../../board/agents.ts';
import { boardReader } from '../../board/open.ts';
import { handoffSearch } from '../../board/search.ts';
import { LEASE_MARGIN_MS } from '../../capacity/places.ts';
import { DESK_SETTINGS } from '../../desk/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { TWILIO_SETTINGS } from '../../twilio/settings.ts';
import { readWorkers } from '../../twilio/workers.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import { now } from './handoffs.ts';
import { BUSINESS_DAY, businessZoneOf } from './kept-facts.ts';
import { ACCOUNT, twilioAccount } from './twilio-account.ts';

export const BOARD = {
  ...BUSINESS_DAY,
  ...ACCOUNT,
  ...only(TWILIO_SETTINGS, 'TWILIO_TASKROUTER_URL', 'TWILIO_WORKSPACE_SID'),
  ...only(DESK_SETTINGS, 'MAX_CALL_SECONDS'),
  ...only(SERVICE_SETTINGS, 'TABLE_NAME', 'PUBLIC_BASE_URL', 'LINK_SIGNING_KEY'),
};

/** TaskRouter is given up after a second (contracts: the board); each of its requests has so long. */
const TASKROUTER_MS = 900;

/** What the board reads, with the business's time zone. */
export function boardOf(settings: SettingsOf<typeof BOARD>) {
  const timeZone = businessZoneOf(settings);
  const lists = boardLists(table(settings.TABLE_NAME), now);
  const taskrouter = {
    ...twilioAccount(settings),
    taskrouterUrl: settings.TWILIO_TASKROUTER_URL,
    workspaceSid: settings.TWILIO_WORKSPACE_SID,
    timeoutMs: TASKROUTER_MS,
  };
  const { agentPage } = agentPages(settings.PUBLIC_BASE_URL, settings.LINK_SIGNING_KEY?.[0]);
  const longestCallMs = settings.MAX_CALL_SECONDS * 1_000 + LEASE_MARGIN_MS;
  return {
    timeZone,
    read: boardReader({
      lists,
      agents: agentsReader(() => readWorkers(taskrouter), now),
      clock: now,
      timeZone,
      longestCallMs,
    }),
    handoffs: handoffSearch({
      lists,
      clock: now,
      timeZone,
      placeOf,
      pageOf: agentPage && ((handoff) => agentPage({ ...handoff, now: now() })),
    }),
  };
}
