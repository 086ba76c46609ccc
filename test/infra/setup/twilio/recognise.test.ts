import { describe, expect, it } from 'vitest';
import { matchAgents } from '../../../../infra/setup/twilio/match-agents.ts';
import { quoted } from '../../../../infra/setup/twilio/names.ts';
import { isMended, recognise } from '../../../../infra/setup/twilio/recognise.ts';
import { ownerOf, shownUrl } from '../../../../infra/setup/twilio/urls.ts';

describe('A thing at Twilio', () => {
  const ours = { sid: 'WW1', friendly_name: 'voice-handoff:dev:handoffs' };
  const renamed = { sid: 'WW1', friendly_name: 'Our calls' };
  const other = { sid: 'WW2', friendly_name: 'Support' };
  const twin = { ...ours, sid: 'WW3' };
  const kept = { name: ours.friendly_name, setting: 'TWILIO_WORKFLOW_SID', sid: 'WW1' };
  const unkept = { name: ours.friendly_name };

  it.each([
    ['by name and SID', [other, ours], kept, { is: 'there', isNamed: true, isKept: true }],
    ['by its SID alone', [other, renamed], kept, { is: 'there', isNamed: false, isKept: true }],
    ['by its name alone', [other, ours], unkept, { is: 'there', isNamed: true, isKept: false }],
    ['by its name, where its SID is of one that was deleted', [twin], kept, { is: 'there', isKept: false }],
    ['by its SID, among twins', [twin, ours], kept, { is: 'there', one: ours }],
    ['not at all', [other], kept, { is: 'absent' }],
    ['not where it could be either of two', [twin, renamed], kept, { is: 'unclear' }],
    ['not among twins without a SID', [twin, ours], unkept, { is: 'unclear' }],
  ])('is found %s', (_, all, by, found) => {
    expect(recognise(all, by)).toMatchObject(found);
  });

  it.each([
    [{ isNamed: true, isKept: true }, 'foreign', false, true],
    [{ isNamed: true, isKept: false }, 'own', false, true],
    [{ isNamed: true, isKept: false }, 'named', false, false],
    [{ isNamed: true, isKept: false }, 'foreign', false, false],
    [{ isNamed: false, isKept: true }, 'own', false, false],
    [{ isNamed: false, isKept: true }, 'foreign', true, true],
  ] as const)('with %o in a workspace that is %s, adopting: %s, may be changed: %s', (marks, hold, adopt, may) => {
    expect(isMended(marks, hold, adopt)).toBe(may);
  });
});

describe('A URL at Twilio', () => {
  const ours = {
    wanted: 'https://handoff.example.com/dev/webhook/twilio/events#rc=2&rp=ct,rt,5xx',
    path: '/webhook/twilio/events#rc=2&rp=ct,rt,5xx',
    inbound: 'http://127.0.0.1:4010/twilio/inbound_call',
  };

  it.each([
    [undefined, 'nobody', 'none'],
    [null, 'nobody', 'none'],
    ['', 'nobody', 'none'],
    ['https://demo.twilio.com/welcome/voice/', 'nobody', undefined],
    [ours.wanted, 'us', undefined],
    ['https://handoff.example.com/dev/webhook/twilio/events', 'us', undefined],
    ['https://api.vapi.ai/twilio/inbound_call', 'vapi', undefined],
    ['https://api.eu.vapi.ai/twilio/inbound_call', 'vapi', undefined],
    [ours.inbound, 'vapi', undefined],
    [
      'https://not-vapi.ai.example.net/twilio/inbound_call',
      'somebody-else',
      'https://not-vapi.ai.example.net/…',
    ],
    ['https://old.example.com/webhook/twilio/events', 'another-deployment', undefined],
    [
      'https://name:INVENTED@flex.example.net/in?token=INVENTED',
      'somebody-else',
      'https://flex.example.net/…',
    ],
    ['no URL, INVENTED', 'somebody-else', '…'],
  ])('%s is of %s', (url, owner, shown) => {
    expect(ownerOf(url, ours)).toBe(owner);
    expect(shownUrl(url, ownerOf(url, ours))).toBe(shown ?? url);
  });
});

describe('The worker of an agent', () => {
  const agents = [
    { name: 'amara.osei', contact: '+14155550177', departments: ['billing'], languages: [] },
    { name: 'lee.park', contact: 'client:lee', departments: ['sales'], languages: [] },
  ];
  const worker = (sid: string, friendly_name: string, contact: string, manager?: string) => ({
    sid,
    friendly_name,
    attributes: JSON.stringify({ contact_uri: contact, managed_by: manager }),
  });
  const OURS = 'voice-handoff:dev';
  const of = (workers: Parameters<typeof matchAgents>[1]) => {
    const { agents: matched, left } = matchAgents(agents, workers, OURS);
    return [matched.map((one) => one.worker?.sid), left.map(({ sid }) => sid)];
  };

  it.each([
    ['has the name, in whatever case', [worker('WK1', 'Amara.Osei', '+14155550100')], ['WK1', undefined], []],
    [
      'was renamed, and is rung in the same place',
      [worker('WK1', 'amara', '+14155550177', OURS)],
      ['WK1', undefined],
      [],
    ],
    ['is nobody else’s of that place', [worker('WK1', 'amara', '+14155550177')], [undefined, undefined], []],
    [
      'is none of another stage',
      [worker('WK1', 'amara', '+14155550177', 'voice-handoff:prod')],
      [undefined, undefined],
      [],
    ],
    [
      'is the one of the name before one of the place',
      [worker('WK1', 'amara', '+14155550177', OURS), worker('WK2', 'amara.osei', '', OURS)],
      ['WK2', undefined],
      ['WK1'],
    ],
    [
      'is none of two that it could be',
      [worker('WK1', 'a', '+14155550177', OURS), worker('WK2', 'b', '+14155550177', OURS)],
      [undefined, undefined],
      ['WK1', 'WK2'],
    ],
    [
      'is told where the agent left',
      [worker('WK1', 'sam', '+14155550178', OURS), worker('WK2', 'kim', '+14155550179')],
      [undefined, undefined],
      ['WK1'],
    ],
    [
      'has attributes that are no JSON',
      [{ sid: 'WK1', friendly_name: 'lee.park', attributes: 'none' }],
      [undefined, 'WK1'],
      [],
    ],
  ])('%s', (_, workers, matched, left) => {
    expect(of(workers)).toEqual([matched, left]);
  });
});

it.each([
  ['billing', "'billing'"],
  ["men's shoes", '"men\'s shoes"'],
  ['the "best"', '\'the "best"\''],
  ['the "best" men\'s', undefined],
  ['back\\slash', undefined],
])('TaskRouter’s expressions hold %s as %s', (text, expression) => {
  expect(quoted(text)).toBe(expression);
});
