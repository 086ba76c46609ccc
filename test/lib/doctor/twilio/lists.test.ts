import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Source } from '../../../../lib/doctor/seen.ts';
import { seeList } from '../../../../lib/doctor/twilio/lists.ts';

const URL_OF_LIST = 'http://127.0.0.1:8080/v1/Workspaces/WS1/Workers';

describe('A list at Twilio', () => {
  it('is read to its end, at the host that was asked first', async () => {
    const asked: string[] = [];
    const source: Source = {
      platform: 'Twilio',
      async api({ url }) {
        asked.push(url);
        const isFirst = asked.length === 1;
        const next = 'https://elsewhere.example.net/v1/Workspaces/WS1/Workers?PageSize=1000&PageToken=abc';
        const body = {
          workers: [{ sid: isFirst ? 'WK1' : 'WK2' }],
          meta: { next_page_url: isFirst ? next : null },
        };
        return { is: 'ok', status: 200, body };
      },
    };
    const read = await seeList(source, URL_OF_LIST, 'workers', z.object({ sid: z.string() }));
    expect(read).toEqual({ is: 'seen', value: [{ sid: 'WK1' }, { sid: 'WK2' }] });
    expect(asked).toEqual([`${URL_OF_LIST}?PageSize=1000`, `${URL_OF_LIST}?PageSize=1000&PageToken=abc`]);
  });

  it('that is none is told as unreadable', async () => {
    const source: Source = { platform: 'Twilio', api: async () => ({ is: 'ok', status: 200, body: {} }) };
    expect(await seeList(source, URL_OF_LIST, 'workers', z.object({}))).toEqual({
      is: 'unanswered',
      reason: 'twilio-unreadable',
    });
  });
});
