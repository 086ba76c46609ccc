import { type FunctionName, routes } from '../topology/index.ts';

function pathOf(name: FunctionName): string {
  const path = routes.find((route) => route.function === name)?.path;
  if (path === undefined) throw new Error(`${name} has no route`);
  return path;
}

/** The paths of ours that assistants know. */
export const PATHS = { webhook: pathOf('vapi-webhook'), tools: pathOf('vapi-tools') };

/** Returns the URLs of ours under a base URL, as assistants are told them. */
export function urlsAt(base: string): { serverUrl: string; toolsUrl: string } {
  return { serverUrl: `${base}${PATHS.webhook}`, toolsUrl: `${base}${PATHS.tools}` };
}
