/** Why the app can't start: a sentence or two for the operator, with what to do. */
export class StartupError extends Error {
  override readonly name = "StartFault";
}
