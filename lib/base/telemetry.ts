/** The fields a log line may carry. Anything else does not compile: no number, transcript, token or URL. */
export type LogFields = {
  handoffId?: string;
  callId?: string;
  /** Our ids of an outbound call and of a campaign. */
  outboundId?: string;
  campaignId?: string;
  callSid?: string;
  requestId?: string;
  taskSid?: string;
  reservationSid?: string;
  workerSid?: string;
  event?: string;
  effect?: string;
  state?: string;
  outcome?: string;
  reason?: string;
  /** Where in our own files something went wrong. */
  at?: string;
  status?: number;
  attempt?: number;
  taskNo?: number;
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

/** Counts one of the metrics `M`. Also writes 0 for the metric's siblings, so that alarms never see missing data. */
export type Count<M extends string> = (metric: M, value?: number) => void;

/** Notes one of the durations `M`, in milliseconds. */
export type Time<M extends string> = (timing: M, ms: number) => void;

/**
 * Metrics of which exactly one happens at a time: it counts 1 and its siblings 0. A published metric is paid for by
 * the month, so only what a graph or an alarm reads is one; the rest are fields of the same log line.
 */
export type Family<M extends string, P extends M = M> = { metrics: readonly M[]; published: readonly P[] };

/** The family `<prefix>_<name>`, of which the names in `read` are published. */
export function family<Prefix extends string, Name extends string, Read extends Name>(
  prefix: Prefix,
  names: readonly Name[],
  read: readonly Read[],
): Family<`${Prefix}_${Name}`, `${Prefix}_${Read}`> {
  const named = <N extends string>(of: readonly N[]) =>
    of.map((name): `${Prefix}_${N}` => `${prefix}_${name}`);
  const metrics = named(names);
  return { metrics, published: named(read) };
}

/** A family that graphs or alarms read as a whole. */
export function published<P extends string, N extends string>(prefix: P, names: readonly N[]) {
  return family(prefix, names, names);
}

/** A family that stands in log lines only. */
export function logged<P extends string, N extends string>(prefix: P, names: readonly N[]) {
  return family<P, N, never>(prefix, names, []);
}

/** The metrics of a list of families. */
export type MetricOf<F extends readonly Family<string>[]> = F[number]['metrics'][number];
/** Those of them that are published. */
export type PublishedOf<F extends readonly Family<string>[]> = F[number]['published'][number];
