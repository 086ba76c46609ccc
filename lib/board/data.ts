import type { Outcome, State, StrategyName } from '../handoff/record/handoff.ts';

/** What the board tells, as JSON. Times are ISO 8601 in UTC; what is not known is `null`, never absent. */

/** Of handoffs that were asked for in one span of time; each is defined in docs/board.md. */
export type Figures = {
  asked: number;
  connected: number;
  /** A share from 0 to 1; `null` where nobody counts. */
  serviceLevel: number | null;
  averageSpeedOfAnswerSeconds: number | null;
  averageTalkSeconds: number | null;
  abandoned: number;
  noAgent: number;
  failed: number;
  canceled: number;
  /** Moved to an agent's telephone, and nothing has told whether somebody answered. */
  transferred: number;
};

/** Who wants a colleague. `caller` shows its last four digits. */
type Caller = {
  id: string;
  callId: string;
  name: string | null;
  caller: string | null;
  reason: string | null;
  department: string | null;
};

/** `since`: when a colleague was asked for. */
export type Waiting = Caller & { since: string };

/** `since`: when this agent was asked, or when the two began to talk. */
export type WithAgent = Caller & { agent: string | null; since: string };

/** A callback or a review that no agent has taken yet. `since`: when it was asked for. */
export type Followup = Caller & {
  /** In the caller's words: when they want to be called. */
  when: string | null;
  since: string;
};

export type Agents =
  | { is: 'known'; at: string; byActivity: Record<string, { name: string }[]> }
  /** TaskRouter has not answered within a second. */
  | { is: 'unknown' };

/** Of the day as it is so far; `byHour` by its hours, `00` to `23`. */
export type Today = Figures & {
  /** `2026-11-30` */
  date: string;
  timeZone: string;
  byDepartment: Record<string, Figures>;
  byHour: Record<string, Figures>;
  byAgent: Record<string, Figures>;
  byStrategy: Record<string, Figures>;
};

export type BoardData = {
  at: string;
  now: { waiting: Waiting[]; ringing: WithAgent[]; talking: WithAgent[]; calls: number };
  agents: Agents;
  today: Today;
  followups: { callbacks: Followup[]; reviews: Followup[] };
};

/** One handoff of the past, or of this moment. What is older than `RETENTION_DAYS` has no word about who called. */
export type HandoffRow = {
  id: string;
  callId: string | null;
  at: string;
  endedAt: string | null;
  state: State;
  outcome: Outcome | null;
  department: string | null;
  agent: string | null;
  name: string | null;
  caller: string | null;
  reason: string | null;
  /** Until the two were joined, or until it ended without. */
  waitSeconds: number | null;
  talkSeconds: number | null;
  strategy: StrategyName;
  /** The page about it, while its record is kept: good for 12 hours. */
  pageUrl: string | null;
};

/** A page of a search, the newest first; `cursor` leads to the next one. */
export type HandoffPage = { handoffs: HandoffRow[]; cursor?: string };
