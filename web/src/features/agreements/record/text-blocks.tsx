import type { AgreementSection } from '#contracts/agreements/schemas';

import { t } from '../../../app/messages.ts';

type Block = AgreementSection['blocks'][number];

/** Blocks have no names of their own and never move among themselves, so their place is their key. */
const places = <Item,>(items: readonly Item[]) => items.map((item, place) => ({ item, key: String(place) }));

/** The text of a section as people read it: paragraphs, lists, tables, facts. */
export function TextBlocks({ blocks, label }: { blocks: readonly Block[]; label: string }) {
  return places(blocks).map(({ item, key }) => (
    <BlockText
      key={key}
      block={item}
      label={t('Table {place} of {section}', { place: Number(key) + 1, section: label })}
    />
  ));
}

function BlockText({ block, label }: { block: Block; label: string }) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{block.text}</p>;
    case 'list': {
      const items = places(block.items).map(({ item, key }) => <li key={key}>{item}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return <BlockTable block={block} label={label} />;
    case 'facts':
      return (
        <dl>
          {places(block.rows).map(({ item: [name, value], key }) => (
            <div key={key}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
  }
}

function BlockTable({ block, label }: { block: Extract<Block, { kind: 'table' }>; label: string }) {
  const align = (column: number) => (block.figures.includes(column) ? 'right' : undefined);
  return (
    <section
      className="pt-document-table"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable by key
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            {places(block.head).map(({ item, key }) => (
              <th key={key} scope="col" data-align={align(Number(key))}>
                {item}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {places(block.rows).map(({ item: row, key }) => (
            <tr key={key}>
              {places(row).map(({ item, key: column }) =>
                column === '0' ? (
                  <th key={column} scope="row">
                    {item}
                  </th>
                ) : (
                  <td key={column} data-align={align(Number(column))}>
                    {item}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
