/** Of all variables of a function together (AWS: Lambda quotas), measured by Lambda as one JSON object. */
const LIMIT_BYTES = 4096;
/**
 * What stands for a value that only the deployment knows. The longest of ours, URLs of queues and the ARN of the secret,
 * have up to 120 characters; a parameter's value (an id of Twilio's) has 34.
 */
const UNRESOLVED = /\$\{Token\[[^\]]*\]\}/g;
const ESTIMATE = 'x'.repeat(120);
const NAMED = 3;

const bytesOf = (text: string): number => Buffer.byteLength(text);

/**
 * What is wrong with the variables of a function: together too large for Lambda, which would say so in the middle of a
 * deployment and without a name. Undefined where they fit.
 */
export function environmentProblem(variables: Readonly<Record<string, string>>): string | undefined {
  const known = Object.entries(variables).map(([name, value]): [string, string] => [
    name,
    value.replace(UNRESOLVED, ESTIMATE),
  ]);
  const bytes = bytesOf(JSON.stringify(Object.fromEntries(known)));
  if (bytes <= LIMIT_BYTES) return undefined;
  const largest = known
    .map(([name, value]) => ({ name, bytes: bytesOf(value) }))
    .toSorted((one, other) => other.bytes - one.bytes)
    .slice(0, NAMED)
    .map((one) => `${one.name} (${one.bytes})`);
  return `its environment has ${bytes} bytes, Lambda takes ${LIMIT_BYTES}. The largest: ${largest.join(', ')}.`;
}
