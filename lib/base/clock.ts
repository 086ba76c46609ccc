/** Milliseconds since 1970. The only source of time in `lib`. */
export type Clock = () => number;
