import { describe, expect, it } from 'vitest';
import { routingWords, tools, toolWords } from '../../../../lib/inbound/tools/index.ts';
import { OPTIONS } from './options.ts';

const names = tools.map((tool) => tool.names(OPTIONS));

describe('The registry of tools', () => {
  it('describes every tool once, by a name to which it answers', () => {
    const teamWords = { departments: ['sales'], skills: [] };
    const described = [...toolWords(teamWords), ...routingWords(teamWords)].map(({ name }) =>
      names.findIndex((each) => each.includes(name)),
    );
    expect(described.toSorted()).toEqual([...tools.keys()]);
  });

  it('has no two tools of one name', () => {
    const all = names.flat();
    expect(all.length).toBeGreaterThan(tools.length);
    expect(all).toEqual([...new Set(all)]);
  });

  it.each([
    ['escalate_to_human', 'escalateToHuman'],
    ['cancel_handoff', 'cancelHandoff'],
    ['request_callback', 'requestCallback'],
    ['do_not_call', 'doNotCall'],
    ['route_call', 'routeCall'],
  ])('has one tool for %s and %s', (snake, camel) => {
    expect(names.filter((each) => each.includes(snake) || each.includes(camel))).toEqual([
      expect.arrayContaining([snake, camel]),
    ]);
  });

  it('leaves it to the team how the tool is called that asks for a human', () => {
    const escalationTools = ['get_a_person', 'cancel_handoff'];
    const asked = tools.find((tool) =>
      tool.names({ ...OPTIONS, escalationTools }).includes('cancel_handoff'),
    );
    expect(asked?.names({ ...OPTIONS, escalationTools })).toEqual(escalationTools);
  });
});
