/** Lambda gives a function its role's credentials and its region in the environment, and nowhere else. */
export const fromEnvironment = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/**
 * Credentials from the environment. A bundle holds this file in place of `@aws-sdk/credential-provider-node`, which
 * looks in every other place too; so the name is that package's.
 */
export const defaultProvider = () => async () => {
  const { AWS_SESSION_TOKEN: sessionToken } = process.env;
  return {
    accessKeyId: fromEnvironment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: fromEnvironment('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  };
};
