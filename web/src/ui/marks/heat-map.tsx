import { t } from '../../app/messages.ts';
import { formatPercent } from '../time/format.ts';

export type HeatStep = 'a' | 'b' | 'c' | 'd' | 'e' | 'none';
export interface HeatLimits {
  /** Percent that is asked for; below it the number gets weight. */
  readonly target: number;
  /** Below it the cell is filled. */
  readonly floor: number;
}

/** Which step a value falls into: well above target, above, near, below, below the floor, no data. */
export function heatStep(value: number | null, { target, floor }: HeatLimits): HeatStep {
  if (value === null) return 'none';
  if (value < floor) return 'e';
  if (value < target) return 'd';
  const room = 100 - target;
  if (value < target + room * 0.5) return 'c';
  return value < target + room * 0.9 ? 'b' : 'a';
}

export interface HeatCellProps {
  readonly value: number | null;
  readonly limits: HeatLimits;
  /** Numerator, unknown share: what the tooltip adds. */
  readonly detail?: string;
  readonly onOpen?: () => void;
}

/** One `td` of a heat map: the number on its step. */
export function HeatCell({ value, limits, detail, onOpen }: HeatCellProps) {
  const words = value === null ? t('n/a') : formatPercent(value);
  return (
    <td data-step={heatStep(value, limits)} title={detail}>
      {onOpen ? (
        <button type="button" onClick={onOpen}>
          {words}
        </button>
      ) : (
        <span>{words}</span>
      )}
    </td>
  );
}

export interface HeatMapProps {
  readonly caption: string;
  readonly corner: string;
  readonly columns: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    readonly values: readonly (number | null)[];
    readonly details?: readonly string[];
  }[];
  readonly limits: HeatLimits;
  readonly onOpen?: (row: number, column: number) => void;
}

/** Months across, sites down; a real table with its limits said under it. */
export function HeatMap({ caption, corner, columns, rows, limits, onOpen }: HeatMapProps) {
  const steps: readonly { step: HeatStep; words: string }[] = [
    { step: 'a', words: t('well above') },
    { step: 'c', words: t('near the target of {target} %', { target: limits.target }) },
    { step: 'd', words: t('below') },
    { step: 'e', words: t('below {floor} %', { floor: limits.floor }) },
  ];
  return (
    <div>
      <table className="pt-heat">
        <caption className="pt-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, rowIndex) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              {columns.map((column, columnIndex) => {
                const detail = row.details?.[columnIndex];
                return (
                  <HeatCell
                    key={column}
                    value={row.values[columnIndex] ?? null}
                    limits={limits}
                    {...(detail === undefined ? {} : { detail })}
                    {...(onOpen ? { onOpen: () => onOpen(rowIndex, columnIndex) } : {})}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="pt-heat-legend pt-second">
        {steps.map(({ step, words }) => (
          <span key={step}>
            <i data-step={step} />
            {words}
          </span>
        ))}
      </div>
    </div>
  );
}
