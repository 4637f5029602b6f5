import * as z from "zod";
import { invite } from "../inviter.ts";
import { type Bench, faster, type Row, slower } from "../measure.ts";
import { peer } from "../processes.ts";
import { postJson } from "../requests.ts";
import { ms, p50, timed } from "../timing.ts";

const ROUNDS = 5;
const WARM_UP = 100;
const SINGLE = 30;
const AT_ONCE = 20;
const MANY = 100;

const created = z.object({ id: z.string() });

/** Measures an invite, from submit to result, against one by better-auth's organization plugin on the same MongoDB. */
export async function peers({ newDatabase, ours }: Bench): Promise<Row[]> {
  const app = await ours({ MONGODB_URI: newDatabase() });
  const betterAuth = await peer("better-auth.js", { MONGODB_URI: newDatabase() });
  const inviteMember = await signIn(betterAuth.url);
  let count = 0;
  const address = () => `person.${++count}@acme.io`;
  const measured = (one: () => Promise<number>) => ({ one, singly: [] as number[], perSecond: 0 });
  const mine = measured(() => invite(app.url, address()));
  const theirs = measured(() => inviteMember(address()));
  const both = [mine, theirs];
  for (const { one } of both) await timed({ times: WARM_UP, atOnce: 1 }, one);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const each of both) each.singly.push(...(await timed({ times: SINGLE, atOnce: 1 }, each.one)));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const each of both) {
      const took = await ms(() => timed({ times: MANY, atOnce: AT_ONCE }, each.one));
      each.perSecond += (MANY * 1000) / took / ROUNDS;
    }
  await Promise.all([app.stop(), betterAuth.stop()]);
  return [
    slower("invite_better_auth", "one invite until its result, vs better-auth’s invite-member: p50", {
      ours: p50(mine.singly),
      floor: p50(theirs.singly),
      atMost: 0.7,
    }),
    faster("invites_better_auth", `invites, ${AT_ONCE} in flight, vs better-auth’s`, {
      ours: mine.perSecond,
      floor: theirs.perSecond,
      atLeast: 3,
    }),
  ];
}

/** Signs up the owner of an organization. @returns a function that invites a member, and returns how long it took */
async function signIn(url: string): Promise<(email: string) => Promise<number>> {
  const origin = { origin: url };
  const json = { "content-type": "application/json", ...origin };
  const mia = { email: "mia@acme.io", password: "long-enough-for-a-bench", name: "Mia Chen" };
  const signUp = `${url}/api/auth/sign-up/email`;
  const signedUp = await fetch(signUp, { method: "POST", headers: json, body: JSON.stringify(mia) });
  const cookie = signedUp.headers.getSetCookie().map((each) => each.split(";")[0]);
  const session = { ...origin, cookie: cookie.join("; ") };
  const acme = { name: "Acme", slug: "acme" };
  const { body } = await postJson(`${url}/api/auth/organization/create`, acme, session);
  const { id: organizationId } = created.parse(JSON.parse(body));
  return async (email) => {
    const member = { email, role: "member", organizationId };
    return (await postJson(`${url}/api/auth/organization/invite-member`, member, session)).ms;
  };
}
