const SEARCHES_A_SECOND = 3;

/** How often lists are asked for that have to look into attributes. */
export type Searches = {
  /** Counts one more; whether it is too many. */
  isOneTooMany(): boolean;
};

export function createSearches(): Searches {
  let searches: number[] = [];
  return {
    isOneTooMany() {
      const now = Date.now();
      searches = [...searches.filter((at) => now - at < 1000), now];
      return searches.length > SEARCHES_A_SECOND;
    },
  };
}
