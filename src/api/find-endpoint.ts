import type { Endpoint } from "./endpoint.ts";
import { RequestRefused, unreadable } from "./problem.ts";

/** An endpoint, and the values in the path that matched it. */
interface Found {
  endpoint: Endpoint;
  params: Record<string, string>;
}

interface Route {
  segments: string[];
  methods: Map<string, Endpoint>;
}

/**
 * Creates the function that finds a request's endpoint by its method and its path below /api/v1, as it was sent; for
 * OPTIONS, the methods of the path. It throws RequestRefused if there is none.
 */
export function endpointFinder(endpoints: readonly Endpoint[]) {
  const routes = routesOf(endpoints);
  return (method: string, path: string): Found | { allowed: string } => {
    const sent = path.slice(1).split("/");
    const route = routes.find(({ segments }) => matches(segments, sent));
    if (!route) throw new RequestRefused(pathNotFound);
    // HTTP answers HEAD as GET, without the body.
    const endpoint = route.methods.get(method === "HEAD" ? "GET" : method);
    if (endpoint) return { endpoint, params: paramsOf(route.segments, sent) };
    const allowed = allowedBy(route);
    if (method === "OPTIONS") return { allowed };
    const detail = `${method.slice(0, 20)} does nothing here. Use ${allowed}.`;
    throw new RequestRefused({
      status: 405,
      code: "method_not_allowed",
      detail,
      headers: { Allow: allowed },
    });
  };
}

/** There is no such path. */
export const pathNotFound = {
  status: 404,
  code: "path_not_found",
  detail: "There is nothing at this path. /api lists the paths there are.",
};

function routesOf(endpoints: readonly Endpoint[]): Route[] {
  const routes = new Map<string, Route>();
  for (const endpoint of endpoints) {
    const segments = endpoint.path.slice(1).split("/");
    const route = routes.get(endpoint.path) ?? { segments, methods: new Map() };
    routes.set(endpoint.path, route);
    route.methods.set(endpoint.method, endpoint);
  }
  // Literal paths come first: /users/me before /users/{id}.
  return [...routes.values()].sort((a, b) => places(a) - places(b));
}

const isPlace = (segment: string) => segment.startsWith("{");
const places = ({ segments }: Route) => segments.filter(isPlace).length;

function matches(segments: readonly string[], sent: readonly string[]): boolean {
  if (segments.length !== sent.length) return false;
  return segments.every((segment, n) => (isPlace(segment) ? sent[n] !== "" : segment === sent[n]));
}

function paramsOf(segments: readonly string[], sent: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    segments.flatMap((segment, n) => {
      const name = segment.slice(1, -1);
      return isPlace(segment) ? [[name, decoded(name, sent[n] ?? "")]] : [];
    }),
  );
}

function decoded(field: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw unreadable([{ in: "path", field, detail: "is not percent-encoded UTF-8" }]);
  }
}

function allowedBy({ methods }: Route): string {
  return ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
    .filter((method) => method === "OPTIONS" || methods.has(method === "HEAD" ? "GET" : method))
    .join(", ");
}
