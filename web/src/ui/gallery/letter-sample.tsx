import { IconMail } from '@tabler/icons-react';

import { Button } from '../button.tsx';
import { PublicFacts, PublicPage } from '../page/page.tsx';

/** A letter: the frame of pages without navigation. */
export function LetterSample() {
  return (
    <PublicPage
      title="Can IN2P3-IRES provide 20 virtual machines?"
      eyebrow={
        <span className="pt-row">
          <IconMail size={17} stroke={1.6} aria-hidden /> This page is for grid@ires.example. You need no account.
          Please do not forward the link.
        </span>
      }
      lead="Anna de Wit of the order desk asks on behalf of a research community. Please answer by Monday 23 November, 16:20."
      sender="EGI Federation, order desk"
      foot={
        <>
          <span>Order 1284, share 3. Asked on 16 November 2026 by EGI Foundation.</span>
          <a href="/privacy">Privacy</a>
        </>
      }
    >
      <PublicFacts
        facts={[
          {
            label: 'Resources',
            text: '20 VMs, each 4 cores, 16 GB RAM, 40 GB disk',
            more: '80 cores, 320 GB RAM and 800 GB disk in total',
          },
          { label: 'Period', text: '1 December 2026 to 29 May 2027', more: '180 days, reserved' },
        ]}
      />
      <h2>Your answer</h2>
      <Button look="primary" size="public">
        Send answer
      </Button>
    </PublicPage>
  );
}
