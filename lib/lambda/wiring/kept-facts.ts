import { keepFacts } from '../../aws/facts-store.ts';
import { messageQueue, sqsClient } from '../../aws/queue.ts';
import { table } from '../../aws/table.ts';
import { troubleOf } from '../../base/trouble.ts';
import { CONVERSATION_SETTINGS } from '../../conversation/settings.ts';
import { type HandoffEndedMessage, handoffEndedOf } from '../../crm/handoff-ended.ts';
import { CRM_SETTINGS } from '../../crm/settings.ts';
import type { EffectPorts } from '../../handoff/effects/perform.ts';
import { HANDOFF_SETTINGS } from '../../handoff/settings.ts';
import { only, type SettingsOf } from '../../settings/setting.ts';
import { SERVICE_SETTINGS } from '../settings.ts';
import { now } from './handoffs.ts';

export const BUSINESS_DAY = only(HANDOFF_SETTINGS, 'BUSINESS_TIME_ZONE', 'OPENING_HOURS');

/** The time zone of the business, by which days and hours are counted. */
export const businessZoneOf = (settings: SettingsOf<typeof BUSINESS_DAY>): string =>
  settings.BUSINESS_TIME_ZONE ?? settings.OPENING_HOURS?.timeZone ?? 'UTC';

export const KEEPING_FACTS = {
  ...BUSINESS_DAY,
  ...only(SERVICE_SETTINGS, 'TABLE_NAME'),
  ...only(HANDOFF_SETTINGS, 'STATISTICS_DAYS'),
  ...only(CONVERSATION_SETTINGS, 'RETENTION_DAYS'),
  ...only(CRM_SETTINGS, 'CRM_QUEUE_URL', 'CRM_HOOK_URL'),
};

const DAY_SECONDS = 86_400;

/** Keeps how a handoff ended: for the board, and for the CRM where it has a hook. */
export function keepingFacts(settings: SettingsOf<typeof KEEPING_FACTS>): Pick<EffectPorts, 'keepFacts'> {
  const keep = keepFacts(table(settings.TABLE_NAME), now, {
    timeZone: businessZoneOf(settings),
    statisticsSeconds: settings.STATISTICS_DAYS * DAY_SECONDS,
    calledSeconds: settings.RETENTION_DAYS * DAY_SECONDS,
  });
  const crm =
    settings.CRM_HOOK_URL === undefined
      ? undefined
      : messageQueue<HandoffEndedMessage>(sqsClient(), settings.CRM_QUEUE_URL);
  return {
    keepFacts: (facts, called) =>
      Promise.all([
        keep(facts, called),
        crm?.send([{ message: handoffEndedOf(facts, called), delaySeconds: 0 }]),
      ]).then(
        () => ({ is: 'facts-kept' }),
        (error: unknown) => troubleOf(error, 'facts'),
      ),
  };
}
