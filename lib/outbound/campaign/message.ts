import * as z from 'zod/mini';
import { stored } from '../../base/stored.ts';

/** A message of the outbound queue that brings a campaign's worker: it says nothing, what is due stands in the record. */
export const campaignMessageSchema = stored({
  campaign: z.string(),
  /** Whose claims are void. */
  givenUpBy: z.exactOptional(z.string()),
});
export type CampaignMessage = z.infer<typeof campaignMessageSchema>;
