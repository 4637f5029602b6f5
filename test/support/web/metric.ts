/** Reads a metric of the app at this address, as an operator does; its METRICS_TOKEN is "scrape-me". */
export async function metricOf(url: string, name: string): Promise<number> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: "Bearer scrape-me" } });
  return Number(new RegExp(`^${name} (.+)$`, "m").exec(await response.text())?.[1]);
}
