import type * as z from 'zod/mini';

/** What is wrong with a request of the API, and with which field of it. */
export type Problem = { field: string; message: string };

/** Says an issue in words. What is missing is told from what is wrong where it was parsed with `reportInput`. */
export function problemOf(issue: z.core.$ZodIssue): Problem {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return problem([...path, issue.keys[0] ?? ''].join('.'), 'is not known');
  }
  const isMissing = issue.code === 'invalid_type' && 'input' in issue && issue.input === undefined;
  return problem(path.join('.') || 'body', isMissing ? 'is missing' : issue.message);
}

/** Names the field in the sentence too. */
export function problem(field: string, what: string): Problem {
  return { field, message: `${field} ${what}.` };
}
