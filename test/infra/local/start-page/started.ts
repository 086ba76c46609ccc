import { expect } from 'vitest';
import * as z from 'zod';
import { startSettings } from '../../../../infra/local/start-settings.ts';
import { type Stops, startSystemWithPage } from '../../../../infra/local/system-with-page.ts';
import { UNSCHEDULED } from '../../../e2e/product.ts';

const text = z.string();
const stateSchema = z.object({
  sections: z.object({ kinds: text, agents: text, calls: text, handoffs: text }),
  news: text,
});
type Section = keyof z.infer<typeof stateSchema>['sections'];

export type Started = {
  url: string;
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** The pieces of a section as markup, by their ids, in their order. */
  pieces(section: Section): Promise<Map<string, string>>;
  /** What a piece says, without its markup; nothing where it is not there. */
  says(section: Section, id: string): Promise<string>;
  /** Places a call. Gives the id of its piece. */
  place(kind: string, line?: 'own' | 'vapi'): Promise<string>;
  /** What the piece of a call says when the call is over and its agents are free. */
  played(id: string): Promise<string>;
  stop(): Promise<void>;
};

/** Without its markup, with one space where there was any. */
const textOf = (markup: string): string =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/\s+/g, ' ')
    .trim();

const piecesOf = (section: string): Map<string, string> => {
  const found = section.split(/(?=<(?:li|tr) id=")/).filter((markup) => markup !== '');
  return new Map(found.map((markup) => [/ id="([^"]+)"/.exec(markup)?.[1] ?? '', markup]));
};

const BUSY = /Busy|Back in a moment/;

/** Each look reads the whole table and makes the whole page. */
const PATIENCE = { timeout: 120_000, interval: 5_000 };

/**
 * The local system with its start page, as `npm start` makes it, but for the sweeper: no message is lost here, and its
 * looks were a third of all requests.
 */
export async function startWithPage(settings: Record<string, string> = {}): Promise<Started> {
  const stops: Stops = [];
  const { system } = await startSystemWithPage(
    startSettings({ LOG_LEVEL: 'silent', PORT: '0', ...settings }),
    stops,
    { topology: UNSCHEDULED },
  );
  const { url } = system;

  const post: Started['post'] = (path, form, headers = {}) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { origin: url, ...headers },
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  const sections = async () => {
    const response = await fetch(`${url}/local/state`);
    return stateSchema.parse(await response.json()).sections;
  };
  const pieces: Started['pieces'] = async (section) => piecesOf((await sections())[section]);
  const says: Started['says'] = async (section, id) => textOf((await pieces(section)).get(id) ?? '');
  let placed = 0;
  return {
    url,
    post,
    pieces,
    says,
    async place(kind, line = 'own') {
      const response = await post('/local/calls', { kind, line });
      expect(response.status).toBe(303);
      placed += 1;
      return `call-${placed}`;
    },
    async played(id) {
      const look = async () => {
        const { calls, agents } = await sections();
        return { call: piecesOf(calls).get(id), awaited: BUSY.exec(agents)?.[0] };
      };
      const over = { call: expect.stringContaining('class="call past"'), awaited: undefined };
      await expect.poll(look, PATIENCE).toEqual(over);
      return says('calls', id);
    },
    async stop() {
      for (const stop of stops) await stop();
    },
  };
}
