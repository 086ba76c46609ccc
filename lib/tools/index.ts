import * as cancelAppointment from './cancel-appointment.ts';
import * as checkAvailability from './check-availability.ts';
import * as getTicketDetails from './get-ticket-details.ts';
import * as getTicketStatus from './get-ticket-status.ts';
import * as scheduleAppointment from './schedule-appointment.ts';
import type { Tool } from './tool.ts';

/** The tools that ask a team's systems. One is a file here, and its line in this list. */
export const tools: readonly Tool[] = [
  checkAvailability.tool,
  scheduleAppointment.tool,
  cancelAppointment.tool,
  getTicketStatus.tool,
  getTicketDetails.tool,
];

/** Returns the tool of a name; models write it in snake_case and in camelCase. */
export function toolNamed(name: string): Tool | undefined {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return tools.find((tool) => tool.name === snake);
}
