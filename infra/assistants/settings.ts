import * as z from 'zod/mini';
import { json, text } from '../../lib/settings/kinds.ts';
import { optional } from '../../lib/settings/setting.ts';

/** A model, voice or transcriber as Vapi takes it. Names change every month, so Vapi alone knows which there are. */
const provided = z.looseObject({ provider: text() });

/** What a team chooses of its assistants. Each has a default in `choices.ts`. */
export const choicesSchema = z.strictObject({
  /** As callers know it. */
  company: z.optional(text()),
  /** What each department is for. */
  about: z.optional(z.record(z.string(), text())),
  /** Names and products that a transcriber would not guess. */
  keyTerms: z.optional(z.array(text())),
  /** A name alone, or as Vapi takes it. */
  model: z.optional(z.union([text(), z.looseObject({ provider: text(), model: text() })])),
  voice: z.optional(provided),
  transcriber: z.optional(provided),
  recording: z.optional(z.boolean()),
  /** What callers are told before anything else. */
  disclosure: z.optional(text()),
});

export type Choices = z.infer<typeof choicesSchema>;

export const ASSISTANT_SETTINGS = {
  ASSISTANT_OPTIONS: optional(() => json(choicesSchema), {
    about:
      'JSON, read by set-up, doctor and `npm run assistant`: `company`; `about` (what each department is for); `keyTerms` (names and products that a transcriber would not guess); `model` (a name, or an object as Vapi takes it), `voice` and `transcriber` (objects as Vapi takes them); `recording` (`false`); `disclosure` (what callers are told first; with `recording` it is by default that the call may be recorded)',
    example:
      '{"company": "Example Energy", "about": {"returns": "goods that are sent back"}, "keyTerms": ["Voltara"], "model": "gpt-4.1"}',
  }),
};
