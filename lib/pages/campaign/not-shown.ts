import { html } from '../kit/html.ts';
import { document } from './document.ts';

/** Why a link shows no campaign. */
export type CampaignNotShown = 'invalid' | 'expired' | 'not-there';

/** In a sentence: for programs, and for the script of a page that was open meanwhile. */
export const CAMPAIGN_NOT_SHOWN: Readonly<Record<CampaignNotShown, string>> = {
  invalid: 'The link is not valid.',
  expired: 'This link has expired.',
  'not-there': 'The campaign is no longer kept.',
};

const PAGES: Readonly<Record<CampaignNotShown, { title: string; words: string }>> = {
  invalid: { title: 'This page is not available', words: CAMPAIGN_NOT_SHOWN.invalid },
  expired: { title: 'This link has expired', words: 'Links to a campaign are good for 12 hours.' },
  'not-there': { title: 'Nothing to show', words: 'The link is good, but its campaign is no longer kept.' },
};

/** The page of a link that shows no campaign, and why. */
export function campaignNotShown(why: CampaignNotShown): string {
  const { title, words } = PAGES[why];
  return document(title, html`<body class="gone"><main><h1>${title}</h1><p>${words}</p></main></body>`);
}
