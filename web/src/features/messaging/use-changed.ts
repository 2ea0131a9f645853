import { useQueryClient } from '@tanstack/react-query';

/** Asks everything of messaging on screen again after a change. */
export function useMessagingChanged(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ['messaging'] });
}
