import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod/mini';
import { onePerContainer } from './client.ts';

const secretSchema = z.record(z.string(), z.unknown());

/** Why the secret could not be used; never a word of what it holds. */
export class BadSecret extends Error {
  override name = 'BadSecret';
}

const secretsManagerClient = onePerContainer(
  'SECRETS_MANAGER',
  (settings) => new SecretsManagerClient(settings),
);

/** A secret of Secrets Manager that is one JSON object, with those of its values that are text. */
export const readSecret = async (arn: string): Promise<Record<string, string>> => {
  const asked = new GetSecretValueCommand({ SecretId: arn });
  const { SecretString } = await secretsManagerClient()
    .send(asked)
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.name : 'unknown';
      throw new BadSecret(`The secret named by SECRET_ARN cannot be read (${why}).`);
    });
  const object = secretSchema.safeParse(parsed(SecretString)).data;
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
