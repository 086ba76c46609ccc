import type { Declared, SettingsOf } from '../../../lib/settings/setting.ts';

type Lenient<D extends Declared> = { [Name in keyof D]?: SettingsOf<D>[Name] };

/** Reads each setting by itself: what is missing or wrong counts as not given, so that everything else is looked at. */
export function lenient<D extends Declared>(
  values: Readonly<Record<string, string>>,
  declared: D,
): Lenient<D> {
  const read = Object.entries(declared).flatMap(([name, { schema }]) => {
    const setting = schema();
    const given = setting.safeParse(values[name]);
    const one = given.success ? given : setting.safeParse(undefined);
    return one.success && one.data !== undefined ? [[name, one.data] as const] : [];
  });
  return Object.fromEntries(read) as Lenient<D>;
}
