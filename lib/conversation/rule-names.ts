/** What makes a handoff without a tool call (C3). */
export const RULES = [
  'asked-for-human',
  'interruptions',
  'tool-failures',
  'repeated-question',
  'unclear-intent',
] as const;
export type Rule = (typeof RULES)[number];
