import { describe, expect, test } from "vitest";
import type { Ineligibility } from "../../src/models/ineligibility.ts";
import { actorFrom, describedAccount } from "../../src/slack/kit/described-account.ts";
import { type Installation, readInstallation } from "../../src/slack/kit/installation.ts";

// The app is in workspace A of our organisation, or in the whole of it; B is another workspace of it.
const [A, B, OURS] = ["T0A", "T0B", "E0OURS"];
const [FOREIGN, THEIRS] = ["T0FOREIGN", "E0THEIRS"];

const installations = {
  workspace: { kind: "workspace", teamId: A },
  grid_workspace: { kind: "grid_workspace", teamId: A, enterpriseId: OURS },
  organisation: { kind: "organisation", enterpriseId: OURS },
} as const satisfies Record<string, Installation>;
const kinds = ["workspace", "grid_workspace", "organisation"] as const;

function actor(installation: Installation, described: object, actingFrom?: string | undefined) {
  const user = { id: "W0EVE", name: "eve", profile: {}, ...described };
  return actorFrom(describedAccount.parse(user), { installation, actingFrom, owners: ["W0EVE"] });
}

const inOurs = (...teams: string[]) => ({
  enterprise_user: { id: "W0EVE", enterprise_id: OURS, enterprise_name: "Ours", teams },
});
const inTheirs = (...teams: string[]) => ({
  enterprise_user: { id: "W0EVE", enterprise_id: THEIRS, enterprise_name: "Theirs", teams },
});
const elsewhere = "other_organisation";

describe("who may act, by what Slack says about the account and where the app is installed", () => {
  type Reason = Ineligibility | null;
  test.each<[who: string, described: object, workspace: Reason, gridWorkspace: Reason, organisation: Reason]>(
    [
      ["home is the workspace, no Grid", { team_id: A }, null, null, elsewhere],
      ["home is the workspace, of our Grid", { team_id: A, ...inOurs(A) }, null, null, null],
      [
        "home is another of our workspaces, also in A",
        { team_id: B, ...inOurs(B, A) },
        elsewhere,
        null,
        null,
      ],
      ["the same, by `teams` alone", { team_id: B, teams: [B, A] }, elsewhere, null, elsewhere],
      ["in our B alone", { team_id: B, ...inOurs(B) }, elsewhere, elsewhere, null],
      ["no team named, in A and B", inOurs(A, B), elsewhere, null, null],
      ["no team named, in B", inOurs(B), elsewhere, elsewhere, null],
      ["the organisation for a team, in A", { team_id: OURS, ...inOurs(A) }, elsewhere, null, null],
      ["the organisation for a team, and nothing else", { team_id: OURS }, elsewhere, elsewhere, null],
      ["the organisation beside the account", { enterprise_id: OURS, teams: [A] }, elsewhere, null, null],
      ["nothing is said at all", {}, elsewhere, elsewhere, elsewhere],
      ["a Grid that is not named", { team_id: A, enterprise_user: { id: "W0EVE" } }, null, null, elsewhere],
      [
        "everything is null",
        { team_id: null, teams: null, enterprise_user: null },
        elsewhere,
        elsewhere,
        elsewhere,
      ],
      ["of a workspace outside", { team_id: FOREIGN }, elsewhere, elsewhere, elsewhere],
      ["the same, no stranger", { team_id: FOREIGN, is_stranger: false }, elsewhere, elsewhere, elsewhere],
      [
        "of another organisation",
        { team_id: FOREIGN, ...inTheirs(FOREIGN) },
        elsewhere,
        elsewhere,
        elsewhere,
      ],
      ["of another organisation, no team named", inTheirs(FOREIGN), elsewhere, elsewhere, elsewhere],
      [
        "of another organisation that claims A",
        { ...inTheirs(A), teams: [A] },
        elsewhere,
        elsewhere,
        elsewhere,
      ],
      ["of two organisations", { ...inOurs(A), enterprise_id: THEIRS }, elsewhere, elsewhere, elsewhere],
      ["home is another organisation", { team_id: THEIRS, ...inOurs(A) }, elsewhere, elsewhere, elsewhere],
      ["a stranger", { team_id: A, ...inOurs(A), is_stranger: true }, elsewhere, elsewhere, elsewhere],
      ["a guest", { team_id: A, ...inOurs(A), is_restricted: true }, "guest", "guest", "guest"],
      [
        "a single-channel guest",
        { team_id: A, ...inOurs(A), is_ultra_restricted: true },
        "guest",
        "guest",
        "guest",
      ],
      [
        "deactivated",
        { team_id: A, ...inOurs(), deleted: true },
        "deactivated",
        "deactivated",
        "deactivated",
      ],
      [
        "deactivated, in no workspace any more",
        { ...inOurs(), deleted: true },
        elsewhere,
        "deactivated",
        "deactivated",
      ],
      ["a bot", { team_id: A, ...inOurs(A), is_bot: true }, "bot", "bot", "bot"],
      ["Slackbot", { id: "USLACKBOT", team_id: A, ...inOurs(A) }, "bot", "bot", "bot"],
    ],
  )("%s", (_who, described, ...reasons) => {
    expect(kinds.map((kind) => actor(installations[kind], described).ineligible)).toEqual(reasons);
  });

  test.each<[from: string, actingFrom: string | undefined, workspace: Reason, grid: Reason, org: Reason]>([
    ["no team that the payload names", undefined, null, null, null],
    ["the workspace", A, null, null, null],
    ["another of their workspaces", B, elsewhere, null, null],
    ["the organisation", OURS, elsewhere, null, null],
    ["one of our workspaces that they are not in", "T0C", elsewhere, elsewhere, elsewhere],
    ["a workspace outside", FOREIGN, elsewhere, elsewhere, elsewhere],
    ["another organisation", THEIRS, elsewhere, elsewhere, elsewhere],
  ])("acting from %s", (_from, actingFrom, ...reasons) => {
    const member = { team_id: A, ...inOurs(A, B) };
    expect(kinds.map((kind) => actor(installations[kind], member, actingFrom).ineligible)).toEqual(reasons);
  });
});

/** Whatever Slack may say of where an account belongs, in every combination. */
const places = [A, B, OURS, FOREIGN, THEIRS, undefined].flatMap((team_id) =>
  [
    undefined,
    inOurs(),
    inOurs(A),
    inOurs(B),
    inOurs(A, B),
    inTheirs(),
    inTheirs(A),
    inTheirs(FOREIGN),
  ].flatMap((grid) =>
    [undefined, [A], [B], [FOREIGN]].flatMap((teams) =>
      [undefined, OURS, THEIRS].map((enterprise_id) => ({ team_id, ...grid, teams, enterprise_id })),
    ),
  ),
);
const flags = ["is_stranger", "deleted", "is_bot", "is_restricted", "is_ultra_restricted"];
const actingFrom = [undefined, A, B, OURS, "T0C", FOREIGN, THEIRS];

describe.each(kinds)("in every combination, installed as %s", (kind) => {
  const installation = installations[kind];

  test("flagged accounts stay out", () => {
    for (const place of places)
      for (const flag of flags)
        for (const from of actingFrom)
          expect(actor(installation, { ...place, [flag]: true }, from).ineligible).not.toBeNull();
  });

  test("nobody gets in who belongs to another organisation, or acts from outside", () => {
    for (const place of places)
      for (const from of actingFrom) {
        const named = JSON.stringify([place.enterprise_user, place.enterprise_id, place.team_id]);
        const foreign = kind === "workspace" ? place.team_id !== A : named.includes(THEIRS);
        const outside = from === THEIRS || (from === FOREIGN && !JSON.stringify(place).includes(FOREIGN));
        if (foreign || outside) expect(actor(installation, place, from).ineligible).toBe(elsewhere);
      }
  });

  test("everyone who gets in is in the workspace or organisation that the app is installed in", () => {
    let members = 0;
    for (const place of places)
      for (const from of actingFrom) {
        if (actor(installation, place, from).ineligible) continue;
        members += 1;
        const { team_id, teams = [], enterprise_user, enterprise_id } = place;
        const workspaces = [team_id, ...teams, ...(enterprise_user?.teams ?? [])];
        const organisations = [team_id, enterprise_user?.enterprise_id, enterprise_id];
        const belongs = {
          workspace: team_id === A,
          grid_workspace: workspaces.includes(A),
          organisation: organisations.includes(OURS),
        };
        expect(belongs[kind], JSON.stringify(place)).toBe(true);
      }
    expect(members).toBeGreaterThan(100);
  });
});

test("an account is kept under one key, however Slack describes it and whatever the payload names", () => {
  const described = [
    { team_id: A, ...inOurs(A, B) },
    { team_id: B, ...inOurs(A, B) },
    { team_id: OURS, ...inOurs(A, B) },
    inOurs(A, B),
    { ...inOurs(B, A), deleted: true },
    { ...inOurs(B), team_id: B },
  ];
  const keys = (installation: Installation) =>
    new Set(described.flatMap((each) => actingFrom.map((from) => actor(installation, each, from).teamId)));
  expect(keys(installations.grid_workspace)).toEqual(new Set([A]));
  expect(keys(installations.organisation)).toEqual(new Set([OURS]));
  // Nobody outside of the organisation shares it.
  for (const kind of ["grid_workspace", "organisation"] as const)
    expect(actor(installations[kind], { team_id: FOREIGN, ...inTheirs(FOREIGN) }).teamId).toBe(FOREIGN);
});

test.each<[string, object, Installation | null]>([
  ["a workspace by itself", { team_id: A }, installations.workspace],
  ["the same, with what Slack leaves empty", { team_id: A, enterprise_id: null }, installations.workspace],
  [
    "a workspace of a Grid",
    { team_id: A, enterprise_id: OURS, is_enterprise_install: false },
    installations.grid_workspace,
  ],
  [
    "an organisation",
    { team_id: OURS, enterprise_id: OURS, is_enterprise_install: true },
    installations.organisation,
  ],
  [
    "an organisation without a team",
    { team_id: null, enterprise_id: OURS, is_enterprise_install: true },
    installations.organisation,
  ],
  ["an organisation that is not named", { team_id: A, is_enterprise_install: true }, null],
  ["nothing", {}, null],
])("auth.test names %s", (_what, answer, installation) => {
  expect(readInstallation({ ok: true, ...answer })).toEqual(installation);
});
