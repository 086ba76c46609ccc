import * as z from 'zod/mini';
import { parsedJson } from '../../base/json.ts';

/** Written as text in Twilio's schema and as numbers in its examples: both are taken. */
const seconds = z.pipe(z.union([z.number(), z.string()]), z.transform(Number));

const targetShape = z.object({
  queue: z.string(),
  timeout: z.nullish(seconds),
  expression: z.nullish(z.string()),
  order_by: z.nullish(z.string()),
  skip_if: z.nullish(z.string()),
  known_worker_sid: z.nullish(z.string()),
});

const configurationShape = z.object({
  task_routing: z.object({
    filters: z._default(
      z.array(
        z.object({
          filter_friendly_name: z.nullish(z.string()),
          friendly_name: z.nullish(z.string()),
          expression: z.nullish(z.string()),
          targets: z.array(targetShape),
        }),
      ),
      [],
    ),
    default_filter: z.nullish(targetShape),
  }),
});

export type Target = z.output<typeof targetShape>;
export type Filter = { name: string; expression: string; targets: readonly Target[] };
export type Routing = { filters: readonly Filter[]; byDefault: Target | undefined };

/** Reads how a workflow routes; undefined for what is no configuration (old ones may hold YAML). */
export function routingOf(configuration: string): Routing | undefined {
  const read = configurationShape.safeParse(parsedJson(configuration));
  if (!read.success) return undefined;
  const { filters, default_filter: byDefault } = read.data.task_routing;
  return {
    filters: filters.map((filter, index) => ({
      name: filter.filter_friendly_name ?? filter.friendly_name ?? `filter ${index + 1}`,
      expression: filter.expression ?? '',
      targets: filter.targets,
    })),
    byDefault: byDefault ?? undefined,
  };
}

/** The queues that it can lead to. */
export function queuesOf({ filters, byDefault }: Routing): string[] {
  const targets = [...filters.flatMap((filter) => filter.targets), ...(byDefault ? [byDefault] : [])];
  return [...new Set(targets.map(({ queue }) => queue))];
}

/** How long a caller can wait along these targets before TaskRouter gives up; one without a time-out ends it never. */
export function patienceOf(targets: readonly Target[]): number {
  return targets.reduce((sum, { timeout }) => sum + (timeout ?? Number.POSITIVE_INFINITY), 0);
}
