import { isPhone, runningTransfer, type Transfer, type TransferOutcome } from './call.ts';
import { addressOf, type Destination, type TransferMode, type TransferPlan } from './destinations.ts';
import { endCall, type Line, tell, tellStatus } from './line.ts';
import { cutSpeech, finishSpeaking, say } from './speech.ts';

const DEFAULT_LINE = 'Transferring the call now.';
const DEFAULT_FALLBACK = 'The transfer could not be completed.';

/**
 * Moves the caller towards the destination, now; the agent's leg and the webhooks about it follow in the
 * background. While one transfer runs, another is accepted like the first and not carried out.
 */
export function beginTransfer(line: Line, destination: Destination, content?: string): void {
  const { call } = line;
  const busy = runningTransfer(call) !== undefined;
  const spoken = content ?? lineFor(destination);
  const { speaking } = call;
  const transfer: Transfer = {
    number: addressOf(destination),
    at: Date.now(),
    destination,
    outcome: busy ? 'ignored' : 'ringing',
    ...(destination.transferPlan && { plan: destination.transferPlan }),
    ...(speaking !== undefined && { speaking }),
  };
  call.transfers.push(transfer);
  line.note(busy ? 'transfer-ignored' : 'transfer-requested', destination.transferPlan?.mode);
  if (busy) return;
  cutSpeech(line);
  if (spoken !== '') say(line, spoken);
  finishSpeaking(line);
  call.status = 'forwarding';
  call.destination = destination;
  line.background(carryOut(line, transfer));
}

/** What the caller hears first: an empty message is silence, none at all is Vapi's own sentence. */
const lineFor = ({ message }: Destination): string =>
  message === undefined ? DEFAULT_LINE : textOf(message, '');

async function carryOut(line: Line, transfer: Transfer): Promise<void> {
  await line.pause(0);
  // The caller may have left meanwhile, here and below.
  if (transfer.outcome !== 'ringing') return;
  await tellStatus(line);
  if (transfer.outcome !== 'ringing') return;
  await tell(line, 'transfer-update', { destination: transfer.destination });
  const answer = line.agentAnswers(transfer.number);
  const outcome = typeof answer === 'string' ? answer : answer.is;
  if (typeof answer !== 'string') await line.pause(answer.afterMs);
  if (transfer.outcome !== 'ringing') return;
  transfer.outcome = reached(line, transfer, outcome);
  if (transfer.outcome === 'connected') {
    const briefing = briefingOf(transfer);
    if (briefing !== undefined) transfer.briefed = briefing;
    return line.note('agent-answered');
  }
  line.note('agent-missed', transfer.outcome);
  await fail(line, transfer);
}

function reached(
  { call }: Line,
  { plan }: Transfer,
  answer: 'answers' | 'no-answer' | 'busy' | 'voicemail',
): TransferOutcome {
  // "Web to phone" transfers are not supported, and without the caller's stream there is nobody to move.
  if (!isPhone(call.type) || call.stream === 'closed') return 'failed';
  if (answer === 'answers') return 'connected';
  // Only the experimental mode can tell a machine from a human; elsewhere the caller talks to the machine.
  if (answer === 'voicemail' && plan?.mode !== 'warm-transfer-experimental') return 'connected';
  return answer;
}

/** The modes that speak `transferPlan.message` to the agent before the caller is there (Vapi: call forwarding). */
const BRIEFING_MODES: readonly TransferMode[] = [
  'warm-transfer-say-message',
  'warm-transfer-wait-for-operator-to-speak-first-and-then-say-message',
  'warm-transfer-experimental',
];

function briefingOf({ plan }: Transfer): string | undefined {
  if (plan?.message === undefined || !BRIEFING_MODES.includes(plan.mode)) return undefined;
  return textOf(plan.message, '');
}

async function fail(line: Line, { plan, outcome }: Transfer): Promise<void> {
  const { call } = line;
  if (plan?.mode !== 'warm-transfer-experimental') return endCall(line, reasonFor(outcome));
  call.status = 'in-progress';
  delete call.destination;
  say(line, fallbackOf(plan));
  if (plan.fallbackPlan?.endCallEnabled ?? true) return endCall(line, reasonFor(outcome));
  line.note('assistant-resumed');
  await tellStatus(line);
}

const fallbackOf = ({ fallbackPlan }: TransferPlan) =>
  fallbackPlan === undefined ? DEFAULT_FALLBACK : textOf(fallbackPlan.message, DEFAULT_FALLBACK);

function textOf(message: NonNullable<TransferPlan['message']>, otherwise: string): string {
  return typeof message === 'string' ? message : (message.content ?? otherwise);
}

function reasonFor(outcome: TransferOutcome): string {
  if (outcome === 'busy') return 'call.forwarding.operator-busy';
  if (outcome === 'failed') return 'call.in-progress.error-transfer-failed';
  return 'call.forwarding.no-answer';
}

/** Why a call ends whose caller hangs up now. */
export function hangUpReason({ call }: Line): string {
  // It rings, and is turned away.
  if (call.unanswered) return 'customer-busy';
  const running = runningTransfer(call);
  if (running?.outcome === 'ringing') return 'customer-ended-call-during-transfer';
  if (running?.outcome === 'connected') return 'assistant-forwarded-call';
  const missed = call.transfers.some(({ outcome }) => outcome !== 'ignored');
  return missed ? 'customer-ended-call-after-warm-transfer-attempt' : 'customer-ended-call';
}
