import { randomUUID } from 'node:crypto';
import { FRONT_DESK, OUTBOUND } from '../../lib/desk/assistants.ts';
import { HANDOFF_SETTINGS } from '../../lib/handoff/settings.ts';
import { type Env, readSettings } from '../../lib/settings/read.ts';
import { only } from '../../lib/settings/setting.ts';
import { deskAssistants } from '../assistants/desk.ts';
import { BadDesk } from '../assistants/names.ts';
import { outboundAssistant } from '../assistants/outbound.ts';
import { ASSISTANT_ID, OUR_NUMBER } from './simulators/vapi/call.ts';
import type { VapiSimulator } from './simulators/vapi/vapi.ts';

/**
 * Sets the front desk up at the simulated Vapi as a team does at the real one: the number, and the assistants that the
 * product comes with. Gives the settings that name them; they go before any others, whose ids mean nothing there.
 */
export function setUpDesk(vapi: VapiSimulator, env: Env): Record<string, string> {
  const { DEPARTMENTS: departments, SKILLS: skills } = readSettings(
    env,
    only(HANDOFF_SETTINGS, 'DEPARTMENTS', 'SKILLS'),
  );
  // The router is who talks on every other simulated call.
  const saved = Object.fromEntries([
    [FRONT_DESK, ASSISTANT_ID],
    ...departments.map((department) => [department, randomUUID()]),
    [OUTBOUND, randomUUID()],
  ]);
  try {
    const options = { serverUrl: 'https://vapi.invalid', teamWords: { departments, skills }, saved };
    for (const [key, assistant] of deskAssistants(options)) {
      vapi.saveAssistant({ id: saved[key], ...assistant });
    }
    const calling = outboundAssistant({ ...options, choices: { company: 'Example Energy' } });
    vapi.saveAssistant({ id: saved[OUTBOUND], ...calling });
  } catch (error) {
    // Departments of which no assistants can be made: calls are answered without a desk.
    if (error instanceof BadDesk) return {};
    throw error;
  }
  return {
    VAPI_PHONE_NUMBER_ID: vapi.saveNumber({ number: OUR_NUMBER }),
    VAPI_ASSISTANTS: JSON.stringify(saved),
    VAPI_SQUAD_ID: '',
  };
}
