/**
 * Looks many things up by one question: whoever asks while one is under way shares the next one, so that no answer is
 * older than its question. `undefined` is what the answer does not name.
 */
export function gatherLookups<T>(ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>) {
  let waiting: { readonly key: string; readonly done: PromiseWithResolvers<T | undefined> }[] = [];
  let asking = false;

  async function askAll(): Promise<void> {
    asking = true;
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      try {
        const found = await ask([...new Set(asked.map(({ key }) => key))]);
        for (const { key, done } of asked) done.resolve(found.get(key));
      } catch (error) {
        for (const { done } of asked) done.reject(error);
      }
    }
    asking = false;
  }

  return (key: string): Promise<T | undefined> => {
    const done = Promise.withResolvers<T | undefined>();
    waiting.push({ key, done });
    if (!asking) void askAll();
    return done.promise;
  };
}
