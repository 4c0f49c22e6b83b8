/** A requirement, specifier or marker that Python's packaging rules (PEP 508, PEP 440) do not accept. */
export class RequirementSyntaxError extends Error {
  override readonly name = "RequirementSyntaxError";
  /** UTF-16 offset into the text that was read. */
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
