import { describe, expect, it } from 'vitest';
import { readDeclarations } from '../../../../../../infra/local/simulators/vapi/published/declarations.ts';

const DECLARATIONS = `
export interface Plan {
    /**
     * How long it takes.
     * @min 1
     * @max 60
     * @default 5
     */
    timeoutSeconds?: number;
    /** @format date-time */
    at: string;
    mode: "one" | "two" | string;
    note?: string | null;
    /**
     * The "@maxLength 3" in this sentence is none.
     * @minLength 1
     * @maxLength 10
     * @pattern /^[a-z]{1,10}$/
     */
    "tools:append"?: string;
    steps: (Step | Other)[];
    variables?: Record<string, any>;
    auth: ({
        type: "hmac";
    } & Hmac) | ({
        type: "bearer";
    } & Bearer);
    anything?: any;
}
export interface Step {
    type: "step";
}
export type Aside = string;
`;

describe('published declarations', () => {
  const read = readDeclarations(DECLARATIONS);

  it('become schemas with their limits, what is required, and nothing else allowed', () => {
    expect([...read.keys()]).toEqual(['Plan', 'Step']);
    expect(read.get('Plan')?.schema).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['at', 'mode', 'steps', 'auth'],
      properties: {
        timeoutSeconds: { type: 'number', minimum: 1, maximum: 60 },
        at: { type: 'string', format: 'date-time' },
        mode: { anyOf: [{ type: 'string' }, { enum: ['one', 'two'] }] },
        note: { type: 'string', nullable: true },
        'tools:append': { type: 'string', minLength: 1, maxLength: 10, pattern: '/^[a-z]{1,10}$/' },
        steps: { type: 'array', items: { anyOf: [{ $ref: 'Step' }, { $ref: 'Other' }] } },
        variables: { type: 'object', additionalProperties: {} },
        auth: { anyOf: [{ $ref: 'Hmac' }, { $ref: 'Bearer' }] },
        anything: {},
      },
    });
  });

  it('name what they speak of', () => {
    expect([...(read.get('Plan')?.refers ?? [])]).toEqual(['Step', 'Other', 'Hmac', 'Bearer']);
  });

  it('are not read halfway when they are written in another way', () => {
    expect(() => readDeclarations('export interface Odd {\n    take(this: Odd): void;\n}\n')).toThrow();
  });
});
