import { writeFile } from "node:fs/promises";
import { chromium, type Page } from "playwright-core";
import { findChromium } from "../tools/chromium.ts";
import { saying } from "../tools/progress.ts";
import { type RunningDemo, startParts } from "./parts.ts";

const folder = new URL("../../docs/pictures/", import.meta.url);
const say = (line: string) => console.log(line);
const stops: (() => Promise<void>)[] = [];
/** Out of 100. Letters stay sharp at twice the size, and no picture is over 200 kB. */
const quality = 90;

/** Plays the story in the demo, and takes the documentation's pictures on the way. */
async function play(demo: RunningDemo): Promise<void> {
  const { executablePath, env } = await findChromium({ log: say });
  const browser = await chromium.launch({ executablePath, env: { ...process.env, ...env } });
  stops.push(() => browser.close());
  const context = await browser.newContext({
    viewport: { width: 1180, height: 860 },
    deviceScaleFactor: 2,
    timezoneId: "Europe/Berlin",
  });
  const [workspace, mailbox] = [await context.newPage(), await context.newPage()];
  await mailbox.goto(demo.mailbox);
  await workspace.goto(demo.workspace);

  await goTo(workspace, "it-help");
  await write(workspace, "/iam invite eve@example.com, noah@example.com");
  const form = workspace.getByRole("dialog", { name: "Invite people" });
  await form.getByLabel("Message").fill("Good to have you with us on Monday!");
  await picture(workspace, "invite");
  await form.getByRole("button", { name: "Send" }).click();
  await form.getByText("noah@example.com").first().waitFor();
  await workspace.keyboard.press("Escape");

  await mailbox
    .getByRole("navigation", { name: "Emails" })
    .getByRole("button", { name: "eve@example.com" })
    .click();
  await mailbox.getByRole("button", { name: /noah@.* Delivered$/ }).waitFor();
  await picture(mailbox, "mail");
  const [invitation] = await Promise.all([
    mailbox.waitForEvent("popup"),
    mailbox.getByRole("link", { name: "Follow the Link" }).click(),
  ]);
  await invitation.getByLabel("Full name").fill("Eve Adams");
  await invitation.getByLabel("Job title").fill("Support Engineer");
  await picture(invitation, "accept");
  await invitation.getByRole("button", { name: "Accept and register" }).click();
  await invitation.getByRole("heading", { name: "You’re in" }).waitFor();

  await write(workspace, "/iam pending");
  const pending = workspace.getByRole("dialog", { name: "Pending invites" });
  await pending.getByText("noah@example.com").waitFor();
  await pending.getByText("goran@studio.example").scrollIntoViewIfNeeded();
  await picture(workspace, "pending");
  await workspace.keyboard.press("Escape");

  await write(workspace, "/iam user eve@example.com");
  await workspace.getByRole("dialog", { name: "Profile" }).getByText("Support Engineer").waitFor();
  await picture(workspace, "profile");
  await workspace.keyboard.press("Escape");

  await goTo(workspace, "iam-bot");
  await workspace.getByRole("link", { name: "Home" }).click();
  await workspace.getByText("Needs attention").waitFor();
  await picture(workspace, "workspace");
  await workspace.emulateMedia({ colorScheme: "dark" });
  await picture(workspace, "workspace-dark");

  await workspace.emulateMedia({ colorScheme: "light" });
  await workspace.getByRole("link", { name: "Messages" }).click();
  await workspace.getByText("Priya Raman asks for Data Platform.").first().scrollIntoViewIfNeeded();
  await picture(workspace, "request-card");
  await workspace.getByRole("button", { name: "Take away: Priya Raman, Security" }).scrollIntoViewIfNeeded();
  await picture(workspace, "emergency-card");
  await goTo(workspace, "it-help");
  await write(workspace, "/iam request");
  await workspace.getByRole("dialog", { name: "Request access" }).getByText("For how long").waitFor();
  await picture(workspace, "request");
  await workspace.keyboard.press("Escape");
  await write(workspace, "/iam groups Security");
  await workspace.getByRole("dialog", { name: "Group members" }).waitFor();
  await workspace.getByRole("button", { name: /at once/i }).click();
  await workspace.getByRole("dialog", { name: "At once" }).getByText("In an emergency").first().waitFor();
  await picture(workspace, "at-once");
  await workspace.keyboard.press("Escape");
  await ofAdmins(workspace);
  await confirmByMail(workspace, mailbox);
}

/** Plays what admins decide about existing memberships. */
async function ofAdmins(workspace: Page): Promise<void> {
  await write(workspace, "/iam user ana@studio.example");
  await workspace.getByRole("button", { name: "Groups", exact: true }).click();
  await workspace.getByRole("button", { name: "Set End" }).click();
  const end = workspace.getByRole("dialog", { name: "Set end" });
  await end.getByRole("combobox", { name: "Group" }).click();
  await workspace.getByRole("option", { name: /Contractors/ }).click();
  // The form is redrawn with this group's end.
  while ((await end.getByLabel("Last day").inputValue()) === "");
  await picture(workspace, "set-end");
  await workspace.keyboard.press("Escape");
  await write(workspace, "/iam review Data Platform");
  const review = workspace.getByRole("dialog", { name: "Review" });
  await review.getByRole("button", { name: "Keep Aisha Bello: Support" }).click();
  await review.getByText("You kept Aisha Bello").waitFor();
  await picture(workspace, "review");
  await workspace.keyboard.press("Escape");
  await write(workspace, "/iam user ivan@studio.example");
  await workspace.getByRole("button", { name: /Erase details/i }).click();
  await workspace.getByRole("dialog", { name: "Erase details?" }).waitFor();
  await picture(workspace, "erase");
  await workspace.keyboard.press("Escape");
}

/** Switches on confirming approvals by email, approves, and follows the link. */
async function confirmByMail(workspace: Page, mailbox: Page): Promise<void> {
  await write(workspace, "/iam groups Data Platform");
  await workspace.getByRole("dialog", { name: "Group members" }).waitFor();
  await workspace.getByRole("button", { name: /access rules/i }).click();
  const rules = workspace.getByRole("dialog", { name: "Access rules" });
  await rules.getByText("Approvals are confirmed by a link in an email").click();
  await picture(workspace, "access-rules");
  await rules.getByRole("button", { name: "Save" }).click();
  await workspace.getByText("Saved the access rules").waitFor();
  await workspace.keyboard.press("Escape");
  await goTo(workspace, "iam-bot");
  await workspace.getByRole("link", { name: "Messages" }).click();
  await workspace
    .getByRole("button", { name: /^Approve: Priya Raman|^Approve$/ })
    .first()
    .click();
  await workspace.getByText("Not approved yet").first().waitFor();
  const emails = mailbox.getByRole("navigation", { name: "Emails" });
  await emails
    .getByRole("button", { name: /mia@acme\.io/ })
    .first()
    .click();
  const [confirmation] = await Promise.all([
    mailbox.waitForEvent("popup"),
    mailbox.getByRole("link", { name: "Follow the Link" }).click(),
  ]);
  await confirmation.getByRole("button", { name: "Confirm approval" }).waitFor();
  await picture(confirmation, "confirm");
}

async function goTo(page: Page, name: string): Promise<void> {
  const places = page.getByRole("navigation", { name: "Conversations" });
  await places.getByRole("link", { name: new RegExp(`^${name}`) }).click();
  // Until then, typing would go into the previous conversation.
  await page.getByRole("heading", { name: new RegExp(name) }).waitFor();
}

async function write(page: Page, line: string): Promise<void> {
  const composer = page.getByRole("textbox", { name: /^Message/ });
  await composer.fill(line);
  await composer.press("Enter");
}

async function picture(page: Page, name: string): Promise<void> {
  await page.waitForLoadState("networkidle", { timeout: 2_000 }).catch(() => undefined);
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality });
  await session.detach();
  const bytes = Buffer.from(data, "base64");
  await writeFile(new URL(`${name}.webp`, folder), bytes);
  say(`docs/pictures/${name}.webp, ${Math.ceil(bytes.length / 1000)} kB`);
}

try {
  const options = { empty: false, keep: false, socket: false, grid: false };
  const demo = await startParts(options, say, (stop) => stops.push(stop));
  await saying(say, "Playing the story", () => play(demo));
} finally {
  for (const stop of stops.reverse()) await stop();
}
