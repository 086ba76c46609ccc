import type { Speech } from '../speech/index.ts';

/** JSON Schema, as far as our tools need it. A model knows of a field what its description says. */
export type FieldSchema =
  | { type: 'string'; description: string; enum?: string[] }
  | { type: 'array'; description: string; items: FieldSchema }
  | { type: 'object'; description: string; properties: Record<string, FieldSchema> };

/** With which every tool can be told in which language it is to answer. */
export const LANGUAGE_FIELD: FieldSchema = {
  type: 'string',
  description: 'The language that the caller speaks, as a code: "en", "es". Only if it is not English.',
};

/**
 * What the assistant is told of a tool. Plain literals, so that a bundle that does not need them leaves them out. By
 * default a tool whose sentences are in `lib/speech`; any other name belongs to one that brings its own (`lib/tools`).
 */
export type ToolWords<Name extends string = keyof Speech['tools']> = {
  name: Name;
  /** When to call it. */
  description: string;
  /** JSON Schema of its arguments. */
  parameters: { type: 'object'; properties: Record<string, FieldSchema>; required?: string[] };
};
