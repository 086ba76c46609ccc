import type { OpeningHours } from '../../handoff/ask/opening-hours.ts';
import { BadSettings } from '../../settings/read.ts';
import type { SettingsOf } from '../../settings/setting.ts';
import type { Calendar, DecidingCalendar, HelpDesk, OpenCalendar } from '../../tools/ports.ts';
import type { Backends } from '../../tools/run/ports.ts';
import type { TOOL_SETTINGS } from '../../tools/settings.ts';
import { now } from './handoffs.ts';

type ToolSettings = SettingsOf<typeof TOOL_SETTINGS>;
/** By whose clock times are meant, and when somebody is there. */
export type Business = { timeZone: string; openingHours?: OpeningHours | undefined };

/** The reading of the settings has named what is missing; told once more where it matters. */
function given<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new BadSettings([`${name} is not set`]);
  return value;
}

/** What is loaded when it is first asked, and once: no start pays for the adapters of other teams. */
function later<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load();
    return loaded;
  };
}

function helpDesk(
  name: string,
  whoDecides: HelpDesk['whoDecides'],
  load: () => Promise<Pick<HelpDesk, 'ticket'>>,
): HelpDesk {
  return { name, whoDecides, ticket: async (...asked) => (await load()).ticket(...asked) };
}

function openCalendar(name: string, load: () => Promise<OpenCalendar>): OpenCalendar {
  return {
    name,
    whoDecides: 'us',
    slots: async (...asked) => (await load()).slots(...asked),
    book: async (...asked) => (await load()).book(...asked),
    find: async (...asked) => (await load()).find(...asked),
    cancel: async (...asked) => (await load()).cancel(...asked),
  };
}

function decidingCalendar(name: string, load: () => Promise<DecidingCalendar>): DecidingCalendar {
  return {
    name,
    whoDecides: 'backend',
    slots: async (...asked) => (await load()).slots(...asked),
    book: async (...asked) => (await load()).book(...asked),
    cancel: async (...asked) => (await load()).cancel(...asked),
  };
}

function signed(settings: ToolSettings, { timeZone }: Business) {
  const url = given(settings.TOOLS_URL, 'TOOLS_URL');
  const secrets = given(settings.TOOLS_SECRET, 'TOOLS_SECRET');
  return later(async () => {
    const { signedBackend } = await import('../../tools/backends/signed-http.ts');
    return signedBackend({ url, secrets, clock: now, timeZone });
  });
}

function helpDeskOf(settings: ToolSettings, business: Business): HelpDesk | undefined {
  switch (settings.HELP_DESK) {
    case 'http': {
      const backend = signed(settings, business);
      return helpDesk('http', 'backend', async () => (await backend()).helpDesk);
    }
    case 'zendesk': {
      const options = {
        subdomain: given(settings.ZENDESK_SUBDOMAIN, 'ZENDESK_SUBDOMAIN'),
        clientId: given(settings.ZENDESK_CLIENT_ID, 'ZENDESK_CLIENT_ID'),
        clientSecret: given(settings.ZENDESK_CLIENT_SECRET, 'ZENDESK_CLIENT_SECRET'),
        url: settings.ZENDESK_URL,
        clock: now,
      };
      const load = later(async () => (await import('../../tools/backends/zendesk.ts')).zendesk(options));
      return helpDesk('zendesk', 'us', load);
    }
    case 'hubspot': {
      const token = given(settings.HUBSPOT_TOKEN, 'HUBSPOT_TOKEN');
      const options = { token, url: settings.HUBSPOT_URL, clock: now };
      const load = later(async () => (await import('../../tools/backends/hubspot.ts')).hubspot(options));
      return helpDesk('hubspot', 'us', load);
    }
    case undefined:
      return undefined;
  }
}

function calendarOf(settings: ToolSettings, business: Business): Calendar | undefined {
  switch (settings.CALENDAR) {
    case 'http': {
      const backend = signed(settings, business);
      return decidingCalendar('http', async () => (await backend()).calendar);
    }
    case 'google': {
      const options = {
        ...business,
        calendarId: given(settings.GOOGLE_CALENDAR_ID, 'GOOGLE_CALENDAR_ID'),
        serviceAccount: given(settings.GOOGLE_SERVICE_ACCOUNT, 'GOOGLE_SERVICE_ACCOUNT'),
        url: settings.GOOGLE_CALENDAR_URL,
        tokenUrl: settings.GOOGLE_TOKEN_URL,
        clock: now,
        minutes: settings.APPOINTMENT_MINUTES,
      };
      const load = later(async () => {
        const { googleCalendar } = await import('../../tools/backends/google-calendar.ts');
        return googleCalendar(options);
      });
      return openCalendar('google', load);
    }
    case 'calcom': {
      const options = {
        apiKey: given(settings.CALCOM_API_KEY, 'CALCOM_API_KEY'),
        eventTypeId: given(settings.CALCOM_EVENT_TYPE_ID, 'CALCOM_EVENT_TYPE_ID'),
        url: settings.CALCOM_URL,
        clock: now,
        timeZone: business.timeZone,
      };
      const load = later(async () => (await import('../../tools/backends/calcom.ts')).calcom(options));
      return openCalendar('calcom', load);
    }
    case undefined:
      return undefined;
  }
}

/** The systems that a team has connected. Throws `BadSettings` where what one of them needs is missing. */
export const systemsOf = (settings: ToolSettings, business: Business): Backends => ({
  helpDesk: helpDeskOf(settings, business),
  calendar: calendarOf(settings, business),
});
