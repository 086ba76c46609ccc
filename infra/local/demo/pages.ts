import colors from 'picocolors';
import type { Played } from './story.ts';

/** The link to the page of a call's agent: it is in the task. */
export const agentPageOf = ({ twilio }: Played, callId = ''): string | undefined => {
  const [task] = twilio.tasksOfCall(callId);
  const attributes: unknown = JSON.parse(task?.attributes ?? 'null');
  if (typeof attributes !== 'object' || attributes === null || !('context_url' in attributes))
    return undefined;
  return typeof attributes.context_url === 'string' ? attributes.context_url : undefined;
};

/** What came of opening a page. */
export type Opened = { good: boolean; text: string };

/** Opens a page of the product as people do, by its link; it is good when it shows these words. */
export async function openPage(name: string, link: string | undefined, words: string): Promise<Opened> {
  if (link === undefined) return { good: false, text: colors.red(`${name}: there is no link to it.`) };
  const since = performance.now();
  const response = await fetch(link);
  const page = await response.text();
  const took = `${(performance.now() - since).toFixed(0)} ms, ${(Buffer.byteLength(page) / 1000).toFixed(0)} kB`;
  const good = response.status === 200 && page.includes(words);
  // Without its link, which ends with the demo.
  const text = `${name}: ${response.status}, ${took}`;
  return { good, text: good ? text : colors.red(text) };
}
