export const CAMPAIGN_STATUSES = ['draft', 'running', 'paused', 'done', 'canceled'] as const;
export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number];

/**
 * Why a campaign was paused. `ours`: the set-up is wrong, so that every call would fail; `account`: the account at Vapi
 * takes no calls. Without one, people paused it.
 */
export const PAUSE_CODES = ['breaker', 'ours', 'account'] as const;
export type PauseCode = (typeof PAUSE_CODES)[number];
