import { z } from "zod";
import type { ValidConfig } from "../../config/config.ts";
import { actorFrom, describedAccount } from "../../slack/kit/described-account.ts";
import { neededScopes } from "../manifest.ts";
import { type Answer, ask, NoAnswer } from "./ask.ts";
import { clockFinding } from "./clock.ts";
import { type Finding, fault, ok, warning } from "./finding.ts";

const OWN_API = "https://slack.com/api/";

/** Whether Slack knows the token, with which scopes; who the owners are; how far the clocks differ. */
export async function checkSlack({
  SLACK_BOT_TOKEN,
  SLACK_API_URL,
  IAM_OWNERS,
}: ValidConfig): Promise<Finding[]> {
  if (!SLACK_BOT_TOKEN)
    return [warning("Slack", "Not asked: without SLACK_BOT_TOKEN, scopes and owners can't be checked.")];
  const call = caller(SLACK_API_URL, SLACK_BOT_TOKEN);
  try {
    const { answer, said } = await call("auth.test");
    if (!said.ok) return [refusedToken(said.error)];
    const { team, team_id, user } = identity.parse(answer.json);
    return [
      ok("SLACK_BOT_TOKEN", `It is @${user} in ${team}.`),
      ...scopeFindings(answer.headers.get("x-oauth-scopes")),
      ...(await ownerFindings(IAM_OWNERS, (id) => describe(call, id, team_id))),
      ...(answer.aheadMs === null ? [] : [clockFinding("Slack", answer.aheadMs)]),
    ];
  } catch (error) {
    return [unreachable("SLACK_BOT_TOKEN", error)];
  }
}

/** Whether Slack's requests can reach the app and be believed: the signing secret, or the app token of Socket Mode. */
export async function checkTransport(config: ValidConfig): Promise<Finding[]> {
  const { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET, SLACK_API_URL } = config;
  if (SLACK_APP_TOKEN) {
    try {
      const { said } = await caller(SLACK_API_URL, SLACK_APP_TOKEN)("apps.connections.open");
      return [
        said.ok ? ok("SLACK_APP_TOKEN", "Slack opens a connection for it.") : refusedAppToken(said.error),
      ];
    } catch (error) {
      return [unreachable("SLACK_APP_TOKEN", error)];
    }
  }
  if (!SLACK_SIGNING_SECRET) return [];
  return [
    /^[0-9a-f]{32}$/.test(SLACK_SIGNING_SECRET)
      ? ok(
          "SLACK_SIGNING_SECRET",
          "It looks like one. Only Slack's own request proves it: have the request URL verified under Event Subscriptions.",
        )
      : warning(
          "SLACK_SIGNING_SECRET",
          "Slack's are 32 digits from 0 to f, and this is not. Copy it again from your Slack app: Basic Information.",
        ),
  ];
}

const outcome = z.looseObject({ ok: z.boolean(), error: z.string().default("no reason given") });
const identity = z.object({ team: z.string(), team_id: z.string(), user: z.string() });

type Call = (
  method: string,
  args?: Record<string, string>,
) => Promise<{ answer: Answer; said: z.output<typeof outcome> }>;

/** @throws NoAnswer, also when what answers is no Slack */
function caller(apiUrl = OWN_API, token: string): Call {
  return async (method, args = {}) => {
    const answer = await ask(apiUrl + method, {
      method: "POST",
      headers: { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
    });
    if (answer.status === 429) throw new NoAnswer("it asks us to slow down; wait a minute", false);
    const said = outcome.safeParse(answer.json);
    if (said.success) return { answer, said: said.data };
    throw new NoAnswer(`it answers ${answer.status}, not as Slack does`, false);
  };
}

function unreachable(about: string, error: unknown): Finding {
  if (!(error instanceof NoAnswer)) throw error;
  return fault(
    about,
    `Not checked, since Slack can't be asked: ${error.why}. Check that this machine may call ${OWN_API} (or SLACK_API_URL, if you set it).`,
  );
}

function refusedToken(code: string): Finding {
  return fault(
    "SLACK_BOT_TOKEN",
    `Slack refuses it (${code}). Copy the Bot User OAuth Token again: your Slack app, OAuth & Permissions.`,
  );
}

function refusedAppToken(code: string): Finding {
  return fault(
    "SLACK_APP_TOKEN",
    `Slack opens no connection for it (${code}). Make one with the scope connections:write: your Slack app, Basic Information, App-Level Tokens. Socket Mode must be on there, too.`,
  );
}

function scopeFindings(header: string | null): Finding[] {
  const about = "Slack's scopes";
  if (header === null)
    return [warning(about, "Slack does not tell them. Compare OAuth & Permissions with manifest.yml.")];
  const granted = header.split(/\s*,\s*/).filter((scope) => scope !== "");
  const needed = neededScopes();
  const missing = needed.filter((scope) => !granted.includes(scope));
  const spare = granted.filter((scope) => !needed.includes(scope));
  const howTo = "your Slack app, OAuth & Permissions, Bot Token Scopes, then Reinstall to Workspace";
  return [
    ...missing.map((scope) => fault(about, `The token lacks ${scope}. Add it: ${howTo}.`)),
    ...spare.map((scope) =>
      warning(about, `The token has ${scope}, which nothing here needs. Remove it: ${howTo}.`),
    ),
    ...(missing.length === 0 ? [ok(about, `All ${needed.length} that manifest.yml names.`)] : []),
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
      "It names nobody: only the members of the group Admin may use /iam. The first admin needs it.",
    ),
  ];
}

async function describe(call: Call, id: string, homeTeam: string): Promise<Finding> {
  const { answer, said } = await call("users.info", { user: id });
  const copyAgain = "Copy the id again (in Slack: a profile, then ⋮, Copy member ID), or take it out.";
  if (said.error === "user_not_found")
    return fault("IAM_OWNERS", `Slack knows nobody by the id ${id} in this workspace. ${copyAgain}`);
  if (!said.ok) return fault("IAM_OWNERS", `Slack does not say who ${id} is (${said.error}).`);
  const { user } = z.object({ user: describedAccount }).parse(answer.json);
  const { name, barred } = actorFrom(user, { homeTeam, owners: [id] });
  if (barred)
    return fault("IAM_OWNERS", `${id}, ${name}, is ${barred}, and so has no rights here. ${copyAgain}`);
  return ok("IAM_OWNERS", `${id} is ${name}.`);
}
