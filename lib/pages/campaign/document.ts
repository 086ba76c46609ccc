import { documentIn, policyOf } from '../kit/document.ts';
import { LIVE } from './live.ts';
import { CAMPAIGN_STYLE } from './style.ts';

/** In no frame: a key is typed here. */
export const CAMPAIGN_POLICY = policyOf({ style: CAMPAIGN_STYLE, script: LIVE, frames: "'none'" });

/** A whole page around its body. */
export const document = documentIn(CAMPAIGN_STYLE);
