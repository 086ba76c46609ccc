import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import * as z from 'zod/mini';

const mapSchema = z.looseObject({ sources: z.array(z.string()), mappings: z.string() });

/**
 * A source map of our own files alone, and of their lines: the place in them can be found by it. Packages and columns
 * are nine tenths of the map that esbuild makes. Undefined where nothing is ours.
 */
export const ownLines = (text: string): string | undefined => {
  const map = mapSchema.parse(JSON.parse(text));
  const sources: string[] = [];
  const indexes = map.sources.map((source) =>
    /node_modules\/|builtin:/.test(source) ? undefined : sources.push(source) - 1,
  );
  const mappings = decode(map.mappings).map((segments) => {
    let last = '';
    return segments.flatMap(([at, source, line, column]): SourceMapSegment[] => {
      const index = source === undefined ? undefined : indexes[source];
      const place = `${index} ${index === undefined ? '' : line}`;
      if (place === last) return [];
      last = place;
      return index === undefined || line === undefined ? [[at]] : [[at, index, line, column ?? 0]];
    });
  });
  if (sources.length === 0) return undefined;
  return JSON.stringify({ version: 3, sources, names: [], mappings: encode(mappings) });
};
