import * as z from 'zod/mini';

const madeSchema = z.object({
  campaign: z.object({ id: z.string() }),
  refused: z.array(z.unknown()),
  pageUrl: z.string(),
});
export type Made = z.infer<typeof madeSchema>;

const movedSchema = z.object({ campaign: z.object({ status: z.string() }) });
const callSchema = z.object({ call: z.object({ outcome: z.optional(z.string()) }) });
const listedSchema = z.object({ listed: z.boolean() });

/** What became of one contact. */
export type Result = { number: string; status: string; outcome: string; attempts: number };

/** The product's own API, as a team's systems use it. Throws at any answer that is not a good one. */
export function campaignApi(baseUrl: string, key: string) {
  const ask = async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${baseUrl}/outbound${path}`, {
      method,
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (response.ok) return response;
    throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const json = async (answer: Promise<Response>): Promise<unknown> => (await answer).json();
  return {
    make: async (campaign: object): Promise<Made> =>
      madeSchema.parse(await json(ask('POST', '/campaigns', campaign))),
    /** The status that it has then. */
    cancel: async (id: string): Promise<string> =>
      movedSchema.parse(await json(ask('POST', `/campaigns/${id}/cancel`))).campaign.status,
    async results(id: string): Promise<Result[]> {
      const csv = await (await ask('GET', `/campaigns/${id}/results`)).text();
      const [, ...lines] = csv.trim().split('\r\n');
      return lines.map((line) => {
        const [, , number = '', status = '', outcome = '', attempts] = line.replaceAll('"', '').split(',');
        return { number, status, outcome, attempts: Number(attempts) };
      });
    },
    /** What became of one call; undefined while it goes on. */
    outcomeOf: async (callId: string): Promise<string | undefined> =>
      callSchema.parse(await json(ask('GET', `/calls/${callId}`))).call.outcome,
    /** Nobody calls this number any more. */
    list: async (number: string, reason: string): Promise<void> => {
      await ask('POST', '/do-not-call', { numbers: [number], reason });
    },
    isListed: async (number: string): Promise<boolean> =>
      listedSchema.parse(await json(ask('GET', `/do-not-call/${encodeURIComponent(number)}`))).listed,
  };
}
