/** Thrown when the app can't start. The message tells the operator why and what to do. */
export class StartupError extends Error {
  override readonly name = "StartupError";
}
