/**
 * Returns how moments are written by the clocks of a time zone. Made when first needed, once for a zone: to make one
 * takes twenty times as long as to use it, and the first one in a process takes milliseconds.
 */
export function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): (timeZone: string) => Intl.DateTimeFormat {
  const made = new Map<string, Intl.DateTimeFormat>();
  return (timeZone) => {
    const format = made.get(timeZone) ?? new Intl.DateTimeFormat(locale, { ...options, timeZone });
    made.set(timeZone, format);
    return format;
  };
}
