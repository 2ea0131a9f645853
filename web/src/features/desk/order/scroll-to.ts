/** Brings a part of the record into sight; its column scrolls, the page stays. */
export function scrollToPart(id: string): void {
  const part = document.getElementById(id);
  const column = part?.closest<HTMLElement>('.pt-record-column');
  if (!part || !column) return;
  if (column.scrollHeight > column.clientHeight) column.scrollTo({ top: part.offsetTop });
  else part.scrollIntoView({ block: 'start' });
}
