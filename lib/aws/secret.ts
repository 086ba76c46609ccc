import * as z from 'zod/mini';

const secretSchema = z.record(z.string(), z.unknown());

/** Why the secret could not be used; never a word of what it holds. */
export class BadSecret extends Error {
  override name = 'BadSecret';
}

/** The text of a secret. The SDK's part for it is loaded where there is one to read: not locally, not under SAM. */
const secretString = async (SecretId: string): Promise<string | undefined> => {
  const { getSecretValue } = await import('./secrets-manager.ts');
  return (await getSecretValue(SecretId)).SecretString;
};

/** A secret of Secrets Manager that is one JSON object, with those of its values that are text. */
export const readSecret = async (arn: string): Promise<Record<string, string>> => {
  const text = await secretString(arn).catch((error: unknown) => {
    const why = error instanceof Error ? error.name : 'unknown';
    throw new BadSecret(`The secret named by SECRET_ARN cannot be read (${why}).`);
  });
  const object = secretSchema.safeParse(parsed(text)).data;
  if (object === undefined) throw new BadSecret('The secret named by SECRET_ARN holds no JSON object.');
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
};

const parsed = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
};
