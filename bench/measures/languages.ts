import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../../dev/tools/child.ts";
import { type LanguageCode, languageCodes } from "../../src/locales/languages.ts";
import { wordsIn } from "../../src/locales/words.ts";
import { inviteMail } from "../../src/mail/invite-mail.tsx";
import { termIn } from "../../src/services/ends.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import { p50 } from "../timing.ts";

const MAILS = 500;
const ROUNDS = 11;
const STARTS = 5;
const SETTLE_MS = 3_000;
const PAGES = 200;
const BARE_STARTS = 20;

const end = { until: new Date("2026-12-31T23:00:00Z"), zone: "Europe/Berlin" };

/** Measures an email in German against one in English, and a process's memory after somebody has read each language. */
export async function languages({ newDatabase, ours }: Bench): Promise<Row[]> {
  const took = { de: [] as number[], en: [] as number[] };
  // Alternating, so that anything else the machine does slows both.
  for (let round = 0; round < ROUNDS; round += 1)
    for (const code of ["de", "en"] as const) took[code].push(await mailsIn(code));
  const held = { all: [] as number[], one: [] as number[] };
  for (let start = 0; start < STARTS; start += 1) {
    const running = await ours({ MONGODB_URI: newDatabase() });
    held.one.push(await memoryAfter(running, ["en"]));
    await running.stop();
    const another = await ours({ MONGODB_URI: newDatabase() });
    held.all.push(await memoryAfter(another, languageCodes));
    await another.stop();
  }
  const [all, one] = [p50(held.all), p50(held.one)];
  const begun = await startsIn(ours, newDatabase());
  return [
    slower("mail_german", "rendering an invite email in German, vs in English", {
      ours: p50(took.de),
      floor: p50(took.en),
      atMost: 1.2,
    }),
    {
      key: "languages_memory",
      what: `memory after ${PAGES} pages in fourteen languages, vs in one: median of five starts`,
      measured: `${Math.round(all)} MB, ${Math.round(one)} MB`,
      ratio: all / one,
      target: "≤ 1.05",
      met: all / one <= 1.05,
    },
    {
      key: "languages_start",
      what: `processor time until ready with German and English, vs without either or the message library: ${BARE_STARTS} each, alternating`,
      measured: `${Math.round(begun.german)} ms, ${Math.round(begun.none)} ms`,
      ratio: begun.german / begun.none,
      target: "≤ 1.05",
      met: begun.german / begun.none <= 1.05,
    },
  ];
}

/**
 * Measures starts in German, which loads a second catalogue, and in English, alternating with a process that only loads
 * the message library and a catalogue. A start without either would take that much less.
 */
async function startsIn(ours: Bench["ours"], MONGODB_URI: string): Promise<{ german: number; none: number }> {
  const took = { en: [] as number[], de: [] as number[], library: [] as number[], nothing: [] as number[] };
  for (let turn = 0; turn < BARE_STARTS; turn += 1) {
    for (const code of ["en", "de"] as const) {
      const running = await ours({ MONGODB_URI, DEFAULT_LANGUAGE: code });
      took[code].push(await running.processorMs());
      await running.stop();
    }
    took.library.push(await processorMsOf('await import("intl-messageformat")'));
    took.nothing.push(await processorMsOf(""));
  }
  return { german: p50(took.de), none: p50(took.en) - (p50(took.library) - p50(took.nothing)) };
}

/** Measures the processor time of a process that only runs this code. */
async function processorMsOf(code: string): Promise<number> {
  const told = "const { user, system } = process.cpuUsage(); console.log((user + system) / 1_000);";
  return Number(await run(process.execPath, ["--input-type=module", "-e", `${code}; ${told}`], process.env));
}

/** @returns milliseconds for one email */
async function mailsIn(code: LanguageCode): Promise<number> {
  const words = await wordsIn(code);
  const began = performance.now();
  for (let n = 0; n < MAILS; n += 1)
    inviteMail(
      {
        occasion: "resent",
        to: "eve@example.com",
        organisation: "Acme",
        inviter: { name: "Mia Chen", email: "mia@acme.io" },
        groups: ["Users", "Billing"],
        term: termIn({ end }, words),
        message: "Welcome!",
        link: `https://iam.acme.io/invite/${"x".repeat(180)}`,
        expiresAt: end.until,
      },
      words,
    );
  return (performance.now() - began) / MAILS;
}

async function memoryAfter(
  { url, memoryMb }: { url: string; memoryMb(): Promise<number> },
  codes: readonly LanguageCode[],
): Promise<number> {
  for (let n = 0; n < PAGES; n += 1)
    await (await fetch(`${url}/nowhere?lang=${codes[n % codes.length]}`)).text();
  await sleep(SETTLE_MS);
  return memoryMb();
}
