import type { TeamWords } from '../../handoff/briefing/routing.ts';
import type { ToolWords } from '../../vapi/tool-words.ts';
import * as cancelHandoff from './cancel-handoff.ts';
import * as doNotCall from './do-not-call.ts';
import * as escalateToHuman from './escalate-to-human.ts';
import * as requestCallback from './request-callback.ts';
import * as routeCall from './route-call.ts';
import type { Tool } from './tool.ts';

/** Tools that our server answers. The team chooses the names of the first; they go before the names of the others. */
export const tools: readonly Tool[] = [
  escalateToHuman.tool,
  cancelHandoff.tool,
  requestCallback.tool,
  doNotCall.tool,
  routeCall.tool,
];

/** What every assistant is told of them: lists of their own, which no function's bundle holds. */
export const toolWords = (teamWords: TeamWords): readonly ToolWords[] => [
  escalateToHuman.words(teamWords),
  cancelHandoff.words,
  requestCallback.words,
  doNotCall.words,
];

/** What those assistants are told as well among whom a caller is moved. */
export const routingWords = (teamWords: TeamWords): readonly ToolWords[] => [routeCall.words(teamWords)];
