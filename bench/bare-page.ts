// The floor of a page: an Express app that returns the same bytes each time.
import { readFileSync } from "node:fs";
import express from "express";

const { PAGE = "", PORT } = process.env;
const page = readFileSync(PAGE);

express()
  .disable("x-powered-by")
  .get("/invite/:token", (_, response) => {
    response.type("html").send(page);
  })
  .listen(Number(PORT), "127.0.0.1", () => console.log('{"msg":"ready"}'));
