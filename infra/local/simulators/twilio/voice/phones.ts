/** What the person, or the machine, at a telephone does. */
export type PhoneDoes =
  /** Answers, and presses 1 where a key is asked for. */
  | 'takes'
  /** Answers, and presses 2. */
  | 'declines'
  | 'no-key'
  /** A machine answers, and listens. */
  | 'voicemail'
  | 'busy'
  | 'no-answer'
  /** The call cannot be put through. */
  | 'fails'
  /** Answers, and puts the phone down when a key is asked for. */
  | 'hangs-up'
  /** Answers, and does nothing until it is told to. */
  | 'waits';
export type Phone = PhoneDoes | { does: PhoneDoes; answersAfterMs?: number; decidesAfterMs?: number };

type Plan = { does: PhoneDoes; answersAfterMs: number; decidesAfterMs: number };

/** A phone with all its times: nothing takes time that is not asked for. */
export const planOf = (phone: Phone): Plan => {
  const {
    does,
    answersAfterMs = 0,
    decidesAfterMs = 0,
  } = typeof phone === 'string' ? { does: phone } : phone;
  return {
    does,
    answersAfterMs: does === 'no-answer' ? Number.POSITIVE_INFINITY : answersAfterMs,
    decidesAfterMs,
  };
};

/** What is done when a key is asked for. */
export const decisionOf = ({ does }: Plan): { press: string } | 'hangs-up' | 'nothing' => {
  switch (does) {
    case 'takes':
      return { press: '1' };
    case 'declines':
      return { press: '2' };
    case 'hangs-up':
      return 'hangs-up';
    default:
      return 'nothing';
  }
};
