// The floor of emails and webhooks: a loop that only claims a job, posts its body and settles it.
import { mongo } from "mongoose";

const { MONGODB_URI = "", IN_FLIGHT = "20" } = process.env;
const client = await mongo.MongoClient.connect(MONGODB_URI, { writeConcern: { w: "majority" } });
const jobs = client.db().collection("barejobs");
console.log('{"msg":"ready"}');

async function loop(): Promise<void> {
  for (;;) {
    const now = new Date();
    const job = await jobs.findOneAndUpdate(
      { status: "waiting", dueAt: { $lte: now } },
      { $set: { dueAt: new Date(now.getTime() + 60_000) }, $inc: { attempts: 1 } },
      { sort: { dueAt: 1 } },
    );
    if (!job) return;
    const answer = await fetch(job.url, { method: "POST", body: job.body });
    await answer.arrayBuffer();
    await jobs.updateOne({ _id: job._id }, { $set: { status: "done", settledAt: new Date() } });
  }
}
await Promise.all(Array.from({ length: Number(IN_FLIGHT) }, loop));
