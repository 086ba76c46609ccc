import { randomBytes } from 'node:crypto';

export const newSid = (prefix: string): string => `${prefix}${randomBytes(16).toString('hex')}`;
