import * as z from 'zod/mini';
import { E164 } from '../../../lib/base/e164.ts';
import { LANGUAGES } from '../../../lib/speech/index.ts';

/** What an editor shows beside a key. */
const descriptions = z.registry<{ description: string }>();

function described<S extends z.ZodMiniType>(description: string, schema: S): S {
  descriptions.add(schema, { description });
  return schema;
}

/** In characters (Twilio: FriendlyName). */
const LONGEST_NAME = 64;

function filled(most: number) {
  return z
    .string()
    .check(
      z.regex(/^\S(?:[\s\S]*\S)?$/, 'is empty, or begins or ends with a blank'),
      z.maxLength(most, `is longer than ${most} characters`),
    );
}

/** A telephone, or an address that Twilio dials by a name. */
const CONTACT = new RegExp(`${E164.source}|^sips?:[^\\s@]+@[^\\s@]+$|^client:[\\w.@+-]+$`);

const languages = z.array(
  z.string().check(z.regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'is no code of a language (en, es-MX)')),
);

const department = z.strictObject({
  about: z.optional(described('What it is for: the assistants choose by it.', filled(500))),
});

const agent = z.strictObject({
  name: described('Unique, whatever the case of its letters.', filled(LONGEST_NAME)),
  contact: described(
    'Where they are rung: a number in E.164 form, sip:... or client:...',
    z
      .string()
      .check(z.regex(CONTACT, 'is neither a number in E.164 form (+15550100177) nor sip:... nor client:...')),
  ),
  departments: z.array(z.string()).check(z.minLength(1, 'names no department')),
  languages: z._default(languages, []),
});

const number = z.strictObject({
  number: z.string().check(z.regex(E164, 'is no number in E.164 form (+15550100199)')),
  answeredBy: described(
    'vapi: Vapi answers and asks us for the assistant; us: our own voice webhook answers.',
    z.enum(['vapi', 'us'], 'is neither vapi nor us'),
  ),
});

/** `team.json`, as far as one value alone can be judged. */
export const teamSchema = z.strictObject({
  $schema: z.optional(z.string()),
  company: z.optional(described('As callers know it.', filled(200))),
  departments: described('By name.', z.record(z.string(), department)),
  agents: z.array(agent),
  numbers: z._default(z.array(number), []),
  assistants: z.optional(
    z.strictObject({
      model: z.optional(filled(200)),
      language: z.optional(z.enum(LANGUAGES, `is none of ${LANGUAGES.join(', ')}`)),
    }),
  ),
});

/** Returns the schema for editors, as text: short lists on one line, as the formatter has them. */
export function teamJsonSchema(): string {
  const schema = z.toJSONSchema(teamSchema, { io: 'input', metadata: descriptions });
  const onOneLine = (_: string, items: string) => `[${items.replace(/\s*\n\s*/g, ' ')}]`;
  return `${JSON.stringify(schema, null, 2).replace(/\[\s*("[^[\]{}]*")\s*\]/g, onOneLine)}\n`;
}
