/** Asks the server to do something; the live stream brings the result. */
export async function ask(path: string): Promise<void> {
  await fetch(path, { method: "POST" }).catch(() => undefined);
}
