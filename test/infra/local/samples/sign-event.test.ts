import { describe, expect, it } from 'vitest';
import { freshEvent } from '../../../../infra/local/samples/sign-event.ts';

describe('npm run event', () => {
  it.each([
    ['', 'Name a sample: npm run --silent event -- <name>'],
    ['vapi-webhok', 'No sample "vapi-webhok"; did you mean vapi-webhook?'],
    ['handoff_worker', 'No sample "handoff_worker"; did you mean handoff-worker?'],
    ['../package', 'No sample "../package"'],
  ])('says what there is where %j is asked for', async (name, problem) => {
    const asked = freshEvent(name, Date.now());
    await expect(asked).rejects.toThrow(problem);
    await expect(asked).rejects.toThrow('There are vapi-webhook, twilio-assignment,');
  });
});
