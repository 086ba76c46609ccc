import type { System } from '../../../lib/doctor/tools/systems.ts';
import { systemsOf } from '../../../lib/lambda/wiring/systems.ts';
import { BadSettings, readSettings } from '../../../lib/settings/read.ts';
import type { Calendar, HelpDesk } from '../../../lib/tools/ports.ts';
import { TOOL_SETTINGS } from '../../../lib/tools/settings.ts';
import type { DoctorContext } from './context.ts';

/** No request goes there: the doctor has no use for the queue. */
const PROVIDED = { TOOLS_QUEUE_URL: 'http://127.0.0.1/tools' };

/** The team's systems as the functions would ask them. */
export function connectedSystems({ values, settings }: Pick<DoctorContext, 'values' | 'settings'>): {
  helpDesk: System<HelpDesk>;
  calendar: System<Calendar>;
} {
  try {
    const openingHours = settings.OPENING_HOURS;
    const timeZone = settings.BUSINESS_TIME_ZONE ?? openingHours?.timeZone ?? 'UTC';
    const tools = readSettings({ ...PROVIDED, ...values }, TOOL_SETTINGS);
    const { helpDesk, calendar } = systemsOf(tools, { timeZone, openingHours });
    return { helpDesk: helpDesk ?? 'none', calendar: calendar ?? 'none' };
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    const missing = {
      missing: 'The settings of the tools are not complete; the check `settings` names them.',
    };
    return { helpDesk: missing, calendar: missing };
  }
}
