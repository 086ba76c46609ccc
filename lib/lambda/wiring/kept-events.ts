import { callStore } from '../../aws/call-store.ts';
import { table } from '../../aws/table.ts';
import type { CallEvent } from '../../conversation/events.ts';
import type { Listening } from '../../conversation/observe.ts';
import { keepEvent } from '../../conversation/run.ts';
import type { CONVERSATION_SETTINGS } from '../../conversation/settings.ts';
import type { CRM_SETTINGS } from '../../crm/settings.ts';
import { intentWordsOf } from '../../language/intent/intent.ts';
import type { SettingsOf } from '../../settings/setting.ts';
import type { SERVICE_SETTINGS } from '../settings.ts';
import type { Telemetry } from '../telemetry.ts';
import { now } from './handoffs.ts';

type ListeningSettings = Pick<
  SettingsOf<typeof CONVERSATION_SETTINGS>,
  'ESCALATION_RULES' | 'INTENT_KEYWORDS' | 'MUTE_ON_INTERRUPTION' | 'REQUIRED_FIELDS'
> &
  Pick<SettingsOf<typeof CRM_SETTINGS>, 'CRM_HOOK_URL'>;

/** What is listened for in a call. */
export function listeningOf(settings: ListeningSettings): Listening {
  return {
    rules: settings.ESCALATION_RULES,
    intentWords: intentWordsOf(settings.INTENT_KEYWORDS),
    muting: settings.MUTE_ON_INTERRUPTION,
    requiredFields: settings.REQUIRED_FIELDS,
    summaries: settings.CRM_HOOK_URL !== undefined,
  };
}

/** What a webhook does with an event of a conversation whose queue is away. It knows every language: load it then. */
export function keepingEvents(
  settings: ListeningSettings &
    Pick<SettingsOf<typeof SERVICE_SETTINGS>, 'TABLE_NAME' | 'LANGUAGE'> &
    Pick<SettingsOf<typeof CONVERSATION_SETTINGS>, 'RETENTION_DAYS'>,
  { log, count }: Pick<Telemetry, 'log' | 'count'>,
): (callId: string, event: CallEvent) => Promise<void> {
  const listening = listeningOf(settings);
  const store = callStore(table(settings.TABLE_NAME), now, settings.RETENTION_DAYS * 86_400);
  const ports = { store, clock: now, log, count, language: settings.LANGUAGE };
  return (callId, event) => keepEvent(callId, event, listening, ports);
}
