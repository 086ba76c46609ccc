import { describe, expect, it } from 'vitest';
import type { HandoffContext } from '../../../../lib/handoff/record/handoff.ts';
import { agentPage } from '../../../../lib/pages/agent/page.ts';
import * as given from '../../handoff/given.ts';
import { view } from './given-view.ts';

const sources = (source: 'team' | 'caller' | 'assistant'): Partial<HandoffContext> => ({
  sources: { customerName: source, customerId: source, accountStatus: source },
});

const pageOf = (context: Partial<HandoffContext>, direction?: 'web' | 'inbound') => {
  const shown = view(given.QUEUED, [], { context });
  const request = { ...shown.handoff.request, ...(direction && { direction }) };
  const page = agentPage({ ...shown, handoff: { ...shown.handoff, request } }, { numbers: 'hidden' });
  return page.slice(page.indexOf('<h1>'));
};

const count = (page: string, words: string) => page.split(words).length - 1;

describe('Who says who the caller is, on the page', () => {
  it('stands behind name, customer and account where it is not the team', () => {
    const heard = pageOf(sources('assistant'), 'inbound');
    expect(count(heard, 'said by the assistant')).toBe(3);
    expect(heard).toContain('Robin Sample</bdi></h1><p class="dim">said by the assistant</p>');
    expect(count(pageOf(sources('caller'), 'web'), 'from the web call')).toBe(3);
    // A call of an unknown kind.
    expect(count(pageOf(sources('caller')), 'said by the caller')).toBe(3);
  });

  it('is not told of what the team itself says', () => {
    const page = pageOf(sources('team'), 'inbound');
    expect(page).toContain('Robin Sample');
    expect(page).not.toMatch(/said by|from the web call/);
  });

  it('is not told of a caller who has no name but their number', () => {
    const { handoff } = view(given.QUEUED, []);
    const { customerName: _name, ...context } = handoff.request.context;
    const request = { ...handoff.request, context: { ...context, ...sources('caller') } };
    const page = agentPage(
      { ...view(given.QUEUED, []), handoff: { ...handoff, request } },
      { numbers: 'hidden' },
    );
    expect(count(page, 'said by the caller')).toBe(2);
  });
});
