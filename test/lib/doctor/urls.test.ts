import { describe, expect, it } from 'vitest';
import { routes } from '../../../infra/topology/index.ts';
import { hidden } from '../../../lib/doctor/hidden.ts';
import { ourPath, ourUrls, PATHS } from '../../../lib/doctor/urls.ts';

describe('What the doctor takes for our URLs', () => {
  it('are routes of the service', () => {
    const known = routes.map(({ path }) => path);
    expect(Object.values(PATHS).filter((path) => !known.includes(path))).toEqual([]);
  });

  it('end as the deployment tells them', () => {
    const pasted = routes.flatMap(({ path, paste }) =>
      paste === undefined ? [] : [`${path}${paste.overrides ?? ''}`],
    );
    const { base: _base, ...urls } = ourUrls('https://x.example.com/');
    for (const url of Object.values(urls)) expect(pasted).toContain(url.replace('https://x.example.com', ''));
  });

  it('are told by their route alone, never by what stands behind', () => {
    const urls = ourUrls('https://x.example.com/prod');
    expect(ourPath('https://x.example.com/prod/webhook/twilio/status?a=1', urls)).toBe(
      '/webhook/twilio/status',
    );
    expect(ourPath('https://x.example.com/prod/agent/token', urls)).toBe('/agent');
    expect(ourPath('https://y.example.com/prod/webhook/twilio/status', urls)).toBeUndefined();
  });
});

describe('An address of an agent', () => {
  it.each([
    ['+14155550177', '+1415…0177'],
    ['sip:amara@pbx.example.com', 'sip:…@pbx.example.com'],
    ['client:amara', 'client:…'],
    ['12345', '…'],
  ])('%s is shown as %s', (contact, shown) => {
    expect(hidden(contact)).toBe(shown);
  });
});
