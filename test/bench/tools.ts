import * as z from 'zod/mini';
import {
  startTeamBackend,
  type TeamBackend,
} from '../../infra/local/simulators/team-backend/team-backend.ts';
import type { SimulatedCall } from '../../infra/local/simulators/vapi/vapi.ts';
import { type Product, startProduct, UNSCHEDULED } from '../e2e/product.ts';
import { type Percentiles, percentiles } from './latency.ts';

export type ToolFigures = {
  calls: number;
  /** From the tool call to its answer, with a system that answers at once, and after a second. */
  atOnce: Percentiles;
  afterASecond: Percentiles;
  /** To table and queues, for one look-up that is answered in time. */
  requests: number;
  /** Look-ups that ask at one moment. */
  together: number;
  togetherMs: Percentiles;
  /** Answered neither with the result nor that it is being checked, and then said. */
  lost: number;
  /** Late answers that were said more than once, or beside an answer in time. */
  doubled: number;
  /** Requests to the team's system beyond one for each look-up that was answered in time. */
  repeated: number;
};

const SECRET = 'the secret of the bench';
const SLOW_MS = 1_000;
const WARM_UP = 10;

const answerSchema = z.object({ results: z.tuple([z.object({ result: z.string() })]) });
const resultSchema = z.object({ say: z.string(), data: z.looseObject({ pending: z.optional(z.boolean()) }) });

/** Looks a ticket up in a call; gives the answer and how long it took. */
async function looksUp(product: Product, call: SimulatedCall) {
  const begun = performance.now();
  const { body } = await call.askForHuman(
    { ticket: '4711' },
    { toolName: 'get_ticket_status', serverUrl: `${product.system.url}/webhook/vapi/tools` },
  );
  const took = performance.now() - begun;
  const [{ result }] = answerSchema.parse(body).results;
  return { took, answer: resultSchema.parse(JSON.parse(result)) };
}

const requestsOf = ({ system }: Product): number => {
  const { dynamodb, sqs } = system.counts();
  const all = { ...dynamodb, ...sqs };
  // Whoever waits for messages asks all the time.
  const { ReceiveMessage: _waiting = 0, ...asked } = all;
  return Object.values(asked).reduce((sum, count) => sum + count, 0);
};

async function oneByOne(product: Product, calls: number, done: () => void): Promise<number[]> {
  const call = await product.vapi.startCall({ caller: '+14155550123', called: '+14155550188' });
  const times: number[] = [];
  for (let number = 0; number < WARM_UP + calls; number += 1) {
    const { took } = await looksUp(product, call);
    if (number < WARM_UP) continue;
    times.push(took);
    done();
  }
  return times;
}

/** Where the answer came later, how often it was said; 1 where it came in time. */
async function toldIn(call: SimulatedCall, isPending: boolean): Promise<number> {
  const told = () => call.said.filter((one) => one.startsWith('The status of ticket')).length;
  for (const end = Date.now() + 20_000; isPending && told() === 0 && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return isPending ? told() : told() + 1;
}

/** Look-ups one after the other, and then many at one moment, in a call each. */
export const measureTools = async (
  calls: number,
  together: number,
  done: (looked: number) => void,
): Promise<ToolFigures> => {
  const team: TeamBackend = await startTeamBackend({ secrets: [SECRET] });
  team.tickets.set('4711', {
    id: '4711',
    subject: 'Meter',
    status: 'open',
    updatedAt: '2026-11-20T10:00:00Z',
    requester: '+14155550123',
  });
  const product = await startProduct(
    { HELP_DESK: 'http', TOOLS_URL: team.url, TOOLS_SECRET: SECRET },
    undefined,
    { topology: UNSCHEDULED },
  );
  let looked = 0;
  const count = () => {
    looked += 1;
    done(looked);
  };
  try {
    const before = requestsOf(product);
    const quick = await oneByOne(product, calls, count);
    const requests = (requestsOf(product) - before) / (calls + WARM_UP);
    team.faults.always('get_ticket_status', { kind: 'slow', ms: SLOW_MS });
    const slow = await oneByOne(product, Math.ceil(calls / 5), count);
    team.faults.clear();

    const asked = team.requests.length;
    const all = await Promise.all(
      Array.from({ length: together }, (_, number) =>
        product.vapi.startCall({ caller: `+1415555${String(1_000 + number)}`, called: '+14155550188' }),
      ),
    );
    const answers = await Promise.all(all.map((call) => looksUp(product, call)));
    const told = await Promise.all(
      answers.map(({ answer }, at) => {
        const call = all[at];
        return call === undefined ? 0 : toldIn(call, answer.data.pending === true);
      }),
    );
    done(looked + together);
    const late = answers.filter(({ answer }) => answer.data.pending === true).length;
    return {
      calls,
      atOnce: percentiles(quick),
      afterASecond: percentiles(slow),
      requests,
      together,
      togetherMs: percentiles(answers.map(({ took }) => took)),
      lost: told.filter((times) => times === 0).length,
      doubled: told.filter((times) => times > 1).length,
      repeated: Math.max(0, team.requests.length - asked - together - late),
    };
  } finally {
    await product.stop();
    await team.stop();
  }
};
