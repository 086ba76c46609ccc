/** Leaves out what is not known, so that optional fields are absent and not undefined. */
export const withoutUndefined = <T extends object>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } => {
  const known: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) known[name] = value;
  return known as { [K in keyof T]?: Exclude<T[K], undefined> };
};
