import type { StoredUtterance } from '../../base/utterance.ts';
import type { ToolNote } from '../../handoff/briefing/tool-notes.ts';
import type { Handoff } from '../../handoff/record/handoff.ts';

/** What a team has set for its pages. */
export type Team = {
  /** In which times of day are said. */
  timeZone: string;
  /** Where its record of a customer is (`CUSTOMER_URL`). */
  customerUrl?: string;
};

/** All that the page is made of. `now` and every other time in milliseconds since 1970. */
export type AgentView = {
  handoff: Handoff;
  /** What was said, in spoken order. Empty: the messages of the request stand in, without times. */
  conversation: readonly StoredUtterance[];
  /** What tools looked up or did in the call, the oldest first. */
  notes: readonly ToolNote[];
  call: {
    over?: { at: number; reason: string };
    intent?: string;
    interruptions?: number;
    language?: string;
  };
  team: Team;
  now: number;
};
