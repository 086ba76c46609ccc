import { describe, expect, it } from 'vitest';
import { printedVapi } from '../../../infra/setup/printed.ts';
import { stageOf } from '../../../infra/setup/stage/stage.ts';
import { teamOf } from '../../../infra/setup/team/read.ts';
import { BadSettings } from '../../../lib/settings/read.ts';
import { GIVEN, TEAM } from './world.ts';

const context = {
  stage: stageOf('dev', {}),
  team: teamOf(TEAM),
  settings: {
    ...GIVEN,
    VAPI_SERVER_SECRET: 'w3-Fh8jRt5nMk2Pq',
    VAPI_ASSISTANTS: '{"billing": "as-billing"}',
  },
  outputs: undefined,
  baseUrl: 'https://voice.example.com',
};

describe('What is printed for Vapi', () => {
  it('is every assistant by what it is called here and the squad, with our address and no secret', () => {
    const text = JSON.stringify(printedVapi(context));
    const { assistants, squad } = JSON.parse(text);
    expect(Object.keys(assistants)).toEqual(
      expect.arrayContaining(['front-desk', 'sales', 'support', 'billing']),
    );
    expect(assistants.billing.server.url).toBe('https://voice.example.com/webhook/vapi');
    expect(squad.members.length).toBeGreaterThan(3);
    expect(text).toContain('as-billing');
    for (const secret of [GIVEN.TWILIO_AUTH_TOKEN, GIVEN.VAPI_API_KEY, 'w3-Fh8jRt5nMk2Pq']) {
      expect(text).not.toContain(secret);
    }
  });

  it('is nothing where there can be no such assistants', () => {
    const settings = { ...context.settings, ASSISTANT_OPTIONS: '{"about": {"returns": "goods"}}' };
    expect(() => printedVapi({ ...context, settings })).toThrow(BadSettings);
  });
});
