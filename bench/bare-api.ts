// The floor of the API: an Express app that answers the same JSON after one Mongoose read.
import { readFileSync } from "node:fs";
import express from "express";
import mongoose from "mongoose";

const { ANSWER = "", MONGODB_URI = "", PORT } = process.env;
const answer: unknown = JSON.parse(readFileSync(ANSWER, "utf8"));
const User = mongoose.model("User", new mongoose.Schema({}, { strict: false, autoIndex: false }));
await mongoose.connect(MONGODB_URI);

express()
  .disable("x-powered-by")
  .get("/api/v1/users/:id", async (request, response) => {
    const user = await User.findById(request.params.id).lean();
    if (user) response.json(answer);
    else response.sendStatus(404);
  })
  .listen(Number(PORT), "127.0.0.1", () => console.log('{"msg":"ready"}'));
