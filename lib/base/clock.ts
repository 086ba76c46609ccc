/** Milliseconds since 1970. `lib` has no other source of time; lib/lambda gives it the machine's. */
export type Clock = () => number;
