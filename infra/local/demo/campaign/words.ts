/** All that is shown of a number. */
export const lastDigits = (number: string): string => `…${number.slice(-4)}`;

/** Minutes since midnight as a clock shows them: `09:30`. */
export const clockOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((value) => String(value).padStart(2, '0')).join(':');
