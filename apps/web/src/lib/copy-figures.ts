/** Puts the plain value (`1234567`) in place of every printed figure of a copied fragment. */
function withPlainFigures(range: Range): string {
  const holder = document.createElement('div');
  holder.append(range.cloneContents());
  for (const figure of holder.querySelectorAll('data')) figure.textContent = figure.value;
  for (const cell of holder.querySelectorAll('td, th')) cell.append('\t');
  for (const row of holder.querySelectorAll('tr')) row.append('\n');
  return (holder.textContent ?? '').replaceAll('\t\n', '\n').trim();
}

/** Makes copied figures paste as numbers into a spreadsheet, which "1 234 567 ₸" does not. */
export function installFigureCopy(): void {
  document.addEventListener('copy', (event) => {
    const range = document.getSelection()?.rangeCount ? document.getSelection()?.getRangeAt(0) : undefined;
    if (!range || range.collapsed || !event.clipboardData) return;
    const around = range.commonAncestorContainer;
    const figure = (around instanceof Element ? around : around.parentElement)?.closest('data');
    const plain = figure ? figure.value : withPlainFigures(range);
    if (!figure && !range.cloneContents().querySelector('data')) return;
    event.clipboardData.setData('text/plain', plain);
    event.preventDefault();
  });
}
