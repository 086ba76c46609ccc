import type { Page } from 'playwright-core';

/**
 * The time of a page, which only `goOn` moves, and which stands still while an answer is on its way: else a slow machine
 * would see the page give a question up after its 8 s, or get an answer after the time in which it asks again was over.
 */
const TIME = `(began) => {
  const { Date, MessageChannel, Promise, clearTimeout, fetch, setTimeout } = window;
  const waiting = new Map();
  let passed = 0, wall = began, made = 0, underWay = 0, quiet = () => undefined;

  // A turn of the event loop later: what was waited for has been taken in by then.
  const turn = () => new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resolve(); };
    port2.postMessage(0);
  });
  const counted = (asks) => function (...given) {
    const answer = Reflect.apply(asks, this, given);
    const over = async () => {
      await turn();
      underWay -= 1;
      if (underWay === 0) quiet();
    };
    underWay += 1;
    answer.then(over, over);
    return answer;
  };
  window.fetch = counted(fetch);
  Response.prototype.json = counted(Response.prototype.json);

  const make = (again) => (act, ms = 0) => {
    made += 1;
    waiting.set(made, { act, due: passed + ms, again: again ? ms : 0 });
    return made;
  };
  window.setTimeout = make(false);
  window.setInterval = make(true);
  window.clearTimeout = window.clearInterval = (id) => { waiting.delete(id); };
  Date.now = () => wall + passed;
  window.Date = new Proxy(Date, { construct: (date, given) => new date(...(given.length ? given : [Date.now()])) });

  window.pageTime = {
    real: { clearTimeout, setTimeout },
    set: (to) => { wall = to - passed; },
    goOn: async (ms, isAnswered) => {
      const end = passed + ms;
      for (;;) {
        if (isAnswered && underWay > 0) await new Promise((resolve) => { quiet = resolve; });
        const [id, next] = [...waiting].reduce((one, other) => (other[1].due < one[1].due ? other : one), [0, { due: Infinity }]);
        if (next.due > end) break;
        passed = next.due;
        if (next.again) next.due += next.again; else waiting.delete(id);
        next.act();
        await turn();
      }
      passed = end;
    },
  };
}`;

/** Time stands still in the page at `at`, until the test lets it go on. Returns how to have it real again in what is loaded next. */
export async function still(page: Page, at: number): Promise<() => Promise<void>> {
  const script = await page.addInitScript(`(${TIME})(${at})`);
  return () => script.dispose();
}

export type Answers = 'answered' | 'unanswered';

/**
 * So much time passes in the page. When this comes back it has taken in the answer to all that it has asked. `unanswered`:
 * its questions are left open, and time does not wait for them.
 */
export async function goOn(page: Page, ms: number, answers: Answers = 'answered'): Promise<void> {
  await page.evaluate(`pageTime.goOn(${ms}, ${answers === 'answered'})`);
}

/** The clock of the machine is put right, or wrong: its timers know nothing of it. */
export async function setTime(page: Page, to: number): Promise<void> {
  await page.evaluate(`pageTime.set(${to})`);
}
