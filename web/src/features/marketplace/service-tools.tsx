import { IconColumns3, IconMessageQuestion } from '@tabler/icons-react';
import { useState } from 'react';

import type { Service } from '#contracts/catalogue/schemas';

import { useAddress, writeSearch } from '../../app/address.ts';
import { t } from '../../app/messages.ts';
import { useSession } from '../../app/session.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { AskQuestion } from '../questions/ask-question.tsx';
import { StarButton } from './favourites/star-button.tsx';
import { RatingMark } from './reviews/rating-mark.tsx';
import { compareHref } from './compare/compare-href.ts';

/** What can be done with a service besides ordering it. */
export function ServiceTools({ service }: { service: Service }) {
  const { person } = useSession();
  const { href } = useAddress();
  const [asking, setAsking] = useState(false);
  return (
    <div className="pt-service-tools pt-no-print">
      {person ? (
        <Button look="quiet" size="small" icon={IconMessageQuestion} onClick={() => setAsking(true)}>
          {t('Ask a question')}
        </Button>
      ) : (
        <LinkButton
          look="quiet"
          size="small"
          icon={IconMessageQuestion}
          href={`/login${writeSearch({ to: href })}`}
          title={t('Sign in to ask; you come back to this page')}
        >
          {t('Ask a question')}
        </LinkButton>
      )}
      <StarButton service={service} />
      <LinkButton look="quiet" size="small" icon={IconColumns3} href={compareHref([service.slug])}>
        {t('Compare with others')}
      </LinkButton>
      <RatingMark rating={service.rating} href="#reviews" />
      {asking && <AskQuestion service={service} onClose={() => setAsking(false)} />}
    </div>
  );
}
