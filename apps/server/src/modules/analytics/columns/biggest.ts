/**
 * The first `limit` of the numbers 0..count-1 in the order of `before`, in that order: a heap of the chosen, since sorting
 * hundreds of thousands for a page of two hundred is most of the time.
 */
export function biggest(count: number, limit: number, before: (a: number, b: number) => boolean): number[] {
  const heap: number[] = [];
  // The last of the chosen is on top, so that a newcomer is compared with one only.
  const worse = (a: number, b: number) => before(heap[b] ?? 0, heap[a] ?? 0);
  const swap = (a: number, b: number) => {
    [heap[a], heap[b]] = [heap[b] ?? 0, heap[a] ?? 0];
  };
  const up = (from: number) => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!worse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const down = () => {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let last = at;
      if (left < heap.length && worse(left, last)) last = left;
      if (right < heap.length && worse(right, last)) last = right;
      if (last === at) return;
      swap(at, last);
      at = last;
    }
  };
  for (let one = 0; one < count; one += 1) {
    if (heap.length < limit) up(heap.push(one) - 1);
    else if (before(one, heap[0] ?? 0)) {
      heap[0] = one;
      down();
    }
  }
  return heap.toSorted((a, b) => (before(a, b) ? -1 : 1));
}
