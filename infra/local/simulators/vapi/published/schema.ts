/** The part of JSON Schema that Vapi's published documents need; `$ref` is the bare name. */
export type Schema = {
  $ref?: string;
  type?: 'string' | 'number' | 'boolean' | 'object' | 'array' | 'null';
  enum?: (string | number)[];
  nullable?: boolean;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | false;
  items?: Schema;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  format?: string;
  pattern?: string;
};
