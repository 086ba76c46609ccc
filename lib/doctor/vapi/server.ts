import { type Finding, fail, SET_UP, warn } from '../finding.ts';
import { sameUrl } from '../urls.ts';
import type { Server } from './shapes.ts';

type Wanted = { url: string | undefined; credentialId: string | undefined; whose: string };

/** What is wrong with where Vapi sends messages, and how it proves itself there. */
export function serverFindings(
  server: Server,
  { url, credentialId, whose }: Wanted,
): (Finding | undefined)[] {
  if (!server?.url) {
    return [
      fail(
        `${whose} has no server URL: nothing of its calls comes to us, and nobody fetches a colleague.`,
        SET_UP,
      ),
    ];
  }
  return [
    url === undefined || sameUrl(server.url, url)
      ? undefined
      : fail(
          `${whose} sends its messages elsewhere: nothing of its calls comes to us, and nobody fetches a colleague.`,
          SET_UP,
        ),
    credentialFinding(server.credentialId, credentialId, whose),
    (server.backoffPlan?.maxRetries ?? 0) > 0
      ? undefined
      : warn(
          `${whose} has no backoff plan: what we could not take in for a moment is not sent again.`,
          SET_UP,
        ),
  ];
}

export function credentialFinding(
  has: string | null | undefined,
  wanted: string | undefined,
  whose: string,
): Finding | undefined {
  if (!has) {
    return fail(
      `${whose} signs nothing: we answer 401 to all that it sends, so that no caller gets a colleague.`,
      SET_UP,
    );
  }
  return wanted === undefined || has === wanted
    ? undefined
    : fail(`${whose} signs with another credential than VAPI_CREDENTIAL_ID: we answer 401.`, SET_UP);
}
