/** One thing that set-up looks after, and what is to be done about it. */
export type PlanRow = {
  /** `twilio.workflow`, `vapi.assistant`, `aws.secret`. */
  what: string;
  /** As people know it: `handoffs`, `support`, `amara.osei`, `+1415…0199`. */
  name: string;
  /** `change` tells each field as it is and as it is to be. `refuse`: nothing at all is written. */
  action: 'create' | 'change' | 'same' | 'refuse';
  /** Never a secret; numbers partly hidden. */
  fields: Readonly<Record<string, string | { from: string; to: string }>>;
  /** Why it is refused and what to do, or what else whoever reads the plan has to know. */
  why?: string;
  /** It needs the URL of a deployment that is not there yet, and is left out until then. */
  later?: true;
};

/** One walk over what a platform holds: with `plan` it only reads, with `apply` it also writes what it tells. */
export type Mode = 'plan' | 'apply';

/** Where a walk tells what it finds, in the order in which it would be done. */
export type Told = (row: PlanRow) => void;

/**
 * Writes settings into the stage's file at once, so that what was made is known however the walk ends. With
 * `where-missing` a value that stands there by now is never written over.
 */
export type Keep = (values: Readonly<Record<string, string>>, only?: 'where-missing') => Promise<void>;

/** Set-up cannot go on: what was not done and why, and what to do. What was done before stays, and it can be run again. */
export class SetupFailed extends Error {
  override name = 'SetupFailed';
  readonly what: string;
  readonly remedy: string;
  constructor(what: string, why: string, remedy: string) {
    super(`${what}: ${why}`);
    this.what = what;
    this.remedy = remedy;
  }
}
