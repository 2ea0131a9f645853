import {
  IconBellRinging,
  IconCircleCheck,
  IconCircleX,
  IconDots,
  IconFileText,
  IconMessageQuestion,
  IconPlus,
} from '@tabler/icons-react';

import { ActionList, Button, IconButton } from '../button.tsx';
import { ClockRow } from '../marks/clock.tsx';
import { Pill, Priority, State } from '../marks/state.tsx';
import { ComposeBox } from '../record/compose-box.tsx';
import { CoverageBars } from '../record/coverage-bar.tsx';
import { DefinitionList, FactStrip, RecordPage, Section } from '../record/record-page.tsx';
import { Route } from '../record/route.tsx';
import { SubTable } from '../record/sub-table.tsx';
import { Timeline } from '../record/timeline.tsx';
import { AddTag, Avatar, Tag } from '../small.tsx';
import { coverage, entries, met, over, route, track, warning } from './sample.ts';

const nothing = () => undefined;

/** The order page of the pictures. */
export function OrderSample() {
  return (
    <RecordPage
      kind="Order"
      number={1284}
      title="EGI Cloud compute, General purpose"
      state={<Pill thing="order" state="in_progress" />}
      stateNote="waiting for IN2P3-IRES"
      from={{
        list: 'Order desk',
        listHref: '/_gallery/desk',
        place: 'Open, 1 of 38',
        previousHref: '/_gallery/order',
        nextHref: '/_gallery/order',
      }}
      tools={
        <>
          <Avatar name="Jonas Kazlauskas" tone="violet" />
          <span className="pt-muted">Jonas is reading</span>
          <IconButton icon={IconDots} look="default" label="More" />
        </>
      }
      route={<Route ports={route} detours={['Waited for the customer once, 2 d']} />}
      actionCount={4}
      left={<Left />}
      right={<Right />}
    >
      <Section title="Technical requirement" aside={<Button look="link">Show raw order</Button>}>
        <FactStrip
          facts={[
            ['VM instances', 50],
            ['Cores each', 4],
            ['RAM per core', '4 GB'],
            ['Local disk', '40 GB'],
            ['Access', 'reserved'],
            ['From', '1 Dec 2026'],
            ['Until', '29 May 2027'],
          ]}
        />
      </Section>
      <Section
        title="Shares"
        id="shares"
        aside={
          <>
            30 of 50 VMs validated
            <Button size="small" icon={IconPlus}>
              Add resource centre
            </Button>
          </>
        }
      >
        <CoverageBars metrics={coverage} />
        <SubTable label="Shares">
          <thead>
            <tr>
              <th scope="col">Resource centre</th>
              <th scope="col">Contact</th>
              <th scope="col">Resources</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {(['validated', 'rejected', 'sent'] as const).map((state) => (
              <tr key={state} data-off={state === 'rejected' || undefined}>
                <th scope="row">
                  <strong className="pt-strong">CESNET-MCC</strong>
                  <div className="pt-second">CZ, A/R 99.2 / 99.6</div>
                </th>
                <td>
                  Jana Novotná<div className="pt-second">answered by link</div>
                </td>
                <td>
                  30 VMs<div className="pt-second">120 cores, 480 GB</div>
                </td>
                <td>
                  <State thing="share" state={state} detail="12 Nov, after 5 h" />
                </td>
              </tr>
            ))}
          </tbody>
        </SubTable>
      </Section>
      <Timeline
        entries={entries}
        fileHref={({ name }) => `/files/${name}`}
        compose={
          <ComposeBox
            publicReaders={['Eleni Papadaki', 'Nikos Vlahos', 'Maria Kosta']}
            internalReaders="Seen by 6 people of cloud-compute. Never sent to the customer."
            publicOption="Wait for an answer, clocks pause"
            internalOption="Show to providers of this order"
            drafts={{
              internal: {
                text: "Called IPHC: capacity is fine, they wait for their director's signature. Should answer by Monday noon. @Jonas please watch it, I am off on Monday.",
                option: false,
                files: [],
              },
              public: {
                text: 'Dear Eleni, the second centre asked for one more working day. We keep your start on 1 December and write again on Monday evening.',
                option: false,
                files: [],
              },
            }}
            opened="internal"
            upload={async ({ name, type, size }) => ({ id: name, name, mediaType: type, sizeBytes: size })}
            onDraft={nothing}
            onSend={async () => undefined}
            internalTexts={entries.filter((entry) => entry.scope === 'internal').map((entry) => entry.text)}
          />
        }
      />
    </RecordPage>
  );
}

function Left() {
  return (
    <>
      <Section title="Customer">
        <div className="pt-row">
          <Avatar name="Eleni Papadaki" tone="blue" size={36} />
          <div>
            <strong className="pt-strong">Eleni Papadaki</strong>
            <div className="pt-second">HCMR, Heraklion</div>
          </div>
        </div>
        <DefinitionList
          facts={[
            [
              'Mail',
              <a key="mail" href="mailto:eleni@hcmr.example">
                eleni@hcmr.example
              </a>,
            ],
            ['Type', 'Research community'],
            ['Country', 'Greece'],
            ['Assurance', 'Cappuccino, via eduGAIN'],
            ['Groups', 'vo.coastal-forecast.eu'],
          ]}
        />
      </Section>
      <Section title="Project" aside={<a href="/projects">Open</a>}>
        <strong className="pt-strong">Aegean Coastal Forecast</strong>
        <p>
          Hourly wave and current ensemble for 14 harbours. We outgrew the two servers at the institute and need 50
          machines for the winter campaign.
        </p>
      </Section>
      <Section title="Earlier orders" aside="2">
        <State thing="order" state="ready" word="1102" /> Notebooks, Community
      </Section>
    </>
  );
}

function Right() {
  return (
    <>
      <Section title="What you can do now">
        <ActionList
          actions={[
            {
              id: 'remind',
              label: 'Remind IN2P3-IRES',
              icon: IconBellRinging,
              look: 'primary',
              effect: 'Mail to 1 contact, copy to your group',
              onRun: nothing,
            },
            {
              id: 'ask',
              label: 'Ask the customer',
              icon: IconMessageQuestion,
              effect: 'Mail to Eleni. Clocks pause until she answers',
              onRun: nothing,
            },
            {
              id: 'approve',
              label: 'Approve order',
              icon: IconCircleCheck,
              refusal: 'Not yet: 1 share has no answer, and the SLA is a draft',
              onRun: nothing,
            },
            {
              id: 'reject',
              label: 'Reject order',
              icon: IconCircleX,
              look: 'danger',
              effect: 'Mail to Eleni and 2 providers. Needs a reason',
              onRun: nothing,
            },
          ]}
        />
      </Section>
      <Section title="Clocks">
        <div className="pt-stack">
          <ClockRow label="First reply" clock={met(4200)} />
          <ClockRow label="Decision" clock={over(4 * 3600 + 1200)} />
          <ClockRow label="Provider answer" clock={warning(9 * 3600)} />
          <ClockRow label="Public silence" clock={track(28 * 3600)} />
        </div>
      </Section>
      <Section title="Properties">
        <DefinitionList
          facts={[
            [
              'Assignee',
              <span key="who" className="pt-row">
                <Avatar name="Anna de Wit" own size={20} /> Anna de Wit
              </span>,
            ],
            ['Group', 'cloud-compute'],
            ['Class', 'Complex, by rule 2'],
            ['Priority', <Priority key="priority" level="urgent" />],
            [
              'Tags',
              <span key="tags" className="pt-row">
                <Tag>winter-campaign</Tag> <AddTag label="Add a tag" onAdd={nothing} />
              </span>,
            ],
            ['Source', 'Marketplace'],
          ]}
        />
      </Section>
      <Section title="Agreement">
        <div className="pt-row">
          <IconFileText size={17} stroke={1.6} aria-hidden />
          <strong className="pt-strong">SLA 1284, version 1</strong>
        </div>
      </Section>
    </>
  );
}
