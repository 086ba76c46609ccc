/** Reads a BSON document in which all is text: length, then type 2, key, 0, length, text, 0 for each, then 0. */
export function textsOfBson(bson: Buffer): Map<string, string> {
  const read = new Map<string, string>();
  let at = 4;
  while (bson[at] === 2) {
    const end = bson.indexOf(0, at + 1);
    const text = end + 5;
    const next = text + bson.readInt32LE(end + 1);
    read.set(bson.toString('latin1', at + 1, end), bson.toString('utf8', text, next - 1));
    at = next;
  }
  if (at !== bson.length - 1) throw new Error('It is not a document of texts');
  return read;
}
