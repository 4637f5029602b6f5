// agenda, posting as many bodies as the app sends emails: writes its jobs, and runs them once it is ready.
import { MongoBackend } from "@agendajs/mongo-backend";
import { Agenda } from "agenda";
import { MongoClient } from "mongodb";

const { MONGODB_URI = "", IN_FLIGHT = "20" } = process.env;
const client = await MongoClient.connect(MONGODB_URI, { writeConcern: { w: "majority" } });
const agenda = new Agenda({
  backend: new MongoBackend({ mongo: client.db() }),
  processEvery: 200,
  maxConcurrency: Number(IN_FLIGHT),
  defaultConcurrency: Number(IN_FLIGHT),
});
agenda.define("post", async ({ attrs: { data } }) => {
  const answer = await fetch(data.url, { method: "POST", body: data.body });
  await answer.arrayBuffer();
});
await agenda.ready;
const posts = client.db().collection("barejobs").find();
for await (const { url, body } of posts) await agenda.now("post", { url, body });
console.log('{"msg":"ready"}');
await agenda.start();
process.on("SIGTERM", async () => {
  await agenda.stop();
  await client.close();
});
