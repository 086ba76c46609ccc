import * as z from 'zod/mini';

/** What is said of a setting besides its schema: for the deployment, for `.env.example` and for the docs. */
export type About = {
  /** One or two sentences in Markdown. */
  about: string;
  /** A value that a team could give. */
  example?: string;
  /** A key of the stage's secret, never a plain value of a function. */
  isSecret?: true;
  /** Set by the deployment and by `npm start`; nobody gives it. */
  isProvided?: true;
  /** What the deployment takes where it asks for the value (CloudFormation: AllowedPattern). */
  pattern?: string;
  /** What is wrong beside the other values that are given; undefined when nothing is. Never quotes a value. */
  beside?: (text: string | undefined, given: Readonly<Record<string, string>>) => string | undefined;
};

/** One setting, by whose name in the environment it is declared. */
export type Setting<S extends z.ZodMiniType = z.ZodMiniType> = About & {
  /** Made where it is read: a function reads a third of all that its rooms declare. */
  schema: () => S;
  /** The text that counts where none is given. */
  fallback?: string;
};
export type Declared = Record<string, Setting>;
export type SettingsOf<D extends Declared> = { [N in keyof D]: z.output<ReturnType<D[N]['schema']>> };

/** A setting without which a function that needs it does not start. */
export function required<S extends z.ZodMiniType>(schema: () => S, about: About): Setting<S> {
  return { ...about, schema };
}

/** A setting that may be absent. */
export function optional<S extends z.ZodMiniType>(
  schema: () => S,
  about: About,
): Setting<z.ZodMiniOptional<S>> {
  return { ...about, schema: () => z.optional(schema()) };
}

/** A setting that has a value where none is given: this text, read like any other. */
export function fallingBack<S extends z.ZodMiniType<unknown, string>>(
  fallback: string,
  schema: () => S,
  about: About,
): Setting<z.ZodMiniPipe<z.ZodMiniDefault<z.ZodMiniString>, S>> {
  return { ...about, schema: () => z.pipe(z._default(z.string(), fallback), schema()), fallback };
}

/** Some of the settings of a room, by their names. */
export function only<D extends Declared, N extends keyof D & string>(declared: D, ...names: N[]): Pick<D, N> {
  return Object.fromEntries(names.map((name) => [name, declared[name]])) as Pick<D, N>;
}
