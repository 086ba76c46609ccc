import { describe, expect, it } from 'vitest';
import { destinationOf } from '../../../lib/vapi/destination.ts';
import { readCall } from '../../../lib/vapi/read-call.ts';

describe('Where a call goes', () => {
  it.each([
    [{ type: 'number', number: '+15550100171' }, '+15550100171'],
    [{ number: '+15550100171' }, '+15550100171'],
    [{ type: 'sip', sipUri: 'sip:sales@pbx.example.com' }, 'sip'],
    [{ type: 'assistant', assistantName: 'Billing' }, 'assistant'],
    [{ type: 'stepped', steps: [] }, 'stepped'],
    [{ sipUri: 'sip:sales@pbx.example.com' }, 'other'],
    ['sip:sales@pbx.example.com', 'other'],
    [7, 'other'],
    [{ type: 'number' }, undefined],
    [undefined, undefined],
    [null, undefined],
    [{}, undefined],
    [[], undefined],
    ['', undefined],
  ])('%j is %j', (told, destination) => {
    expect(destinationOf(told)).toBe(destination);
  });

  it('stands in a call as it stands in a message', () => {
    const destination = { type: 'sip', sipUri: 'sip:sales@pbx.example.com' };
    const call = readCall(JSON.stringify({ status: 'forwarding', destination }));
    expect(call).toEqual({ is: 'live', status: 'forwarding', forwarding: true, destination: 'sip' });
  });
});
