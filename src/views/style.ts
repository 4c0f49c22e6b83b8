type Paint = (text: string) => string;

/** How a view may emphasise. Views never decide whether: they receive {@link plain} or {@link coloured}. */
export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

const same: Paint = (text) => text;

export const plain: Style = { bold: same, dim: same, red: same, green: same, yellow: same, cyan: same };

export const coloured: Style = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  red: sgr(31, 39),
  green: sgr(32, 39),
  yellow: sgr(33, 39),
  cyan: sgr(36, 39),
};

/** Select Graphic Rendition: the attribute's code, and the code that ends it. */
function sgr(on: number, off: number): Paint {
  return (text) => (text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`);
}
