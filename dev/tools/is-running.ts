/** Whether a process with this id exists, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Not permitted: it is another user's.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
