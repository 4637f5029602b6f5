import mongoose from "mongoose";
import { connect, disconnect } from "../../src/models/connection.ts";
import { ids } from "../../src/slack/kit/ids.ts";
import { inviteForm } from "../invite-form.ts";
import { answerTo, invite, invited } from "../inviter.ts";
import { type Bench, type Row, slower } from "../measure.ts";
import { ms, p50, timed } from "../timing.ts";

const ROUNDS = 5;
const WARM_UP = 300;
const SINGLE = 40;
const HUNDREDS = 4;

/**
 * Measures a submit until its result says "invited": one address against a transaction with one insert, and a hundred.
 */
export async function inviting({ newDatabase, ours }: Bench): Promise<Row[]> {
  const uri = newDatabase();
  const app = await ours({ MONGODB_URI: uri });
  await connect(uri);
  const inserted = mongoose.connection.collection("benched");
  await inserted.insertOne({});
  let count = 0;
  const address = () => `person.${++count}@acme.io`;

  const hundred = async () => {
    const addresses = Array.from({ length: 100 }, address).join(" ");
    const { view } = await answerTo(app.url, inviteForm(addresses));
    const review = { callback_id: ids.invite.review, private_metadata: view.private_metadata, values: {} };
    return invited(app.url, review);
  };
  const insert = () =>
    mongoose.connection.transaction(
      (session) => inserted.insertOne({ email: address(), at: new Date() }, { session }),
      { readConcern: { level: "snapshot" }, writeConcern: { w: "majority" } },
    );

  await timed({ times: WARM_UP, atOnce: 1 }, () => invite(app.url, address()));
  await timed({ times: HUNDREDS, atOnce: 1 }, hundred);
  const took = { one: [] as number[], floor: [] as number[], hundred: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    took.one.push(...(await timed({ times: SINGLE, atOnce: 1 }, () => invite(app.url, address()))));
    took.floor.push(...(await timed({ times: SINGLE, atOnce: 1 }, () => ms(insert))));
    took.hundred.push(...(await timed({ times: HUNDREDS, atOnce: 1 }, hundred)));
  }
  await disconnect();
  await app.stop();
  const [one, floor] = [p50(took.one), p50(took.floor)];
  return [
    slower(
      "invite_one",
      "submitting one invite until the result shows it, vs a transaction with one insert",
      {
        ours: one,
        floor,
        atMost: 4,
      },
    ),
    slower("invite_hundred", "submitting 100 addresses, vs one", {
      ours: p50(took.hundred),
      floor: one,
      atMost: 12,
    }),
  ];
}
