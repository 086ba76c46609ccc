import type { CampaignView } from '../../../../lib/outbound/campaign/view.ts';
import { SECTIONS, type SectionId } from '../../../../lib/pages/campaign/sections.ts';

/** What a section says, without its markup; parts of it apart by a bar. */
export const read = (id: SectionId, view: CampaignView): string =>
  SECTIONS[id](view)
    .safe.replace(/<svg.*?<\/svg>/g, '')
    .replace(/<\/?(?:b|small|bdi|code|span|time)\b[^>]*>/g, '')
    .replace(/(?:<[^>]*>)+/g, '|')
    .replace(/ *\| */g, '|');
