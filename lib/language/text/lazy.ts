/**
 * Made when it is first asked for: most functions that load words and patterns never read a text. As a plain object it
 * is left out of the bundles that do not use it.
 */
export type Lazy<T> = { readonly make: () => T; it?: T };

export function made<T>(lazy: Lazy<T>): T {
  lazy.it ??= lazy.make();
  return lazy.it;
}
