import type { ToolOptions } from '../handoff/tools.ts';
import { type TaskRouterOptions, twilioTasks } from '../twilio/taskrouter.ts';
import { vapiCalls } from '../vapi/calls.ts';
import type { Settings } from './settings.ts';
