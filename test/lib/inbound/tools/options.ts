import { HANDOFF_SETTINGS } from '../../../../lib/handoff/settings.ts';
import type { ToolOptions, ToolPorts } from '../../../../lib/inbound/tools/tool.ts';
import { readSettings } from '../../../../lib/settings/read.ts';
import { only } from '../../../../lib/settings/setting.ts';
import { MemoryRouting } from '../../desk/memory-routing.ts';

/** What the tools get where a team has chosen nothing. */
export const OPTIONS: ToolOptions = {
  toolsUrl: 'https://hooks.example.com/webhook/vapi/tools',
  escalationTools: readSettings({}, only(HANDOFF_SETTINGS, 'ESCALATION_TOOLS')).ESCALATION_TOOLS,
  windowSeconds: 30,
  controlHosts: ['.vapi.ai'],
  callbacks: { teamNumber: '+14155550188' },
  language: 'en',
  bridging: { bridge: 'auto', accountSid: 'AC1', flexWorkflow: false },
  teamWords: { departments: ['sales', 'support', 'billing'], skills: [] },
};

/** Keeps every callback as it is asked for, and lists every number; nothing is known of the conversation. */
export const KEEPS: Pick<
  ToolPorts,
  'routing' | 'keepCallback' | 'admitCallback' | 'lastHeard' | 'doNotCall'
> = {
  lastHeard: async () => undefined,
  routing: new MemoryRouting(),
  doNotCall: { list: async () => {} },
  admitCallback: async () => 'admitted',
  keepCallback: async (_callId, request) => ({ is: 'kept', request }),
};
