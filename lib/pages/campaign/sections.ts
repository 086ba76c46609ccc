import type { CampaignView } from '../../outbound/campaign/view.ts';
import type { Safe } from '../kit/html.ts';
import { failuresSection } from './failures.ts';
import { howSection } from './how.ts';
import { liveSection } from './live-calls.ts';
import { outcomesSection } from './outcomes.ts';
import { paceSection } from './pace.ts';
import { progressSection } from './progress.ts';
import { statusSection } from './status.ts';
import { waitingSection } from './waiting.ts';

/** The parts of the page that change, each on its own, as they stand on it; an empty one is not shown. */
export const SECTIONS = {
  status: statusSection,
  failures: failuresSection,
  progress: progressSection,
  outcomes: outcomesSection,
  pace: paceSection,
  waiting: waitingSection,
  live: liveSection,
  how: howSection,
} as const satisfies Record<string, (view: CampaignView) => Safe>;

export type SectionId = keyof typeof SECTIONS;
