import * as z from 'zod/mini';
import { parsedJson } from '../base/json.ts';
import { type TwilioAccount, twilioClient } from './client.ts';
import { type NextPage, nextPage } from './paging.ts';

export type WorkersOptions = TwilioAccount & {
  /** Where TaskRouter answers, without the version. */
  taskrouterUrl: string;
  workspaceSid: string;
};

export type WorkerSeen = { name: string; activity: string };

/** With 4,096 characters of attributes each: below the 2 MB that an answer may have. */
const PAGE_SIZE = 200;
const MAX_PAGES = 10;

const pageSchema = z.object({
  workers: z.array(z.object({ friendly_name: z.string(), activity_name: z.string() })),
  meta: z.object({ next_page_url: z.nullish(z.string()) }),
});

/**
 * Every worker of the workspace, with the name of the activity they are in; undefined where TaskRouter does not say.
 * Without the package's own resources, which would be a third of the function that asks.
 */
export async function readWorkers(options: WorkersOptions): Promise<WorkerSeen[] | undefined> {
  const client = twilioClient(options);
  const uri = `${options.taskrouterUrl}/v1/Workspaces/${options.workspaceSid}/Workers`;
  const seen: WorkerSeen[] = [];
  let next: NextPage | undefined = {};
  try {
    for (let pages = 0; next !== undefined && pages < MAX_PAGES; pages += 1) {
      const { pageToken: PageToken, pageNumber: Page } = next;
      const params = { PageSize: PAGE_SIZE, Page, PageToken };
      const { body } = await client.request({ method: 'get', uri, params });
      const { workers, meta } = pageSchema.parse(parsedJson(body));
      seen.push(
        ...workers.map(({ friendly_name, activity_name }) => ({
          name: friendly_name,
          activity: activity_name,
        })),
      );
      next = nextPage(meta.next_page_url);
    }
    return seen;
  } catch {
    // No answer, or none that can be read: what is not known is not shown.
    return undefined;
  }
}
