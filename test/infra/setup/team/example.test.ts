import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { readTeam } from '../../../../infra/setup/team/read.ts';
import { teamJsonSchema, teamSchema } from '../../../../infra/setup/team/schema.ts';

const ROOT = new URL('../../../../', import.meta.url);
const EXAMPLE = new URL('infra/setup/team.example.json', ROOT);

describe('The example of a team', () => {
  it('is a team, of invented people', () => {
    const { agents, numbers, departments } = readTeam(EXAMPLE.pathname);
    expect(Object.keys(departments)).toEqual(['sales', 'support', 'billing']);
    for (const { contact } of agents) expect(contact).toMatch(/^\+141555501\d\d$/);
    for (const { number } of numbers) expect(number).toMatch(/^\+141555501\d\d$/);
  });

  it('names the schema for editors from where it is copied to, and that is what the reader demands (otherwise: npm run docs)', () => {
    const { $schema } = z.object({ $schema: z.string() }).parse(JSON.parse(readFileSync(EXAMPLE, 'utf8')));
    expect(readFileSync(new URL($schema, ROOT), 'utf8')).toBe(teamJsonSchema());
  });

  it('is what the schema for editors takes', () => {
    const keys = z
      .object({ properties: z.record(z.string(), z.unknown()) })
      .parse(JSON.parse(teamJsonSchema()));
    expect(Object.keys(keys.properties)).toEqual(Object.keys(teamSchema.def.shape));
  });
});
