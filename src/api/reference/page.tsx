import type { Page } from "../../web/pages/page.ts";
import type { ApiDocument, Operation } from "../openapi.ts";
import { Prose, phrases } from "./prose.tsx";
import { Field, Schema, schemaAnchor } from "./schema.tsx";

/** An operation, with its method and path. */
interface Listed {
  method: string;
  path: string;
  operation: Operation;
}

/** Draws the reference of an API for people, from its OpenAPI document. */
export function referencePage(document: ApiDocument): Page {
  const operations = operationsOf(document);
  const address = document.servers[0]?.url ?? "";
  return {
    status: 200,
    title: "API",
    wide: true,
    content: (
      <>
        <Contents document={document} operations={operations} />
        <article>
          <Introduction document={document} address={address} />
          {document.tags.map(({ name, description }) => (
            <section key={name} id={name}>
              <h2>{capitalised(name)}</h2>
              <Prose text={description} />
              {withTag(operations, name).map((listed) => (
                <OperationSection key={listed.operation.operationId} {...listed} address={address} />
              ))}
            </section>
          ))}
          <Refusals document={document} />
          <section id="schemas">
            <h2>Schemas</h2>
            {Object.entries(document.components.schemas).map(([name, schema]) => (
              <section key={name} id={schemaAnchor(name)} class="card">
                <h3>{name}</h3>
                {schema.description && <Prose text={schema.description} />}
                <Schema schema={schema} />
              </section>
            ))}
          </section>
        </article>
      </>
    ),
  };
}

function operationsOf({ paths }: ApiDocument): Listed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function withTag(operations: readonly Listed[], tag: string): Listed[] {
  return operations.filter(({ operation }) => operation.tags.includes(tag));
}

const capitalised = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`.replaceAll("-", " ");

function Contents({ document, operations }: { document: ApiDocument; operations: readonly Listed[] }) {
  return (
    <nav aria-label="Contents">
      <a href="#introduction">Introduction</a>
      {document.tags.map(({ name }) => (
        <div key={name}>
          <a href={`#${name}`}>{capitalised(name)}</a>
          <ul>
            {withTag(operations, name).map(({ operation }) => (
              <li key={operation.operationId}>
                <a href={`#${operation.operationId}`}>{operation.summary}</a>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <a href="#refusals">Refusals</a>
      <a href="#schemas">Schemas</a>
    </nav>
  );
}

function Introduction({ document, address }: { document: ApiDocument; address: string }) {
  return (
    <section id="introduction">
      <h1>API</h1>
      <p class="lead">{document.info.summary}</p>
      <Prose text={document.info.description} />
      {Object.values(document.components.securitySchemes).map(({ description = "" }) => (
        <Prose key={description} text={description} />
      ))}
      <pre>{curl("GET", `${address}${Object.keys(document.paths)[0]}`)}</pre>
      <p>
        For programs: <a href={`${address}/openapi.json`}>openapi.json</a>, OpenAPI {document.openapi}, from
        which this page is generated.
      </p>
    </section>
  );
}

function OperationSection({ method, path, operation, address }: Listed & { address: string }) {
  const { operationId, summary, description, parameters, requestBody, responses } = operation;
  return (
    <section id={operationId} class="card">
      <h3>{summary}</h3>
      <p class="path">
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
      </p>
      <Prose text={description} />
      {(["path", "query", "header"] as const).map((place) => (
        <Parameters key={place} place={place} parameters={parameters.filter((each) => each.in === place)} />
      ))}
      {requestBody && (
        <>
          <h4>Body</h4>
          {Object.entries(requestBody.content).map(([type, { schema }]) =>
            type === "application/json" ? <Schema key={type} schema={schema} /> : <p key={type}>{type}</p>,
          )}
        </>
      )}
      <h4>Answers</h4>
      <Answers responses={responses} />
      <details>
        <summary>As curl</summary>
        <pre>{curl(method, `${address}${path}`, Object.keys(requestBody?.content ?? {})[0])}</pre>
      </details>
    </section>
  );
}

const places = { path: "Path", query: "Query", header: "Headers" };

function Parameters({
  place,
  parameters,
}: {
  place: keyof typeof places;
  parameters: Operation["parameters"];
}) {
  if (parameters.length === 0) return null;
  return (
    <>
      <h4>{places[place]}</h4>
      <dl class="fields">
        {parameters.map(({ name, schema, required, description }) => (
          <Field key={name} {...{ name, schema, description }} optional={!required && place !== "path"} />
        ))}
      </dl>
    </>
  );
}

function Answers({ responses }: Pick<Operation, "responses">) {
  const replies = Object.entries(responses).flatMap(([status, reply]) =>
    "$ref" in reply ? [] : [{ status, ...reply }],
  );
  const refusals = Object.entries(responses).flatMap(([status, reply]) => ("$ref" in reply ? [status] : []));
  return (
    <>
      {replies.map(({ status, description, content }) => {
        const schema = content?.["application/json"]?.schema;
        const files = Object.keys(content ?? {}).filter((type) => type !== "application/json");
        return (
          <div key={status} class="answer">
            <p>
              <code>{status}</code> {[description, ...files].join(", ")}
            </p>
            {schema && <Schema schema={schema} />}
          </div>
        );
      })}
      <p class="limits">
        <a href="#refusals">Refusals</a>: {refusals.join(", ")}
      </p>
    </>
  );
}

function Refusals({ document }: { document: ApiDocument }) {
  return (
    <section id="refusals">
      <h2>Refusals</h2>
      <p>
        Refused requests are answered with a <a href={`#${schemaAnchor("Problem")}`}>Problem</a>. Its{" "}
        <code>code</code> is for programs, its <code>detail</code> for people.
      </p>
      <dl class="fields card">
        {Object.entries(document.components.responses).map(([status, { description }]) => (
          <div key={status}>
            <dt>
              <code>{status}</code>
            </dt>
            <dd>
              <p>{phrases(description)}</p>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** @param type the body's content type, if there is one */
function curl(method: string, url: string, type?: string): string {
  const file = [`-H "Content-Type: ${type}"`, "--data-binary @FILE"];
  return [
    `curl ${method === "GET" ? "" : `-X ${method} `}"${url}"`,
    '-H "Authorization: Bearer $TOKEN"',
    ...(type === undefined ? [] : type === "application/json" ? ["--json '{ … }'"] : file),
  ].join(" \\\n  ");
}
