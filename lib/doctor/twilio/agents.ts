import { isDeepStrictEqual } from 'node:util';
import { ringable, ringableByTwilio } from '../../twilio/callbacks.ts';
import type { Check } from '../check.ts';
import type { Expectations, ExpectedAgent } from '../expectations.ts';
import { counted, type Finding, fail, judged, SET_UP, skipped, warn } from '../finding.ts';
import { hidden } from '../hidden.ts';
import { ifSeen, whenSeen, whyUnseen } from '../seen.ts';
import { attributesOf, inWords, sharersOf, since } from './agent.ts';
import type { Worker } from './shapes.ts';
import { type Agent, contactOf, MOST_AGENTS, type TwilioSeen } from './twilio-seen.ts';

/** Whoever comes back from a missed offer by themselves has done so by then. */
const STUCK_MS = 10 * 60_000;

/** Whether each agent can be rung, one by one. */
export function agentChecks(seen: TwilioSeen, expected: Expectations): Check[] {
  const { agents, beyond } = seen;
  if (agents.is !== 'seen') {
    return (expected.team?.agents ?? []).map(({ name }) =>
      skipped(`twilio.worker:${name}`, whyUnseen(agents, 'The list of workers')),
    );
  }
  const sharers = sharersOf(agents.value);
  const wanted = new Map(expected.team?.agents.map((one) => [one.name.toLowerCase(), one]));
  const there = new Set(agents.value.map(({ name }) => name.toLowerCase()));
  const missing = beyond > 0 ? [] : [...wanted.values()].filter(({ name }) => !there.has(name.toLowerCase()));
  return [
    ...agents.value.map((agent) =>
      whenSeen(`twilio.worker:${agent.name}`, 'The worker', agent.worker, (worker) =>
        agentCheck(agent, worker, {
          seen,
          expected,
          sharers: sharers.get(contactOf(agent) ?? '') ?? [],
          wanted: wanted.get(agent.name.toLowerCase()),
        }),
      ),
    ),
    ...missing.map(({ name }) =>
      judged(`twilio.worker:${name}`, '', [
        fail('team.json has this agent, the workspace has not: nobody rings them.', SET_UP),
      ]),
    ),
    ...(beyond > 0
      ? [
          skipped(
            `twilio.worker:${MOST_AGENTS + 1}-${MOST_AGENTS + beyond}`,
            `${counted(beyond, 'further agent')} not looked at: it would take callers' room at TaskRouter.`,
          ),
        ]
      : []),
  ];
}

type Beside = {
  seen: TwilioSeen;
  expected: Expectations;
  /** Everybody who is rung at the same address. */
  sharers: readonly string[];
  wanted: ExpectedAgent | undefined;
};

function agentCheck(agent: Agent, worker: Worker, beside: Beside): Check {
  const id = `twilio.worker:${agent.name}`;
  const attributes = attributesOf(agent);
  if (attributes === undefined) {
    return judged(id, '', [
      fail('The attributes are no JSON object: nobody can be rung by them.', 'Mend them in TaskRouter.'),
    ]);
  }
  const contact = contactOf(agent);
  return judged(id, contact === undefined ? 'Works in Flex.' : `Rings at ${hidden(contact)}.`, [
    ...contactFindings(contact, beside),
    ...attributeFindings(attributes),
    driftFinding(contact, attributes, beside.wanted),
    stuckFinding(worker, beside.seen),
  ]);
}

function contactFindings(
  contact: string | undefined,
  { seen, expected, sharers }: Beside,
): (Finding | undefined)[] {
  const { bridge, agentRungBy, agentsInFlex, callerId } = expected.twilio;
  const rung = agentRungBy === 'vapi' ? ringable(contact) : ringableByTwilio(contact);
  const inFlex = agentsInFlex && (contact === undefined || contact.startsWith('client:'));
  const ours = [...seen.numbers.keys(), ...(callerId === undefined ? [] : [callerId])];
  return [
    rung.is === 'ringable' || inFlex
      ? undefined
      : notRung(rung.reason, agentRungBy === 'vapi' ? bridge : undefined),
    contact !== undefined && ours.includes(contact)
      ? fail(
          'Is rung at a number of the business itself: the caller would ring themselves.',
          'Give their own number.',
        )
      : undefined,
    sharers.length > 1
      ? warn(
          `${sharers.join(' and ')} share one telephone: while one talks, the other is offered callers in vain.`,
          'Give each their own number.',
        )
      : undefined,
  ];
}

function notRung(
  reason: 'missing' | 'sip' | 'client' | 'not-e164',
  /** As it is set, where Vapi rings them. */
  bridge: string | undefined,
): Finding {
  const fix = 'Set `contact_uri` to a number in E.164 form (+14155550123), `sip:user@host` or `client:name`.';
  switch (reason) {
    case 'missing':
      return fail('Has no `contact_uri`: every caller whom they are offered is taken from them again.', fix);
    case 'not-e164':
      return fail('The `contact_uri` cannot be rung: every caller whom they are offered waits in vain.', fix);
    case 'sip':
    case 'client':
      return bridge !== undefined
        ? fail(
            `A ${reason} address cannot be rung by Vapi, which moves the callers here (BRIDGE=${bridge}).`,
            'Give a telephone number, or set BRIDGE to `auto`.',
          )
        : fail(`The ${reason} address is not complete: it cannot be rung.`, fix);
  }
}

/** Lists that our queues and the routing ask for. */
const LISTS = ['departments', 'languages'] as const;

function attributeFindings(attributes: Record<string, unknown>): (Finding | undefined)[] {
  const hyphened = Object.keys(attributes).filter((key) => key.includes('-'));
  const texts = LISTS.filter((name) => typeof attributes[name] === 'string');
  return [
    texts.length === 0
      ? undefined
      : fail(
          `${texts.map((one) => `\`${one}\``).join(' and ')} is a text, not a list: \`HAS\` never finds them.`,
          'Write a list: ["support"].',
        ),
    hyphened.length === 0
      ? undefined
      : warn(
          `Attributes with a hyphen (${hyphened.join(', ')}) cannot stand in any expression.`,
          'Write them with an underscore.',
        ),
  ];
}

function driftFinding(
  contact: string | undefined,
  attributes: Record<string, unknown>,
  wanted: ExpectedAgent | undefined,
): Finding | undefined {
  if (wanted === undefined) return undefined;
  const differs = [
    ...(contact === wanted.contact ? [] : ['contact']),
    ...LISTS.filter((name) => !sameList(attributes[name], wanted[name])),
  ];
  return differs.length === 0
    ? undefined
    : warn(
        `Differs from team.json: ${differs.join(', ')}. Other callers reach them than the team wants.`,
        SET_UP,
      );
}

function sameList(has: unknown, wants: readonly string[]): boolean {
  const sorted = (list: readonly unknown[]) => list.map(String).sort();
  return isDeepStrictEqual(sorted(Array.isArray(has) ? has : []), sorted(wants));
}

/** In an activity where people also are who have gone home, nobody can be told from one who is stuck. */
function stuckFinding(worker: Worker, { workspace, now }: TwilioSeen): Finding | undefined {
  const { timeout_activity_sid: timeout, default_activity_sid: home } = ifSeen(workspace) ?? {};
  const age = since(worker.date_status_changed, now);
  const isStuck = timeout && timeout !== home && worker.activity_sid === timeout && (age ?? 0) > STUCK_MS;
  return isStuck
    ? warn(
        `Has been in "${worker.activity_name ?? timeout}" for ${inWords(age ?? 0)}, since a missed offer: no caller reaches them.`,
        'They set themselves available again.',
      )
    : undefined;
}
