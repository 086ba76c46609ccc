import { afterEach, describe, expect, it } from 'vitest';
import { setUpDesk } from '../../../infra/local/desk.ts';
import { startVapiSimulator, type VapiSimulator } from '../../../infra/local/simulators/vapi/vapi.ts';

let vapi: VapiSimulator;
afterEach(() => vapi.stop());

const setUp = async (departments: string) => {
  vapi = await startVapiSimulator({ apiKey: 'key-of-the-test', secret: 'secret-of-the-test' });
  return setUpDesk(vapi, { DEPARTMENTS: departments });
};

describe('The front desk at the simulated Vapi', () => {
  it('has an assistant for each department and one that calls people, and none of an id that the team names', async () => {
    const settings = await setUp('Billing, Claims & Returns');
    const ids: Record<string, string> = JSON.parse(settings.VAPI_ASSISTANTS ?? '');
    expect(Object.keys(ids)).toEqual(['front-desk', 'Billing', 'Claims & Returns', 'outbound']);
    expect(settings.VAPI_SQUAD_ID).toBe('');
    for (const assistantId of [...Object.values(ids), 'as-of-the-team']) {
      const response = await fetch(`${vapi.url}/call`, {
        method: 'POST',
        headers: { authorization: 'Bearer key-of-the-test', 'content-type': 'application/json' },
        body: JSON.stringify({
          phoneCallProviderBypassEnabled: true,
          phoneNumberId: settings.VAPI_PHONE_NUMBER_ID,
          customer: { number: '+14155550123' },
          assistantId,
        }),
      });
      expect(response.ok, assistantId).toBe(assistantId !== 'as-of-the-team');
    }
  });

  it('is left out where no assistants can be made of the departments', async () => {
    expect(await setUp('billing, squad')).toEqual({});
  });
});
