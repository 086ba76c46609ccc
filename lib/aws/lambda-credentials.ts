/** What the SDK asks of a credential provider. */
type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/**
 * Stands in for the SDK's whole chain of credential providers in the bundles (infra/bundling.ts): Lambda gives a
 * function its role's credentials in the environment, and the chain's other ends (SSO, STS, profiles, instance
 * metadata) are 85 KB that no function can use.
 */
export const defaultProvider = () => async (): Promise<Credentials> => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) {
    throw new Error('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set');
  }
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  };
};
