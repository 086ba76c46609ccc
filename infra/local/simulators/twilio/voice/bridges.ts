/** Two legs that hear each other, until either leaves. */
export type Bridge = { readonly over: Promise<void>; end(): void };

export const createBridge = (): Bridge => {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  return { over, end };
};
