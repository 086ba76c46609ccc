import { expect, it } from 'vitest';
import { outbound } from '../../../infra/topology/outbound.ts';
import { OUTBOUND_LEASE_MS } from '../../../lib/outbound/lease.ts';

it('A claim of the outbound worker outlives it, and runs out before its message comes again', () => {
  expect(OUTBOUND_LEASE_MS).toBeGreaterThan(outbound.functions['outbound-worker'].timeoutSeconds * 1_000);
  expect(OUTBOUND_LEASE_MS).toBeLessThan(outbound.queues.outbound.visibilitySeconds * 1_000);
});
