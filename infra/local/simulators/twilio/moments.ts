export type MomentKind =
  | 'task-created'
  | 'agent-offered'
  | 'agent-accepted'
  | 'agent-rejected'
  | 'offer-timed-out'
  | 'offer-canceled'
  | 'task-wrapping'
  | 'task-canceled'
  | 'task-completed'
  | 'agent-rung'
  | 'agent-answered'
  | 'agent-missed'
  | 'agent-hung-up'
  /** A leg of a caller was told to do something else. */
  | 'caller-moved'
  | 'caller-queued'
  | 'caller-dequeued'
  | 'conference-joined'
  | 'conference-ended'
  | 'leg-ended'
  /** What the real platform tells only in its debugger. */
  | 'warning';
/** One thing that happened at Twilio; `at` in ms since 1970. */
export type Moment = {
  /** Empty where it is not about a task. */
  taskSid: string;
  callId: string | undefined;
  /** The leg that it is about. */
  callSid?: string;
  at: number;
  what: MomentKind;
  detail?: string;
};

export type Urls = { assignmentUrl: string; fallbackUrl: string; eventsUrl: string; statusUrl: string };
