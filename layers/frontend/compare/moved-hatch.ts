/** The hatch over ground that moved: crossing lines, seen without colour on any fill. */

const GAP = 9;

export function movedHatch(): CanvasPattern | string {
  const tile = document.createElement("canvas");
  tile.width = tile.height = GAP;
  const pen = tile.getContext("2d");
  if (!pen) return "rgba(0, 105, 95, 0.25)";
  pen.strokeStyle = "rgba(0, 77, 70, 0.75)";
  pen.lineWidth = 1.1;
  for (const [fromX, fromY, toX, toY] of [
    [0, GAP, GAP, 0],
    [0, 0, GAP, GAP],
  ] as const) {
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.lineTo(toX, toY);
    pen.stroke();
  }
  return pen.createPattern(tile, "repeat") ?? "rgba(0, 105, 95, 0.25)";
}
