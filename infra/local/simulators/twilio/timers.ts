/** Real timers, one for each key; once stopped, none runs and none starts. */
export const createTimers = () => {
  const timers = new Map<object, NodeJS.Timeout>();
  let stopped = false;
  const forget = (key: object) => {
    clearTimeout(timers.get(key));
    timers.delete(key);
  };
  return {
    forget,
    later(key: object, ms: number, act: () => void) {
      if (stopped) return;
      forget(key);
      const run = () => {
        timers.delete(key);
        act();
      };
      timers.set(key, setTimeout(run, ms));
    },
    stop() {
      stopped = true;
      for (const key of [...timers.keys()]) forget(key);
    },
  };
};
