import type { BoardFigures } from './board.ts';
import type { BundleFigure } from './bundles.ts';
import type { CampaignFigures } from './campaign.ts';
import type { CostFigures } from './cost.ts';
import type { DeskFigures } from './desk.ts';
import type { EventFigures } from './events.ts';
import type { LatencyFigures } from './latency.ts';
import type { LoadFigures } from './load.ts';
import type { PlaceFigures } from './places.ts';
import type { RecoveryFigures } from './recovery.ts';
import type { StartupFigures } from './startup.ts';
import type { ToolFigures } from './tools.ts';

export type Figures = {
  latency: LatencyFigures;
  cost: CostFigures;
  desk: DeskFigures;
  places: PlaceFigures;
  tools: ToolFigures;
  events: EventFigures;
  campaign: CampaignFigures;
  board: BoardFigures;
  load: LoadFigures;
  recovery: RecoveryFigures;
  bundles: BundleFigure[];
  startup: StartupFigures;
};

/** Of vapi-webhook to a function that sends one message: loading and the first event, and the CPU time of a further one. */
export const MAX_RATIO = 1.15;
export const MAX_WARM_RATIO = 1.5;

/** By which share a campaign may call slower or faster than it was asked to. */
export const MAX_PACE_OFF = 0.05;

/** A caller hears it ring: far more than the machine needs, and what the table does not tell soon is done without. */
export const MAX_ASSISTANT_REQUEST_MS = 1_000;

/** Of a day of 10,000 handoffs: whoever watches the board asks every 1.5 s. */
export const MAX_VIEW_MS = 300;
export const MAX_REQUESTS_OF_A_VIEW = 7;

/**
 * What decides whether the bench fails: counts and ratios, which a slow or busy machine does not change, and one time
 * that is bounded whatever the machine does.
 */
export type Judged = {
  desk: Pick<DeskFigures, 'wrong'> & { assistantRequest: Pick<DeskFigures['assistantRequest'], 'p99'> };
  places: Pick<PlaceFigures, 'lost' | 'beyond' | 'undecided'>;
  tools: Pick<ToolFigures, 'lost' | 'doubled' | 'repeated'>;
  events: Pick<EventFigures, 'lost' | 'doubled' | 'refused' | 'deadLetters'>;
  campaign: Pick<
    CampaignFigures,
    'missing' | 'doubled' | 'wrong' | 'placesLeft' | 'owed' | 'deadLetters' | 'paceOff'
  >;
  board: Pick<BoardFigures, 'requestsOfAView' | 'scans' | 'wrong'> & {
    view: Pick<BoardFigures['view'], 'p95'>;
  };
  load: Pick<LoadFigures, 'wrong' | 'lost' | 'doubledTasks' | 'doubledTransfers' | 'deadLetters'>;
  recovery: { rows: Pick<RecoveryFigures['rows'][number], 'faults'>[] };
  startup: Pick<StartupFigures, 'ratio' | 'warmRatio'>;
};

/** Every limit that does not hold, by its name, with the figure and the limit. */
export const brokenLimits = ({
  desk,
  places,
  tools,
  events,
  campaign,
  board,
  load,
  recovery,
  startup,
}: Judged): string[] => {
  const faults = recovery.rows.flatMap((row) => row.faults);
  const limits: [name: string, figure: number, most: number][] = [
    ['front desk: wrong answers', desk.wrong, 0],
    ['front desk: assistant-request, p99 in ms', desk.assistantRequest.p99, MAX_ASSISTANT_REQUEST_MS],
    ['places: free ones given to nobody', places.lost, 0],
    ['places: given beyond the limit', places.beyond, 0],
    ['places: calls without an answer', places.undecided, 0],
    ['tools: look-ups without an answer', tools.lost, 0],
    ['tools: answers given twice', tools.doubled, 0],
    ['tools: requests without need', tools.repeated, 0],
    ['conversations: utterances lost', events.lost, 0],
    ['conversations: utterances doubled', events.doubled, 0],
    ['conversations: events refused', events.refused, 0],
    ['conversations: dead letters', events.deadLetters, 0],
    ['campaign: calls that were not made', campaign.missing, 0],
    ['campaign: numbers called twice', campaign.doubled, 0],
    ['campaign: contacts with a wrong result', campaign.wrong, 0],
    ['campaign: places not given back', campaign.placesLeft, 0],
    ['campaign: calls and campaigns that still owe something', campaign.owed, 0],
    ['campaign: dead letters', campaign.deadLetters, 0],
    ['campaign: share by which its pace is off', campaign.paceOff, MAX_PACE_OFF],
    ['board: views and searches with a wrong answer', board.wrong, 0],
    ['board: a view, p95 in ms', board.view.p95, MAX_VIEW_MS],
    ['board: requests to the table for a view', board.requestsOfAView, MAX_REQUESTS_OF_A_VIEW],
    ['board: scans', board.scans, 0],
    ['load: calls with a wrong outcome', load.wrong, 0],
    ['load: calls lost', load.lost, 0],
    ['load: tasks doubled', load.doubledTasks, 0],
    ['load: transfers doubled', load.doubledTransfers, 0],
    ['load: dead letters', load.deadLetters, 0],
    ['recovery: calls stuck, doubled or left without a word', faults.length, 0],
    ['start-up: ratio', startup.ratio, MAX_RATIO],
    ['start-up: ratio of the CPU time of a further event', startup.warmRatio, MAX_WARM_RATIO],
  ];
  return limits.flatMap(([name, figure, most]) =>
    figure <= most ? [] : [`${name}: ${Number(figure.toFixed(3))}, at most ${most}`],
  );
};
