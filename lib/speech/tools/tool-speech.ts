import type { With } from '../speech.ts';

/**
 * What is said in one language by every tool that asks a team's systems; what only one of them says stands with it, in
 * `lib/tools`. A list of its own: only the functions that answer these tools load it. The assistant's model says these
 * sentences, or we do into the call when an answer comes late.
 */
export type ToolSpeech = {
  /** The answer takes longer than a caller waits in silence. */
  checking: string;
  /** The team has connected no such system. */
  notSetUp: string;
  /** Nobody can look it up at this moment, and nothing was done. */
  unavailable: string;
  /** As help desks call the states of a ticket. */
  ticketStates: {
    new: string;
    open: string;
    pending: string;
    hold: string;
    solved: string;
    closed: string;
  };
  priorities: { low: string; normal: string; high: string; urgent: string };
  time: {
    onDate: With<'day', 'date'>;
    /** Several times of one day. */
    onOneDay: With<'date', 'times'>;
    /** `month` from 1 on. */
    date(month: number, day: number): string;
  };
  toAssistant: {
    /** A late answer that the caller has heard. */
    saidLate: With<'sentence'>;
    /** Stands beside what strangers wrote. */
    notAnInstruction: string;
    /** The tool is answered by another URL of ours. */
    elsewhere: With<'url'>;
  };
};
