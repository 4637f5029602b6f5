/** Something with the id in a form already exists: the form was submitted before. A secret isn't shown again. */
export class MadeAlready extends Error {
  override readonly name = "MadeAlready";

  constructor(readonly id: string) {
    super(`${id} was made already`);
  }
}
