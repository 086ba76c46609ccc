/** What a team can connect: where its tickets are, and where its appointments are. */
export const SYSTEMS = ['help-desk', 'calendar'] as const;
export type System = (typeof SYSTEMS)[number];

/** The tools that ask a team's systems, as far as the team has connected any. */
export type TeamTools = {
  /** The URL of ours that answers them. */
  url: string;
  /** How long an answer may take, in ms. */
  budgetMs: number;
  systems: readonly System[];
};
