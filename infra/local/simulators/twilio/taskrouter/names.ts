import { invalid, type Reply } from '../replies.ts';
import type { Workspace } from './model.ts';

/** Whether another one of the workspace has the name, in whatever case. */
export const isTaken = (all: readonly { name: string }[], name: string, own?: { name: string }): boolean =>
  all.some((one) => one !== own && one.name.toLowerCase() === name.toLowerCase());

export const taken = (what: string, name: string, { sid, accountSid }: Workspace): Reply =>
  invalid(`${what} named ${name} already exists for workspace ${sid} for account ${accountSid}`);
