import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import type { ValidConfig } from "../../config/config.ts";
import { shorten } from "../../locales/shorten.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";
import { samples } from "./screens/samples.ts";
import type { Screen } from "./screens/screen.ts";
import { screens as everyScreen } from "./screens/screens.ts";
import { askSlack, OWN_API, outcome, readAnswer, unreachable } from "./slack.ts";

const about = "Screens";
/** Slack names no limit of its own for this method. */
const USUAL_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 120;
const MAX_WAITS = 10;
const MAX_ERRORS = 3;

interface Options {
  screens?: Readonly<Record<string, Screen>>;
  /** Called before each pause that Slack asks for. */
  onWait?: (seconds: number) => void;
}

/** Thrown when Slack does not say whether it would accept a screen; `finding` says why. */
class NotChecked extends Error {
  override readonly name = "NotChecked";
  constructor(readonly finding: Finding) {
    super(finding.says);
  }
}

/**
 * Asks Slack (`blocks.validate`) whether it would accept every screen at its limits. Shows nothing to anybody. Makes
 * some 230 calls one after the other, and pauses when Slack asks for it.
 *
 * @returns a finding for each screen as soon as it is known, and a summary if Slack accepts them all
 */
export async function* validateScreens(
  { SLACK_BOT_TOKEN, SLACK_API_URL = OWN_API }: ValidConfig,
  { screens = everyScreen, onWait = () => undefined }: Options = {},
): AsyncGenerator<Finding> {
  if (!SLACK_BOT_TOKEN) {
    yield warning(about, "Not checked: SLACK_BOT_TOKEN is missing or has a fault.");
    return;
  }
  const validate = validator(SLACK_API_URL, SLACK_BOT_TOKEN, onWait);
  let refused = 0;
  try {
    for (const [name, draw] of Object.entries(screens)) {
      const finding = await screenFinding(name, requestsOf(draw), validate);
      if (finding.level === "fault") refused += 1;
      yield finding;
    }
  } catch (error) {
    yield error instanceof NotChecked ? error.finding : unreachable(about, error);
    return;
  }
  if (refused === 0) yield ok(about, `Slack accepts all ${Object.keys(screens).length}, at their limits.`);
}

/** Draws a screen from each sample, and keeps identical ones only once. */
function requestsOf(draw: Screen): Record<string, string>[] {
  const drawn = samples.map((facts) => {
    const surface = draw(facts);
    return "type" in surface
      ? { view: JSON.stringify(surface) }
      : { message: JSON.stringify({ blocks: surface.blocks }) };
  });
  return [...new Map(drawn.map((request) => [JSON.stringify(request), request])).values()];
}

async function screenFinding(
  name: string,
  requests: readonly Record<string, string>[],
  validate: Validate,
): Promise<Finding> {
  const errors = new Set<string>();
  for (const request of requests) for (const error of await validate(request)) errors.add(error);
  const screen = `Screen ${name}`;
  if (errors.size === 0)
    return ok(
      screen,
      requests.length === 1 ? "Slack accepts it." : `Slack accepts it in all ${requests.length} variants.`,
    );
  const more = errors.size - MAX_ERRORS;
  return fault(
    screen,
    `Slack refuses it: ${[...errors].slice(0, MAX_ERRORS).join("; ")}${more > 0 ? `; and ${more} more` : ""}. Report this line as a bug in iam-bot.`,
  );
}

/** Asks Slack about one screen. @returns its faults, each as a clause */
type Validate = (request: Record<string, string>) => Promise<string[]>;

const line = z
  .string()
  .transform((said) => shorten(said.replaceAll(/[\p{Cc}\p{Cf}\p{Z}]+/gu, " ").trim(), 200));
const answered = outcome.extend({
  errors: z
    .array(z.looseObject({ pointer: line.default(""), code: line.default(""), message: line.default("") }))
    .catch([]),
});
const refusals = ["invalid_blocks", "invalid_message", "invalid_view"];

function validator(apiUrl: string, token: string, onWait: (seconds: number) => void): Validate {
  let waits = 0;
  const call = async (request: Record<string, string>): Promise<z.output<typeof answered>> => {
    const answer = await askSlack(`${apiUrl}blocks.validate`, token, request);
    if (answer.status === 429) {
      const asked = answer.headers.get("retry-after") ?? "";
      const seconds = /^\d{1,9}$/.test(asked) ? Number(asked) : USUAL_WAIT_SECONDS;
      waits += 1;
      if (waits > MAX_WAITS || seconds > LONGEST_WAIT_SECONDS)
        throw new NotChecked(
          warning(
            about,
            "The others are not checked: Slack asks us to slow down. Run this again in ten minutes.",
          ),
        );
      onWait(seconds);
      await setTimeout(seconds * 1000);
      return call(request);
    }
    return readAnswer(answered, answer);
  };
  return async (request) => {
    const { ok: taken, error, errors } = await call(request);
    if (taken) return [];
    if (error === "unknown_method")
      throw new NotChecked(warning(about, "Not checked: this Slack does not have blocks.validate."));
    if (!refusals.includes(error))
      throw new NotChecked(
        fault(about, `Not checked: Slack refuses to look at them (${error}). Try again in a minute.`),
      );
    if (errors.length === 0) return ["it does not say why"];
    return errors.map(({ pointer, code, message }) => `${message || code} at ${pointer || "/"}`);
  };
}
