import { documentIn, policyOf } from '../kit/document.ts';
import { STYLE } from '../kit/style.ts';
import { LIVE } from './live.ts';

/** Flex may show the page in a panel, nobody else in a frame. */
export const CONTENT_SECURITY_POLICY = policyOf({
  style: STYLE,
  script: LIVE,
  frames: "'self' https://flex.twilio.com",
});

/** A whole page around its body; `head` is what it has there besides. */
export const document = documentIn(STYLE);
