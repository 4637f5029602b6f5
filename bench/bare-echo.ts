// The floor of an API: an Express app that reads JSON and sends it back.
import express from "express";

const { PORT } = process.env;

express()
  .disable("x-powered-by")
  .use(express.json({ limit: "1mb" }))
  .post("/access/v1/:endpoint", (request, response) => {
    response.json(request.body);
  })
  .listen(Number(PORT), "127.0.0.1", () => console.log('{"msg":"ready"}'));
