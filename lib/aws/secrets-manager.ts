import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { inTime, onePerContainer } from './client.ts';

const secretsManagerClient = onePerContainer(
  'SECRETS_MANAGER',
  (settings) => new SecretsManagerClient(settings),
);

export const getSecretValue = (SecretId: string) =>
  secretsManagerClient().send(new GetSecretValueCommand({ SecretId }), inTime());
