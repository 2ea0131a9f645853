import { useQuery } from '@tanstack/react-query';

import { replyTemplateEndpoints } from '#contracts/ordering/reply-templates';
import type { ReplyOffered } from '#contracts/ordering/reply-templates';

import { queryOf } from '../../../api/query.ts';
import { t } from '../../../app/messages.ts';
import { useHasRole } from '../../../app/session.tsx';
import { languageName } from '../../../ui/language-name.ts';
import type { Reply } from '../../../ui/record/reply-select.tsx';

/** The desk's replies on an order, filled from it, by what they are for. */
export function useReplies(number: number): (uses: readonly ReplyOffered['use'][]) => readonly Reply[] {
  const isShifter = useHasRole('shifter');
  const answer = useQuery({
    ...queryOf(replyTemplateEndpoints.listOrderReplies, { params: { number } }),
    enabled: isShifter,
  });
  return (uses) =>
    (answer.data?.items ?? [])
      .filter(({ use }) => uses.includes(use))
      .map(({ id, name, language, text }) => ({
        id,
        label: t('{name} ({language})', { name, language: languageName(language) }),
        text,
      }));
}
