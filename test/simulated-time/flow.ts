import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers';
import { goOn } from './clock.ts';
import { isOpen, isUnderWay } from './under-way.ts';

/**
 * Time stands still while anything is under way in the process, and goes straight to the next timer when nothing is. So
 * a minute takes as long as its computing, and no time limit runs out because the machine is slow.
 */

/** Turns of the event loop that bring nothing, after which is looked whether anything is under way. */
const QUIET_TURNS = 3;

let flowing = false;
let events = 0;
let quiet = 0;

function turn(): void {
  if (!flowing) return;
  const seen = performance.nodeTiming.uvMetricsInfo.events;
  quiet = seen === events ? quiet + 1 : 0;
  events = seen;
  const isQuiet = quiet >= QUIET_TURNS && !isUnderWay();
  // Before any timer: one may throw, which is an uncaught error here as anywhere.
  const next = setImmediate(turn);
  if (!isQuiet) return;
  quiet = 0;
  // A process in which nothing is left that could bring anything ends.
  if (!goOn() && !isOpen()) next.unref();
}

export function start(): void {
  flowing = true;
  setImmediate(turn);
}

export function stop(): void {
  flowing = false;
}
