import { useState } from 'react';

import { confirm } from '../../app/confirm.tsx';
import { toast } from '../../app/toasts.tsx';
import { Button } from '../button.tsx';
import { Link } from '../link.tsx';
import { ClockText } from '../marks/clock.tsx';
import { HeatMap } from '../marks/heat-map.tsx';
import { Rose } from '../marks/rose.tsx';
import { Pill, State } from '../marks/state.tsx';
import { states } from '../marks/states.ts';
import { DiffText } from '../page/diff-text.tsx';
import { Page } from '../page/page.tsx';
import { Avatar, EmptyState, Kbd, Money, Notice, Segments, Sparkline, Tag } from '../small.tsx';
import './gallery.css';
import { met, over, paused, track, warning } from './sample.ts';

const parts = ['marks', 'desk', 'order', 'form', 'letter'] as const;

/** Buttons, pills, people, notices: what fits on one page. */
export function BlocksPage() {
  return (
    <Page
      title="Gallery"
      actions={parts.map((name) => (
        <Link key={name} href={`/_gallery/${name}`}>
          {name}
        </Link>
      ))}
    >
      <Blocks />
    </Page>
  );
}

/** All marks, clocks and the heat map. */
export function MarksPage() {
  return (
    <Page title="Marks" actions={<Link href="/_gallery">Gallery</Link>}>
      <Marks />
    </Page>
  );
}

function Marks() {
  return (
    <div className="pt-gallery-marks">
      {Object.entries(states).map(([thing, looks]) => (
        <section key={thing}>
          <h2 className="pt-h2">{thing}</h2>
          {Object.keys(looks).map((state) => (
            <State key={state} thing={thing as keyof typeof states} state={state} />
          ))}
        </section>
      ))}
      <section>
        <h2 className="pt-h2">clocks</h2>
        {[track(20 * 3600), warning(6000), over(4 * 3600), paused(5 * 3600), met(4200)].map((clock) => (
          <ClockText key={clock.state} clock={clock} />
        ))}
      </section>
      <section className="pt-gallery-wide">
        <h2 className="pt-h2">Availability, target 90 %</h2>
        <HeatMap
          caption="Availability by site and month"
          corner="Site"
          columns={['Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov']}
          limits={{ target: 90, floor: 80 }}
          rows={[
            { label: 'CESNET-MCC', values: [99.2, 99.6, 98.9, 99.9, 99.7, 99.2] },
            { label: 'IISAS-FedCloud', values: [97.8, 91.2, 88.4, 98.9, 96, 97.8] },
            { label: 'IN2P3-IRES', values: [98.4, 99.1, 76.5, null, 98.2, 98.4] },
            { label: 'SARA-MATRIX', values: [99.9, 100, 99.8, 99.9, 94.1, 99.9] },
          ]}
        />
      </section>
    </div>
  );
}

function Blocks() {
  const [scope, setScope] = useState<'all' | 'public' | 'internal'>('all');
  const ask = () =>
    confirm({
      title: 'Reject order 1284?',
      body: 'Eleni gets a mail with your reason. 1 open share is withdrawn.',
      verb: 'Reject order 1284',
      keep: 'Keep order',
      danger: true,
      run: () => new Promise((done) => setTimeout(done, 800)),
    });
  return (
    <div className="pt-stack pt-gallery-blocks">
      <div className="pt-row">
        <Rose size={64} />
        <Rose size={32} />
        <Rose size={24} />
        <Rose size={16} />
      </div>
      <div className="pt-row">
        <Button look="primary">Remind IN2P3-IRES</Button>
        <Button>Ask the customer</Button>
        <Button look="danger" onClick={() => void ask()}>
          Reject order
        </Button>
        <Button refusal="1 share has no answer yet">Approve order</Button>
        <Button look="quiet">Columns</Button>
        <Button look="link">Show raw order</Button>
        <Button look="note">Save internal note</Button>
        <Button size="small">Assign</Button>
        <Button onClick={() => toast({ text: '38 orders assigned to Jonas.', undo: () => undefined })}>Toast</Button>
      </div>
      <div className="pt-row">
        <Pill thing="order" state="in_progress" />
        <Pill thing="order" state="ready" />
        <Pill thing="order" state="rejected" />
        <Pill thing="agreement" state="proposed" />
        <Pill thing="share" state="countered" />
        <Pill thing="certification" state="certified" />
      </div>
      <div className="pt-row">
        <Avatar name="Anna de Wit" own />
        <Avatar name="Jonas Kazlauskas" />
        <Avatar name="Eleni Papadaki" tone="blue" size={36} />
        <Avatar name={null} />
        <Tag>winter-campaign</Tag>
        <Tag onRemove={() => undefined}>gpu</Tag>
        <Kbd>Ctrl K</Kbd>
        <Money amount="12840.50" currency="EUR" />
        <Sparkline label="Availability" values={[99, 98, null, 96, 92, 97, 98]} target={95} tone="green" />
        <Segments
          label="Show"
          value={scope}
          onChange={setScope}
          options={[
            { value: 'all', label: 'All' },
            { value: 'public', label: 'Public', count: 2 },
            { value: 'internal', label: 'Internal', count: 1 },
          ]}
        />
      </div>
      <Notice tone="amber">2 of 3 sources answered. Accounting is missing since 09:10.</Notice>
      <Notice tone="red">Marta approved this order 2 minutes ago. Your text is kept.</Notice>
      <Notice tone="sea">You offer 48 of 80 cores and 192 of 320 GB RAM, one week later.</Notice>
      <DiffText
        older="The provider answers within 5 working days."
        newer="The provider answers within 3 working days, by mail."
      />
      <EmptyState title="No order waits for a provider" action={<Button>Open the desk</Button>}>
        Shares appear here when they are sent.
      </EmptyState>
    </div>
  );
}
