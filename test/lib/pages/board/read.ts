import type { BoardData } from '../../../../lib/board/data.ts';
import { SECTIONS, type SectionId } from '../../../../lib/pages/board/sections.ts';

/** What a section says, without its markup; parts of it apart by a bar. */
export const read = (id: SectionId, data: BoardData): string =>
  SECTIONS[id](data)
    .safe.replace(/<svg.*?<\/svg>/g, '')
    .replace(/<\/?(?:b|bdi|span|time)\b[^>]*>/g, '')
    .replace(/(?:<[^>]*>)+/g, '|')
    .replace(/ *\| */g, '|');

/** Its markup. */
export const markupOf = (id: SectionId, data: BoardData): string => SECTIONS[id](data).safe;

const ALONE = new Set(['meta', 'input', '!doctype', 'rect']);

/** Whether every element that begins also ends, in its place. */
export function isWhole(page: string): boolean {
  const open: string[] = [];
  const markup = page.replace(/(<(style|script)>)[\s\S]*?(<\/\2>)/g, '$1$3');
  for (const [tag, end = '', name = ''] of markup.matchAll(/<(\/?)([a-z!][a-z0-9]*)\b[^>]*>/gi)) {
    if (ALONE.has(name.toLowerCase()) || tag.endsWith('/>')) continue;
    if (end === '') open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0 && !/[<>]/.test(markup.replace(/<[^>]*>/g, ''));
}
