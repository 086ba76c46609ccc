import * as z from 'zod/mini';
import type { Clock } from '../../base/clock.ts';
import { isLoopback } from '../../http/receiver.ts';
import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, skipped, warn } from '../finding.ts';
import type { Ask, OwnAnswer } from './ask.ts';
import { type Signing, signedAsVapi } from './sign.ts';

const NO_DEPLOYMENT = 'No deployment, so that our URL is not known: set PUBLIC_BASE_URL, or deploy first.';
const DEPLOY = 'Deploy the stage; its logs say more.';

const healthShape = z.object({
  stage: z.optional(z.string()),
  dependencies: z.optional(z.record(z.string(), z.string())),
});

/** Whether our service is there as the platforms reach it. */
export async function healthCheck(ask: Ask, { urls, stage }: Expectations): Promise<Check> {
  const id = 'ours.health';
  if (urls === undefined) return skipped(id, NO_DEPLOYMENT);
  const answer = await ask({ method: 'GET', url: urls.health });
  return judged(id, 'The service is healthy.', [healthFinding(answer, stage), openFinding(urls.base)]);
}

function healthFinding(answer: OwnAnswer, stage: string): Finding | undefined {
  if (answer.is === 'lost') {
    return fail(`We cannot be reached (${answer.reason}): callers get neither colleague nor tools.`, DEPLOY);
  }
  const read = healthShape.safeParse(answer.body).data;
  if (answer.status !== 200) {
    const down = Object.entries(read?.dependencies ?? {}).filter(([, state]) => state !== 'healthy');
    const which = down.length === 0 ? '' : ` (${down.map(([name]) => name).join(', ')} down)`;
    return fail(`/health answers ${answer.status}${which}: callers get neither colleague nor tools.`, DEPLOY);
  }
  // On one's own machine every stage is `local`.
  const isOther = read?.stage !== undefined && read.stage !== stage && read.stage !== 'local';
  return isOther
    ? fail(
        `The address is that of the stage "${read?.stage}": callers of "${stage}" are answered there.`,
        'Check PUBLIC_BASE_URL.',
      )
    : undefined;
}

function openFinding(base: string): Finding | undefined {
  const url = URL.parse(base);
  if (url === null) return undefined;
  if (isLoopback(url.hostname)) {
    return warn(
      'The address is of this machine: no platform reaches it.',
      'Use a tunnel, and set PUBLIC_BASE_URL.',
    );
  }
  return url.protocol === 'http:'
    ? warn('The address is http: what callers say can be read on the way.', 'Use an https address.')
    : undefined;
}

/** Of a type that nothing follows from: it is answered `{}`. */
const MESSAGE = JSON.stringify({ message: { type: 'doctor' } });

type Asking = { signing: Signing | { missing: string }; asStranger: boolean };

/** Whether our webhook for Vapi turns strangers away and takes what Vapi signs. */
export async function webhookCheck(
  ask: Ask,
  { urls }: Expectations,
  { signing, asStranger }: Asking,
  clock: Clock,
): Promise<Check> {
  const id = 'ours.webhook';
  if (urls === undefined) return skipped(id, NO_DEPLOYMENT);
  const url = urls.vapiWebhook;
  const post = (headers: Record<string, string>) =>
    ask({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      body: MESSAGE,
    });
  const headers =
    'missing' in signing ? undefined : signedAsVapi(signing, { body: MESSAGE, url, now: clock() });
  const [unsigned, signed] = await Promise.all([
    asStranger ? post({}) : undefined,
    headers === undefined ? undefined : post(headers),
  ]);
  const findings = [
    unsigned === undefined ? undefined : unsignedFinding(unsigned),
    signed === undefined ? undefined : signedFinding(signed),
  ];
  if (headers === undefined && findings.every((one) => one === undefined)) {
    const why = 'missing' in signing ? `${signing.missing}.` : 'VAPI_AUTH_OPTIONS cannot be read.';
    return skipped(id, `A signed message was not tried: ${why}`);
  }
  const isFine = asStranger
    ? 'Strangers are turned away (401), what Vapi signs is taken (200).'
    : 'What Vapi signs is taken (200).';
  return judged(id, isFine, findings);
}

function unsignedFinding(answer: OwnAnswer): Finding | undefined {
  if (answer.is === 'lost') {
    return fail(`The webhook cannot be reached (${answer.reason}): no caller gets a colleague.`, DEPLOY);
  }
  switch (answer.status) {
    case 401:
      return undefined;
    case 200:
      return fail(
        'The webhook takes what nobody has signed: anybody can fetch colleagues and read what callers said.',
        'Check that PUBLIC_BASE_URL is our own service.',
      );
    default:
      return fail(
        `The webhook answers ${answer.status} to a stranger, not 401: it is not ours, or not well.`,
        DEPLOY,
      );
  }
}

function signedFinding(answer: OwnAnswer): Finding | undefined {
  if (answer.is === 'lost') {
    return fail(`The webhook does not answer (${answer.reason}): no caller gets a colleague.`, DEPLOY);
  }
  if (answer.status === 200) return undefined;
  return answer.status === 401
    ? fail(
        'The webhook refuses what is signed with VAPI_SERVER_SECRET: the deployed secret is another one, and no caller gets a colleague.',
        'Run `npm run setup -- --apply` (it writes the secret of the stage), and deploy.',
      )
    : fail(`The webhook answers ${answer.status} to a signed message: no caller gets a colleague.`, DEPLOY);
}
