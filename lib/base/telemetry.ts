import type { Metric, Timing } from '../handoff/record/metrics.ts';

/** The fields a log line may carry. Anything else does not compile: no number, transcript, token or URL. */
export type LogFields = {
  handoffId?: string;
  callId?: string;
  requestId?: string;
  taskSid?: string;
  reservationSid?: string;
  workerSid?: string;
  event?: string;
  effect?: string;
  state?: string;
  outcome?: string;
  reason?: string;
  status?: number;
  attempt?: number;
  try?: number;
  messageType?: string;
  count?: number;
  bytes?: number;
  durationMs?: number;
};

export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** A counter; 0 is written too, for `value` 0 and for the metric's siblings. */
export type Count = (metric: Metric, value?: number) => void;

/** A duration in milliseconds. */
export type Time = (metric: Timing, ms: number) => void;
