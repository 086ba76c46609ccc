/** JSON Schema, as far as our tools need it. A model knows of a field what its description says. */
export type FieldSchema =
  | { type: 'string'; description: string; enum?: string[] }
  | { type: 'array'; description: string; items: FieldSchema }
  | { type: 'object'; description: string; properties: Record<string, FieldSchema> };

/** What the assistant is told of a tool. Plain literals, so that a bundle that does not need them leaves them out. */
export type ToolWords = {
  name: string;
  /** When to call it. */
  description: string;
  /** JSON Schema of its arguments. */
  parameters: { type: 'object'; properties: Record<string, FieldSchema>; required?: string[] };
  /** What the caller hears where our server cannot be reached. */
  failed: string;
};
