/** Whether there is a process of this id, whosever it is. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Not permitted: it is another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
