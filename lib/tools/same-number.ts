/**
 * Returns a function that tells whether a number, however somebody has written it down, is this one (E.164). Without a
 * country's code it is read as one of the same country. The package is loaded where numbers are compared: 195 kB.
 */
export async function sameNumberAs(caller: string): Promise<(written: string | undefined) => boolean> {
  const { e164Of } = await import('../base/phone-number.ts');
  return (written) => written !== undefined && e164Of(written, caller) === caller;
}
