/**
 * Resolves with `otherwise` where `promise` fails, or takes longer than so many ms: for what makes an answer better, and
 * must not hold it up.
 */
export async function within<T, O>(ms: number, promise: Promise<T>, otherwise: O): Promise<T | O> {
  const { promise: late, resolve } = Promise.withResolvers<O>();
  const timer = setTimeout(() => resolve(otherwise), ms);
  try {
    return await Promise.race([promise, late]);
  } catch {
    return otherwise;
  } finally {
    clearTimeout(timer);
  }
}
