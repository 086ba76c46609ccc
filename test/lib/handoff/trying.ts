import { type EffectPorts, perform } from '../../../lib/handoff/effects/perform.ts';
import type { Effect, Handoff, Work } from '../../../lib/handoff/record/handoff.ts';
import type { Claimed } from '../../../lib/outbox/claims.ts';
import { frozen, T0 } from './given.ts';
import { type Asked, type Script, scriptedPorts } from './scripted.ts';

/** One attempt at an effect, 9 seconds after the request: what came of it, and what was asked of whom. */
export const trying = async (
  record: Handoff,
  effect: Effect,
  script: Script,
  doubt: Claimed<Work>['doubt'] = 'none',
  changed: Partial<EffectPorts> = {},
) => {
  const asked: Asked[] = [];
  const ports = scriptedPorts(asked, script, () => T0 + 9_000, changed);
  const result = await perform(frozen(record), { effect, doubt }, ports);
  return { result, asked, methods: asked.map(([method]) => method), twiml: String(asked.at(-1)?.[2] ?? '') };
};
