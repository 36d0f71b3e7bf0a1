/** A failure the reader can act on: printed without a stack. */
export class Problem extends Error {}

/** What a shell reports for a command ended by Ctrl-C. */
const interrupted = 130;

/**
 * Runs a script's main function; a `Problem` becomes one readable message, anything else keeps its stack.
 * Always ends the process, so that a forgotten handle cannot keep a finished command alive.
 *
 * @param {() => Promise<number>} main returns the exit code
 */
export async function runMain(main) {
  try {
    process.exit(await main());
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') process.exit(interrupted);
    console.error(error instanceof Problem ? `\n${error.message}` : error);
    process.exit(1);
  }
}
