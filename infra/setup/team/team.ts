/** What the team wants, as `team.json` says it; checked, departments and agents in its order. */
export type Team = {
  company?: string;
  /** By name; what each is for. */
  departments: Readonly<Record<string, { about?: string }>>;
  agents: readonly Agent[];
  numbers: readonly TeamNumber[];
  assistants?: { model?: string; language?: string };
};

export type Agent = {
  /** Unique, whatever the case of its letters. */
  name: string;
  /** Where they are rung: E.164, `sip:` or `client:`. */
  contact: string;
  departments: readonly string[];
  languages: readonly string[];
};

/** `vapi`: Vapi's own inbound URL; `us`: our voice webhook. */
export type TeamNumber = { number: string; answeredBy: 'vapi' | 'us' };
