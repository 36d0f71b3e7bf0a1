/** Height of a card's heading, px. */
const HEAD_PX = 56;
const LINE_PX = 36;

/** Lines where the content of a card will be, as many as fit: the card keeps the height of what comes. */
export function CardLines({ heightPx }: { heightPx: number }) {
  const lines = Math.max(1, Math.floor((heightPx - HEAD_PX) / LINE_PX));
  return (
    <div aria-hidden="true" className="overflow-hidden px-4">
      {Array.from({ length: lines }, (_, line) => (
        <div key={line} className="flex h-9 items-center justify-between gap-8">
          <span className="skeleton h-3 w-32 max-w-1/3" />
          <span className="skeleton h-3 w-1/2" />
        </div>
      ))}
    </div>
  );
}

/** A card whose code is still on its way, in the height of what comes. */
export function LoadingCard({ heightPx }: { heightPx: number }) {
  return (
    <div aria-busy="true" className="card overflow-hidden" style={{ height: heightPx }}>
      <div className="p-4 pb-3">
        <span className="skeleton my-1 block h-5 w-48" />
      </div>
      <CardLines heightPx={heightPx} />
    </div>
  );
}
