/** Patterns over cells, so that their state can be told without colour. */

type Draw = (pen: CanvasRenderingContext2D, size: number) => void;

const made = new Map<string, CanvasPattern | string>();

/** Fine dots: selected. */
export function dotted(colour: string): CanvasPattern | string {
  return pattern(`dots/${colour}`, 8, (pen) => {
    pen.fillStyle = colour;
    pen.fillRect(1, 1, 1.5, 1.5);
    pen.fillRect(5, 5, 1.5, 1.5);
  });
}

/** Crossed lines: locked. */
export function crossed(colour: string): CanvasPattern | string {
  return pattern(`crossed/${colour}`, 12, (pen, size) => {
    pen.strokeStyle = colour;
    pen.lineWidth = 1;
    line(pen, 0, 0, size, size);
    line(pen, 0, size, size, 0);
  });
}

function line(pen: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  pen.beginPath();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke();
}

function pattern(key: string, size: number, draw: Draw): CanvasPattern | string {
  const found = made.get(key) ?? paint(size, draw) ?? "transparent";
  made.set(key, found);
  return found;
}

function paint(size: number, draw: Draw): CanvasPattern | null {
  const tile = document.createElement("canvas");
  tile.width = tile.height = size;
  const pen = tile.getContext("2d");
  if (!pen) return null;
  draw(pen, size);
  return pen.createPattern(tile, "repeat");
}
