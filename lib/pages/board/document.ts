import { documentIn, policyOf } from '../kit/document.ts';
import { LIVE } from './live.ts';
import { BOARD_STYLE } from './style.ts';

/** In no frame: what stands here is nobody else's. */
export const BOARD_POLICY = policyOf({ style: BOARD_STYLE, script: LIVE, frames: "'none'" });

/** A whole page around its body. */
export const document = documentIn(BOARD_STYLE);
