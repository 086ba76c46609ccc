const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';

/** Starts something on the wanted port, or on any free one (0) when that is taken. */
export const onPort = async <T>(wanted: number, start: (port: number) => Promise<T>): Promise<T> => {
  try {
    return await start(wanted);
  } catch (error) {
    if (wanted === 0 || !isTaken(error)) throw error;
    return start(0);
  }
};
