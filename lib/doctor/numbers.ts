/** A number of the business. Who answers it is undefined where nobody has said. */
export type BusinessNumber = { number: string; answeredBy: 'vapi' | 'us' | undefined };
