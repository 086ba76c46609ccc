import { hash } from 'node:crypto';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { NO_CREDENTIALS, type SecretRead, type Secrets, type SecretWritten } from './secret.ts';

/** The label of the version that everybody reads. */
const CURRENT = 'AWSCURRENT';
/** A version has to bear some label, or it may vanish before it counts. */
const OURS = 'voice-handoff-setup';

const ATTEMPTS = 3;

function reasonOf(error: unknown): string {
  const name = error instanceof Error ? error.name : 'unknown';
  return /^(?:CredentialsProviderError|TokenProviderError)$/.test(name) ? NO_CREDENTIALS : `AWS: ${name}`;
}

/** Of a version and what comes after it: a request that is sent again makes no second version. */
function versionAfter(version: string, text: string): string {
  const digits = hash('sha256', `${version}\n${text}`);
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20, 32),
  ].join('-');
}

/** Where the deployment is: without a region, where AWS's own settings say. */
export function secretsManager({ region, endpoint }: { region?: string; endpoint?: string } = {}): Secrets {
  const client = new SecretsManagerClient({
    maxAttempts: ATTEMPTS,
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
  });

  const read = async (name: string): Promise<SecretRead> => {
    try {
      const { VersionId, SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
      if (VersionId === undefined) return { is: 'failed', why: 'AWS: no version' };
      return { is: 'read', version: VersionId, text: SecretString ?? '' };
    } catch (error) {
      if (error instanceof Error && error.name === 'ResourceNotFoundException') return { is: 'missing' };
      return { is: 'failed', why: reasonOf(error) };
    }
  };

  const write: Secrets['write'] = async (name, { version, text }): Promise<SecretWritten> => {
    const next = versionAfter(version, text);
    try {
      await client.send(
        new PutSecretValueCommand({
          SecretId: name,
          SecretString: text,
          ClientRequestToken: next,
          VersionStages: [OURS],
        }),
      );
      // AWS refuses it where the label is on another version: so nobody's change is written over.
      await client.send(
        new UpdateSecretVersionStageCommand({
          SecretId: name,
          VersionStage: CURRENT,
          MoveToVersionId: next,
          RemoveFromVersionId: version,
        }),
      );
      return { is: 'written' };
    } catch (error) {
      const now = await read(name);
      if (now.is === 'read' && now.version === next) return { is: 'written' };
      if (now.is === 'read' && now.version !== version) return { is: 'overtaken' };
      return { is: 'failed', why: reasonOf(error) };
    }
  };

  return { read, write };
}
