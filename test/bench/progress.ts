/** A part of the bench: what it does, how much there is to do, and which share of all the time it takes. */
export type Part = { about: string; of: number; share: number };

const TENTHS = 10;

/**
 * Says how far the bench is: a line as each part begins, and one for each tenth of it that is done, with the share
 * of the whole before it.
 */
export function createProgress(say: (line: string) => void) {
  let before = 0;
  let part: (Part & { name: string }) | undefined;
  let tenths = 0;
  const line = (share: number, text: string) =>
    say(`${String(Math.round(share * 100)).padStart(3)} %  ${text}`);
  return {
    /** The one before is over. */
    begin(name: string, next: Part): void {
      before += part?.share ?? 0;
      part = { name, ...next };
      tenths = 0;
      line(before, `${name}: ${next.about} ...`);
    },
    done(count: number): void {
      if (part === undefined) return;
      const now = Math.floor((count / part.of) * TENTHS);
      if (now <= tenths || now > TENTHS) return;
      tenths = now;
      line(before + (part.share * now) / TENTHS, `${part.name}: ${count} of ${part.of}`);
    },
    /** The part that is under way. */
    get name(): string {
      return part?.name ?? 'start';
    },
  };
}
