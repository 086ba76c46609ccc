import type { Check } from '../check.ts';
import type { Expectations } from '../expectations.ts';
import { type Finding, fail, judged, SET_UP, skipped, warn } from '../finding.ts';
import { ifSeen, type Seen, whenSeen, whyUnseen } from '../seen.ts';
import { type OurUrls, sameUrl } from '../urls.ts';
import { routingOf } from './configuration.ts';
import { routingFindings } from './routing.ts';
import type { Workflow } from './shapes.ts';
import type { TwilioSeen } from './twilio-seen.ts';

/** A phone that rings for less is not heard. */
const SHORTEST_RING_SECONDS = 10;

/** The workflow of handoffs, and those of callbacks and reviews as far as they have their own. */
export function workflowChecks(seen: TwilioSeen, expected: Expectations): Check[] {
  const handoffs = seen.workflows.get('handoffs');
  if (handoffs === undefined) return [];
  return [
    callbacksCheck(handoffs, seen, expected),
    whenSeen('twilio.reservation-timeout', 'The workflow', handoffs, (workflow) =>
      reservationTimeout(workflow, expected),
    ),
    targetsCheck(seen, expected),
  ];
}

/** Those that somebody has named and that are not there. */
function lostWorkflows({ workflows }: TwilioSeen): Finding[] {
  const lost = [...workflows].filter(([, workflow]) => workflow.is === 'gone').map(([use]) => use);
  return lost.map((use) => {
    const setting = {
      handoffs: 'TWILIO_WORKFLOW_SID',
      callbacks: 'TWILIO_CALLBACK_WORKFLOW_SID',
      reviews: 'TWILIO_REVIEW_WORKFLOW_SID',
    }[use];
    return fail(
      use === 'handoffs'
        ? 'The workflow of handoffs is not there: no caller reaches an agent.'
        : `The workflow of ${use} is not there: ${use} reach nobody.`,
      `Check ${setting}.`,
    );
  });
}

function callbacksCheck(handoffs: Seen<Workflow>, seen: TwilioSeen, { urls }: Expectations): Check {
  const id = 'twilio.workflow-callbacks';
  const lost = lostWorkflows(seen);
  if (lost.length > 0) return judged(id, '', lost);
  if (urls === undefined) return skipped(id, 'No deployment, so that our URLs are not known.');
  return whenSeen(id, 'The workflow', handoffs, (workflow) =>
    judged(
      id,
      'TaskRouter asks us about each offer, and a second function where the first does not answer.',
      [...callbackFindings(workflow, urls)],
    ),
  );
}

function callbackFindings(workflow: Workflow, urls: OurUrls): (Finding | undefined)[] {
  const {
    assignment_callback_url: first,
    fallback_assignment_callback_url: fallback,
    friendly_name: name,
  } = workflow;
  const ours = [first, fallback].filter((url) => url?.startsWith(urls.base));
  return [
    first && sameUrl(first, urls.assignment)
      ? undefined
      : fail(
          first
            ? `The assignment callback of "${name}" leads elsewhere: agents are offered callers whom we never ring them for.`
            : `"${name}" has no assignment callback: an offer waits until it times out, and so does its caller.`,
          SET_UP,
        ),
    fallbackFinding(first, fallback, urls),
    ours.some((url) => url?.startsWith('http:'))
      ? warn('The callbacks are http: who is calling can be read on the way.', 'Use an https address.')
      : undefined,
  ];
}

function fallbackFinding(
  first: string | null | undefined,
  fallback: string | null | undefined,
  urls: OurUrls,
): Finding | undefined {
  if (!fallback) {
    return warn('There is no fallback callback: one failed request costs the caller an agent.', SET_UP);
  }
  if (first && sameUrl(first, fallback)) {
    return warn('The fallback is the callback once more: what fails once fails twice.', SET_UP);
  }
  return sameUrl(fallback, urls.assignmentFallback)
    ? undefined
    : fail('The fallback callback leads elsewhere: it answers for callers whom it does not know.', SET_UP);
}

function reservationTimeout(
  { task_reservation_timeout: seconds }: Workflow,
  { twilio: { windowSeconds: window } }: Expectations,
): Check {
  // For so short a window set-up itself writes no more.
  const fix =
    window > SHORTEST_RING_SECONDS
      ? SET_UP
      : `Set HANDOFF_WINDOW_SECONDS to more than ${SHORTEST_RING_SECONDS}: in so short a time nobody takes a call.`;
  return judged(
    'twilio.reservation-timeout',
    `An agent has ${seconds} s, so that ${Math.floor(window / seconds)} can be tried in ${window} s.`,
    [
      seconds >= window
        ? fail(
            `An agent has ${seconds} s of the ${window} s that a caller waits: only one is ever tried.`,
            fix,
          )
        : undefined,
      seconds < SHORTEST_RING_SECONDS
        ? warn(`An agent has ${seconds} s: the phone is taken away while they reach for it.`, fix)
        : undefined,
    ],
  );
}

function targetsCheck(seen: TwilioSeen, { twilio: { windowSeconds } }: Expectations): Check {
  const id = 'twilio.workflow-targets';
  const handoffs = seen.workflows.get('handoffs');
  if (handoffs?.is !== 'seen') {
    return skipped(id, handoffs === undefined ? 'No workflow.' : whyUnseen(handoffs, 'The workflow'));
  }
  const findings = [...seen.workflows].flatMap(([use, one]) => {
    const workflow = ifSeen(one);
    if (workflow === undefined) return [];
    const routing = routingOf(workflow.configuration);
    if (routing === undefined) {
      return [
        fail(
          `The configuration of "${workflow.friendly_name}" cannot be read: nobody knows whom it asks.`,
          SET_UP,
        ),
      ];
    }
    return routingFindings(routing, seen, use === 'handoffs' ? windowSeconds : undefined);
  });
  return judged(id, 'Every caller is led to agents for as long as they wait.', findings);
}
