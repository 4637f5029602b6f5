import { findChromium } from "../../../tools/chromium.ts";
import type { Mail } from "../mail.ts";

const patienceMs = 30_000;
const pretending = { "User-Agent": "Mozilla/5.0 (compatible; mail scanner)" };

/**
 * Does what a mail scanner does before the reader: fetches each link three times, then opens it in a browser, which
 * runs scripts and lets forms submit themselves.
 *
 * @returns what it found, in a sentence
 */
export async function scan(mail: Mail): Promise<string> {
  const links = linksIn(mail);
  const met: string[] = [];
  for (const link of links) {
    for (const method of ["HEAD", "GET", "GET"]) met.push(`${method} ${await asked(link, method)}`);
  }
  met.push(`in a browser ${await opened(links)}`);
  return `A scanner opened ${links.length === 1 ? "the link" : `${links.length} links`}: ${met.join(", ")}.`;
}

function linksIn({ text, html }: Mail): string[] {
  const inText = text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  const inHtml = [...html.matchAll(/href="(https?:[^"]+)"/g)].map(([, link = ""]) => link);
  return [...new Set([...inText, ...inHtml])];
}

async function asked(link: string, method: string): Promise<string> {
  try {
    const response = await fetch(link, {
      method,
      headers: pretending,
      signal: AbortSignal.timeout(patienceMs),
    });
    await response.body?.cancel();
    return String(response.status);
  } catch {
    return "no answer";
  }
}

async function opened(links: string[]): Promise<string> {
  const [{ chromium }, found] = await Promise.all([
    import("playwright-core"),
    findChromium({ log: () => undefined }).catch(() => null),
  ]);
  if (!found) return "not: none is installed";
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: { ...process.env, ...found.env },
  });
  try {
    const page = await browser.newPage();
    const statuses: string[] = [];
    for (const link of links) {
      const response = await page.goto(link, { waitUntil: "networkidle", timeout: patienceMs });
      statuses.push(String(response?.status()));
    }
    return statuses.join(", ");
  } catch {
    return "no answer";
  } finally {
    await browser.close();
  }
}
