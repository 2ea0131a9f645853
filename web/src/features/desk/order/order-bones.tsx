import { useNeighbourKeys } from '../../../ui/record/record-page.tsx';
import type { Neighbours } from '../../../ui/record/record-page.tsx';
import { RecordBones } from '../../../ui/record/record-bones.tsx';

/** The frame of an order while it loads; the keys to the neighbours work already. */
export function OrderBones({ number, from }: { number: number; from: Neighbours }) {
  useNeighbourKeys(from);
  return <RecordBones trail={from.list} number={number} />;
}
