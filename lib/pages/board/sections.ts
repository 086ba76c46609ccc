import type { BoardData } from '../../board/data.ts';
import type { Safe } from '../kit/html.ts';
import { agentsSection } from './agents.ts';
import { daySection, heroSection, saidSection } from './headline.ts';
import { followupsSection, ringingSection, talkingSection, waitingSection } from './lists.ts';
import { pictureSection } from './picture.ts';
import { figuresSection, tablesSection } from './today.ts';

/** The parts of the page that change, each on its own, as they stand on it. */
export const SECTIONS = {
  day: daySection,
  said: saidSection,
  hero: heroSection,
  waiting: waitingSection,
  ringing: ringingSection,
  talking: talkingSection,
  agents: agentsSection,
  followups: followupsSection,
  figures: figuresSection,
  picture: pictureSection,
  tables: tablesSection,
} as const satisfies Record<string, (data: BoardData) => Safe>;

export type SectionId = keyof typeof SECTIONS;
