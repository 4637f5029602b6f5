import * as z from "zod";
import type { ValidConfig } from "../../config/config.ts";
import { ineligibleAs } from "../../services/errors.ts";
import { actorFrom, describedAccount } from "../../slack/kit/described-account.ts";
import { type Installation, readInstallation } from "../../slack/kit/installation.ts";
import { blamesToken, slackErrorName } from "../../slack/kit/slack-errors.ts";
import { neededScopes } from "../manifest.ts";
import { type Answer, ask, NoAnswer } from "./ask.ts";
import { clockFinding } from "./clock.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";

/** Where Slack answers, unless SLACK_API_URL says otherwise. */
export const OWN_API = "https://slack.com/api/";

/** Checks whether Slack knows the token, its scopes, who the owners are, and how far the clocks differ. */
export async function checkSlack({
  SLACK_BOT_TOKEN,
  SLACK_API_URL,
  IAM_OWNERS,
}: ValidConfig): Promise<Finding[]> {
  if (!SLACK_BOT_TOKEN)
    return [
      warning("Slack", "Scopes and owners are not checked: SLACK_BOT_TOKEN is missing or has a fault."),
    ];
  const call = caller(SLACK_API_URL, SLACK_BOT_TOKEN);
  try {
    const { answer, result } = await call("auth.test");
    if (!result.ok) return [refusedToken(result.error)];
    const { team, user, expires_in } = identity.parse(answer.json);
    const installation = readInstallation(answer.json);
    if (!installation) return [refusedToken("no workspace named")];
    return [
      ok("SLACK_BOT_TOKEN", `It is @${user} in ${team ?? "an organisation"}.`),
      ok("Slack installation", installedIn(installation)),
      ...rotationFindings(expires_in),
      ...scopeFindings(answer.headers.get("x-oauth-scopes")),
      ...(await ownerFindings(IAM_OWNERS, (id) => describe(call, id, installation))),
      ...(answer.aheadMs === null ? [] : [clockFinding("Slack", answer.aheadMs)]),
    ];
  } catch (error) {
    return [unreachable("SLACK_BOT_TOKEN", error)];
  }
}

/** Asks Slack where the app is installed; null if it does not say. */
export async function askInstallation({
  SLACK_BOT_TOKEN,
  SLACK_API_URL,
}: ValidConfig): Promise<Installation | null> {
  if (!SLACK_BOT_TOKEN) return null;
  try {
    const { answer, result } = await caller(SLACK_API_URL, SLACK_BOT_TOKEN)("auth.test");
    return result.ok ? readInstallation(answer.json) : null;
  } catch (error) {
    if (error instanceof NoAnswer) return null;
    throw error;
  }
}

/**
 * Checks what lets Slack's requests reach the app and be verified: the signing secret, or the app token of Socket Mode.
 */
export async function checkTransport(config: ValidConfig): Promise<Finding[]> {
  const { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = config;
  if (SLACK_APP_TOKEN) {
    try {
      const { result } = await caller(SLACK_API_URL, SLACK_APP_TOKEN)("apps.connections.open");
      return [result.ok ? ok("SLACK_APP_TOKEN", "Slack accepts it.") : refusedAppToken(result.error)];
    } catch (error) {
      return [unreachable("SLACK_APP_TOKEN", error)];
    }
  }
  if (!SLACK_SIGNING_SECRET) return [];
  return [
    /^[0-9a-f]{32}$/.test(SLACK_SIGNING_SECRET)
      ? ok(
          "SLACK_SIGNING_SECRET",
          "It has the right form. Only a request from Slack proves it: verify the request URL under Event Subscriptions.",
        )
      : warning(
          "SLACK_SIGNING_SECRET",
          "It should be 32 hexadecimal digits, and is not. Copy it again from your Slack app: Basic Information.",
        ),
  ];
}

/** What every answer of the Web API contains. */
export const outcome = z.looseObject({ ok: z.boolean(), error: slackErrorName.default("no reason given") });
const identity = z.object({ team: z.string().nullish(), user: z.string(), expires_in: z.number().nullish() });

function installedIn(installation: Installation): string {
  switch (installation.kind) {
    case "workspace":
      return "In one workspace, outside of any Enterprise Grid. Its full members count.";
    case "grid_workspace":
      return "In one workspace of an Enterprise Grid. Full members of this workspace count, whichever is their home; those of the organisation's other workspaces do not.";
    case "organisation":
      return "In a whole Enterprise Grid organisation. Full members of all its workspaces count.";
  }
}

/** Reports a token that expires, as the app can't renew it. */
function rotationFindings(expiresIn: number | null | undefined): Finding[] {
  if (expiresIn === null || expiresIn === undefined) return [];
  const at = new Date(Date.now() + expiresIn * 1000).toISOString().slice(0, 16).replace("T", " ");
  return [
    fault(
      "SLACK_BOT_TOKEN",
      `It expires at ${at} UTC, in ${inWords(expiresIn)}: somebody switched on token rotation in the Slack app, and iam-bot can't renew tokens. Slack doesn't let you switch it off again, so create a new Slack app from manifest.yml, install it, and set its token and signing secret.`,
    ),
  ];
}

function inWords(seconds: number): string {
  const minutes = Math.max(1, Math.round(seconds / 60));
  const [count, unit] = minutes < 120 ? [minutes, "minute"] : [Math.round(minutes / 60), "hour"];
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}

type Call = (
  method: string,
  args?: Record<string, string>,
) => Promise<{ answer: Answer; result: z.output<typeof outcome> }>;

/** Calls a method of the Web API. @throws NoAnswer, also when the server is not Slack */
function caller(apiUrl = OWN_API, token: string): Call {
  return async (method, args = {}) => {
    const answer = await askSlack(apiUrl + method, token, args);
    if (answer.status === 429) throw new NoAnswer("it asks us to slow down; wait a minute", false);
    return { answer, result: readAnswer(outcome, answer) };
  };
}

/** Sends a call to the Web API. @throws NoAnswer */
export async function askSlack(url: string, token: string, args: Record<string, string>): Promise<Answer> {
  return ask(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: new URLSearchParams(args),
  });
}

/** Reads an answer of the Web API. @throws NoAnswer when the server is not Slack */
export function readAnswer<T>(schema: z.ZodType<T>, { status, json }: Answer): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  throw new NoAnswer(`it answers ${status}, not the way Slack does`, false);
}

/** Reports that Slack gave no usable answer. @throws any other error */
export function unreachable(about: string, error: unknown): Finding {
  if (!(error instanceof NoAnswer)) throw error;
  return fault(
    about,
    `Not checked, because asking Slack failed: ${error.why}. Check that this machine can reach ${OWN_API} (or SLACK_API_URL, if you set it).`,
  );
}

function refusedToken(code: string): Finding {
  if (!blamesToken(code))
    return fault(
      "SLACK_BOT_TOKEN",
      `Not checked: Slack does not say who it is (${code}). Try again in a minute.`,
    );
  return fault(
    "SLACK_BOT_TOKEN",
    `Slack refuses it (${code}). Copy the Bot User OAuth Token again: your Slack app, OAuth & Permissions.`,
  );
}

function refusedAppToken(code: string): Finding {
  return fault(
    "SLACK_APP_TOKEN",
    `Slack refuses it (${code}). Create one with the scope connections:write: your Slack app, Basic Information, App-Level Tokens. Socket Mode must also be on.`,
  );
}

/** What does not work without a scope that the rest of the app can do without. */
const without = new Map([
  ["files:read", "/iam import accepts pasted tables only, no files"],
  ["files:write", "it can't send files: no exports, and no results of imports"],
]);

function scopeFindings(header: string | null): Finding[] {
  const about = "Slack's scopes";
  if (header === null)
    return [warning(about, "Slack does not list them. Compare OAuth & Permissions with manifest.yml.")];
  const granted = header.split(/\s*,\s*/).filter((scope) => scope !== "");
  const needed = neededScopes();
  const missing = needed.filter((scope) => !granted.includes(scope));
  const spare = granted.filter((scope) => !needed.includes(scope));
  const howTo = "your Slack app, OAuth & Permissions, Bot Token Scopes, then Reinstall to Workspace";
  return [
    ...missing.map((scope) => {
      const lack = without.get(scope);
      return lack
        ? warning(about, `The token lacks ${scope}, so ${lack}. Add it: ${howTo}.`)
        : fault(about, `The token lacks ${scope}. Add it: ${howTo}.`);
    }),
    ...spare.map((scope) =>
      warning(about, `The token has ${scope}, which iam-bot does not need. Remove it: ${howTo}.`),
    ),
    ...(missing.length === 0
      ? [ok(about, `The token has all ${needed.length} that manifest.yml lists.`)]
      : []),
  ];
}

async function ownerFindings(
  owners: readonly string[] | undefined,
  finding: (id: string) => Promise<Finding>,
): Promise<Finding[]> {
  if (owners === undefined) return [];
  if (owners.length > 0) return Promise.all(owners.map(finding));
  return [
    warning(
      "IAM_OWNERS",
      "It names nobody, so only members of the group Admin may use /iam. If nobody is in it yet, set this to your own id.",
    ),
  ];
}

async function describe(call: Call, id: string, installation: Installation): Promise<Finding> {
  const { answer, result } = await call("users.info", { user: id });
  const copyAgain = "Copy the id again (in Slack: a profile, then ⋮, Copy member ID), or remove it.";
  if (result.error === "user_not_found")
    return fault("IAM_OWNERS", `Slack finds nobody with the id ${id} in this workspace. ${copyAgain}`);
  if (!result.ok) return fault("IAM_OWNERS", `Slack does not say who ${id} is (${result.error}).`);
  const { user } = z.object({ user: describedAccount }).parse(answer.json);
  const { name, ineligible, otherTeamIds } = actorFrom(user, { installation, owners: [id] });
  if (ineligible === "other_organisation" && otherTeamIds)
    return fault(
      "IAM_OWNERS",
      `${id}, ${name}, is in your organisation, but not in this workspace, and so has no rights here. Add them to the workspace, install the app in the whole organisation, or remove the id.`,
    );
  if (ineligible)
    return fault(
      "IAM_OWNERS",
      `${id}, ${name}, is ${ineligibleAs[ineligible]}, and so has no rights here. ${copyAgain}`,
    );
  return ok("IAM_OWNERS", `${id} is ${name}.`);
}
