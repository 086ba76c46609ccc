/** Lambda gives a function its role's credentials and its region in the environment, and nowhere else. */
export const fromEnvironment = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

/**
 * Credentials from the environment alone. Named as the SDK's package of every other source names its own: a bundle
 * holds this file in that package's place.
 */
export const defaultProvider = () => async () => {
  const { AWS_SESSION_TOKEN: sessionToken } = process.env;
  return {
    accessKeyId: fromEnvironment('AWS_ACCESS_KEY_ID'),
    secretAccessKey: fromEnvironment('AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  };
};
