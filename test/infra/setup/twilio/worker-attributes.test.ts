import { describe, expect, it } from 'vitest';
import { attributeProperties } from '../../../../infra/setup/twilio/worker-attributes.ts';

const AGENT = { name: 'amara.osei', contact: '+14155550177', departments: ['billing'], languages: [] };
const MANAGER = 'voice-handoff:dev';
const OURS = `"contact_uri":"+14155550177","departments":["billing"],"languages":[],"managed_by":"${MANAGER}"`;

describe('The attributes of a worker', () => {
  it.each([
    ['{"employee":12345678901234567890}', '"employee":12345678901234567890'],
    ['{"rate":1.50,"far":1e3,"low":-0.10}', '"rate":1.50,"far":1e3,"low":-0.10'],
    ['{"a":{"b":[9007199254740993]}}', '"a":{"b":[9007199254740993]}'],
    ['{"text":"12345678901234567890 \\" 1.0"}', '"text":"12345678901234567890 \\" 1.0"'],
  ])('that are not ours stay to the last digit: %s', (before, kept) => {
    const [property] = attributeProperties(AGENT, MANAGER, before);
    expect(property?.form.Attributes).toBe(`{${kept},${OURS}}`);
  });

  it.each([undefined, null, '', '[1]', 'x'])('are ours alone where there are none: %j', (before) => {
    const [property] = attributeProperties(AGENT, MANAGER, before);
    expect(property?.form.Attributes).toBe(`{${OURS}}`);
  });
});
