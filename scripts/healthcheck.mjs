/**
 * For HEALTHCHECK of the image: does this container's process take requests? Asks /healthz on PORT, and on WORKER_PORT, where a worker
 * without HTTP answers. Exit code 0 or 1.
 */
const ports = [process.env.PORT || '3000', process.env.WORKER_PORT].filter(Boolean);
const answers = ports.map(async (port) => {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) });
  if (!answer.ok) throw new Error(`port ${port}: ${answer.status}`);
});
process.exitCode = await Promise.any(answers).then(
  () => 0,
  (error) => {
    console.error(error.errors.map((/** @type {Error} */ { message }) => message).join('; '));
    return 1;
  },
);
