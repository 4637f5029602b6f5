import { setTimeout as wait } from "node:timers/promises";
import { Types } from "mongoose";
import { AccessRequest, type AccessRequestDocument } from "../../src/models/access-request.ts";
import { connect, disconnect } from "../../src/models/connection.ts";
import { Group } from "../../src/models/group.ts";
import { Job } from "../../src/models/job.ts";
import { User } from "../../src/models/user.ts";
import { homeOf } from "../../src/services/home/home.ts";
import { ids } from "../../src/slack/kit/ids.ts";
import { admin, fill, nthGroup, nthUser } from "../fill.ts";
import { inviteForm } from "../invite-form.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import { submit } from "../requests.ts";
import { slowSendGrid } from "../slow-sendgrid.ts";
import { ms, p50, timed } from "../timing.ts";

const WARM_UP = 100;
const ROUNDS = 5;
const SINGLE = 20;
const DECIDERS = 3;
/** How long after a card is drawn it is redrawn, if its invites have changed. */
const REDRAWN_MS = 4_000;
const FEW = 10;
const MANY = 1_000;

const group = nthGroup(0);
const decider = (n: number) => `UDECIDES${n}`;

/**
 * Measures a request until its deciders have their cards, alternating with an invite until its email is sent: each
 * until the recipients hear of it. Also measures the Home tab of a decider with many waiting requests.
 */
export async function requests({ slack, newDatabase, ours }: Bench): Promise<Row[]> {
  const uri = newDatabase();
  const sendgrid = await slowSendGrid(Number.POSITIVE_INFINITY, 0);
  const app = await ours({ MONGODB_URI: uri, SENDGRID_API_URL: sendgrid.url, INVITE_UNDO_SECONDS: "0" });
  await connect(uri);
  await prepare();

  let count = 0;
  const asks = async () => {
    // The same thing can't be requested twice.
    await AccessRequest.deleteMany({});
    await rest();
    const cards = Array.from({ length: DECIDERS }, (_, n) => slack.written(decider(n)));
    const { sentAt } = await submit(app.url, requestForm);
    return Math.max(...(await Promise.all(cards))) - sentAt;
  };
  const invites = async () => {
    await rest();
    const email = `person.${++count}@acme.io`;
    const mailed = sendgrid.asked(email).then(() => performance.now());
    const { sentAt } = await submit(app.url, inviteForm(email));
    return (await mailed) - sentAt;
  };
  const took = { asked: [] as number[], invited: [] as number[] };
  for (const one of [asks, invites]) await timed({ times: WARM_UP, atOnce: 1 }, one);
  for (let round = 0; round < ROUNDS; round += 1) {
    await rest(REDRAWN_MS);
    took.invited.push(...(await timed({ times: SINGLE, atOnce: 1 }, invites)));
    await rest(REDRAWN_MS);
    took.asked.push(...(await timed({ times: SINGLE, atOnce: 1 }, asks)));
  }
  await app.stop();
  await sendgrid.close();

  const home = await homes();
  await disconnect();
  return [
    slower(
      "request_cards",
      `a submitted request until its ${DECIDERS} deciders have their cards, vs a submitted invite until its email is sent`,
      { ours: p50(took.asked), floor: p50(took.invited), atMost: 1.5 },
    ),
    slower("request_home", `the Home tab of a decider with ${MANY} waiting requests, vs ${FEW}`, {
      ours: p50(home.many),
      floor: p50(home.few),
      atMost: 1.3,
    }),
  ];
}

/** Waits until nothing is left to do from earlier rounds, so that each is measured alone. */
async function rest(forMs = 0): Promise<void> {
  const now = () => new Date(Date.now() + forMs);
  while (
    await Job.exists({ status: "waiting", $or: [{ lease: { $exists: true } }, { dueAt: { $lte: now() } }] })
  )
    await wait(5);
}

/** Writes a group that can be requested, and that another group's members decide about. */
async function prepare(): Promise<void> {
  const deciders = nthGroup(1);
  const rules = { open: true, answers: 1 as const, deciders: deciders._id };
  await Group.insertMany([{ ...group, requests: rules }, deciders]);
  await fill(
    User.collection,
    (n) => {
      const user = nthUser(n, new Date());
      const [users] = user.memberships;
      return {
        ...user,
        memberships: users ? [users, { ...users, groupId: deciders._id }] : [],
        slack: { teamId: "T1", userId: decider(n), email: user.email, linkedAt: new Date() },
      };
    },
    { to: DECIDERS },
  );
}

const option = (value: string) => ({ value, text: { type: "plain_text", text: value } });
const chosen = (id: string, value: string) => ({
  [id]: { [id]: { type: "static_select", selected_option: option(value) } },
});
const requestForm = {
  callback_id: ids.requests.form,
  private_metadata: "",
  values: {
    ...chosen(ids.requests.group, String(group._id)),
    ...chosen(ids.requests.hours, "24"),
    [ids.requests.reason]: { [ids.requests.reason]: { type: "plain_text_input", value: "To help" } },
  },
};

/** Reads a decider's Home tab with few waiting requests and with many, alternating. */
async function homes(): Promise<{ few: number[]; many: number[] }> {
  const user = await User.findOne({ "slack.userId": decider(0) })
    .orFail()
    .lean();
  const actor = {
    ...admin,
    kind: "account" as const,
    userId: decider(0),
    email: user.email,
    timeZone: "UTC",
    owner: false,
    ineligible: null,
  };
  const read = async () => {
    await homeOf(actor);
  };
  const took = { few: [] as number[], many: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [size, to] of [
      ["few", FEW],
      ["many", MANY],
    ] as const) {
      await AccessRequest.deleteMany({});
      await fill(AccessRequest.collection, nthRequest, { to });
      await timed({ times: SINGLE, atOnce: 1 }, () => ms(read));
      took[size].push(...(await timed({ times: SINGLE, atOnce: 1 }, () => ms(read))));
    }
  return took;
}

function nthRequest(n: number): AccessRequestDocument {
  const createdAt = new Date(Date.now() - n * 1_000);
  return {
    _id: new Types.ObjectId(),
    asker: { teamId: "T1", userId: `UASKS${n}`, name: `Asker ${n}`, email: `asker.${n}@acme.io` },
    groupId: group._id,
    groupName: group.name,
    hours: 24,
    reason: "To help",
    status: "pending",
    createdAt,
    lapsesAt: createdAt,
    answers: [],
    questions: [],
    escalated: false,
    version: 1,
    cards: [],
  };
}
