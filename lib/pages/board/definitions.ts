import type { Figures } from '../../board/data.ts';

/** One of the day's figures: its name, and what exactly it counts. */
type Definition = { name: string; means: string };

/** The figures in the order in which they stand: how it goes, then what did not come to a talk. */
export const DEFINITIONS: Readonly<Record<keyof Figures, Definition>> = {
  asked: { name: 'Asked for', means: 'Handoffs that were asked for on this day.' },
  connected: { name: 'Connected', means: 'Agent and caller were joined.' },
  serviceLevel: {
    name: 'Service level',
    means:
      'The share that was joined within the window of their handoff, of those who asked; who was canceled or left within 5 seconds is left out. Who still waits counts as not joined yet.',
  },
  averageSpeedOfAnswerSeconds: {
    name: 'Speed of answer',
    means: 'On average, from the moment an agent was asked for until the two were joined, of those joined.',
  },
  averageTalkSeconds: {
    name: 'Average talk',
    means: 'On average, from the moment the two were joined until the end.',
  },
  abandoned: { name: 'Abandoned', means: 'The caller left before anybody was joined.' },
  noAgent: { name: 'No agent', means: 'Nobody took it within the window.' },
  failed: {
    name: 'Failed',
    means: 'There was an agent or a task, and the two could not be joined; or TaskRouter refused the task.',
  },
  canceled: { name: 'Canceled', means: 'Taken back by the caller or the assistant.' },
  transferred: {
    name: 'Transferred',
    means: 'Moved to an agent’s telephone, and nothing told whether somebody answered.',
  },
};

/** The figures' keys in that order. */
export const FIGURES = [
  'asked',
  'connected',
  'serviceLevel',
  'averageSpeedOfAnswerSeconds',
  'averageTalkSeconds',
  'abandoned',
  'noAgent',
  'failed',
  'canceled',
  'transferred',
] as const satisfies readonly (keyof Figures)[];
