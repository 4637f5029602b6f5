import type { Act, OutageOnPage, Outcome } from "../protocol.ts";

/** Carries out an act, and returns the outcome. */
export function perform(who: string, act: Act): Promise<Outcome> {
  return post("/ui/act", { who, act });
}

/** Makes every call of the app go wrong; with null, no longer any. */
export async function setOutage(outage: OutageOnPage | null): Promise<void> {
  await post("/ui/outage", outage);
}

async function post(path: string, body: unknown): Promise<Outcome> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return await response.json();
  } catch {
    return { errors: {}, refused: "This Slack is gone. Start the demo again." };
  }
}
