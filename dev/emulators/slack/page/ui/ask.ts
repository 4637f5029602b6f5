import type { Act, OutageOnPage, Outcome } from "../protocol.ts";

/** Does what someone does, and says what came of it. */
export function perform(who: string, act: Act): Promise<Outcome> {
  return post("/ui/act", { who, act });
}

/** Makes every call of the app go wrong, or none any more. */
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
