/** Asks the server to do something; what comes of it is told by the live stream. */
export async function ask(path: string): Promise<void> {
  await fetch(path, { method: "POST" }).catch(() => undefined);
}
