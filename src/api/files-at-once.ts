import { RequestRefused } from "./problem.ts";

/**
 * How many files one client is sent at a time. Each takes one of the places that all clients share, until the client
 * has read it.
 */
const MAX_FILES = 4;

const tooManyFiles = new RequestRefused({
  status: 429,
  code: "too_many_files",
  detail: `This client is being sent ${MAX_FILES} files already. Read one to its end first.`,
  headers: { "Retry-After": "10" },
});

/**
 * Returns a function that takes one of a client's places for files, and returns a function that gives it back.
 *
 * @throws RequestRefused if the client has none left
 */
export function filesAtOnce(): (clientId: string) => () => void {
  const sending = new Map<string, number>();
  const change = (clientId: string, by: number) => {
    const count = (sending.get(clientId) ?? 0) + by;
    if (count > 0) sending.set(clientId, count);
    else sending.delete(clientId);
  };
  return (clientId) => {
    if ((sending.get(clientId) ?? 0) >= MAX_FILES) throw tooManyFiles;
    change(clientId, 1);
    return () => change(clientId, -1);
  };
}
