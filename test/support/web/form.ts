/** The headers that a browser sends with a form of our own pages. */
const fromOwnPage = { "Sec-Fetch-Site": "same-origin" };

/** Opens a page and returns the nonce in its form. */
export async function nonceAt(url: string): Promise<string> {
  const page = await (await fetch(url)).text();
  const nonce = /name="nonce" value="([^"]+)"/.exec(page)?.[1];
  if (!nonce) throw new Error("the page has no form with a nonce");
  return nonce;
}

/** Sends a form, by default as our own page would. */
export async function send(
  url: string,
  fields: Record<string, string>,
  headers: Record<string, string> = fromOwnPage,
): Promise<{ status: number; page: string }> {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields), headers });
  return { status: response.status, page: await response.text() };
}

/** Returns the page's own heading, without markup. */
export function headingOf(page: string): string {
  return (/<h1>(.*?)<\/h1>/s.exec(page)?.[1] ?? "").replace(/<[^>]+>/g, "");
}
