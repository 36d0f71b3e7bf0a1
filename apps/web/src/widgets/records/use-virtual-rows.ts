import {
  defaultRangeExtractor,
  elementScroll,
  observeElementOffset,
  observeElementRect,
  type Range,
  Virtualizer,
} from '@tanstack/react-virtual';
import { type RefObject, useLayoutEffect, useReducer, useState } from 'react';

type VirtualRowsOptions = {
  /** What scrolls. */
  box: RefObject<HTMLDivElement | null>;
  count: number;
  rowHeightPx: number;
  /** Rows drawn beyond those in sight. */
  overscan: number;
  keyOf: (index: number) => string;
  /** A row that is drawn wherever one scrolls, for it has the focus. */
  kept: number | null;
  /** Called with the last row in sight as it changes. */
  onLastInSight: (index: number) => void;
};

/**
 * Which rows are drawn and where. The library's own hook hands out one object that changes inside, which may not be
 * remembered between drawings (the linter refuses it); this one gives what is true at this drawing.
 */
export function useVirtualRows(options: VirtualRowsOptions) {
  const { box, count, rowHeightPx, overscan, keyOf, kept, onLastInSight } = options;
  const redraw = useReducer((drawn: number) => drawn + 1, 0)[1];
  const settings = {
    count,
    overscan,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeightPx,
    getItemKey: keyOf,
    rangeExtractor: (range: Range) => withKept(range, kept),
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: (changed: Virtualizer<HTMLDivElement, HTMLTableRowElement>) => {
      redraw();
      if (changed.range) onLastInSight(changed.range.endIndex);
    },
  };
  const [rows] = useState(() => new Virtualizer<HTMLDivElement, HTMLTableRowElement>(settings));
  rows.setOptions(settings);
  useLayoutEffect(() => rows._didMount(), [rows]);
  useLayoutEffect(() => rows._willUpdate());
  return { items: rows.getVirtualItems(), totalPx: rows.getTotalSize(), measure: rows.measureElement };
}

/** A control that is unmounted under the cursor would throw a person of the keyboard back to the top of the page. */
function withKept(range: Range, kept: number | null): number[] {
  const shown = defaultRangeExtractor(range);
  return kept === null || kept >= range.count || shown.includes(kept)
    ? shown
    : [...shown, kept].sort((a, b) => a - b);
}
