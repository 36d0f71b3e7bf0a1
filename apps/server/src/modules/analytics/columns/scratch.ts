/** Memory for one pivot after another: taking it anew costs a third of a pivot, in page faults. */
export type Scratch = {
  /** Numbers of the last use, or zeros when asked. Good until the next time the same `name` is asked. */
  ints(name: string, length: number, zeroed?: boolean): Int32Array;
  floats(name: string, length: number): Float64Array;
};

/** For one pivot at a time: a pivot waits for nothing, so no other can come between. */
export function createScratch(): Scratch {
  const ints = new Map<string, Int32Array>();
  const floats = new Map<string, Float64Array>();
  return {
    ints(name, length, zeroed = false) {
      const kept = ints.get(name);
      const enough = kept !== undefined && kept.length >= length;
      const array = enough ? kept : new Int32Array(length);
      if (!enough) ints.set(name, array);
      else if (zeroed) array.fill(0, 0, length);
      return array;
    },
    floats(name, length) {
      const kept = floats.get(name);
      const enough = kept !== undefined && kept.length >= length;
      const array = enough ? kept : new Float64Array(length);
      if (enough) array.fill(0, 0, length);
      else floats.set(name, array);
      return array;
    },
  };
}
