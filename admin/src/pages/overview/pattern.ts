/** How an area is filled, so that it can be told from others without seeing colours. */
export type PatternKind = 'plain' | 'rising' | 'falling' | 'crosses' | 'dots' | 'bars' | 'grid';

const SIZE_PX = 8;

/** Lines of one tile, each from x, y to x, y; drawn beyond the edges so that tiles join. */
const LINES: Record<Exclude<PatternKind, 'plain' | 'dots'>, [number, number, number, number][]> = {
  rising: [
    [-2, 2, 2, -2],
    [-2, 10, 10, -2],
    [6, 10, 10, 6],
  ],
  falling: [
    [6, -2, 10, 2],
    [-2, -2, 10, 10],
    [-2, 6, 2, 10],
  ],
  crosses: [
    [-2, -2, 10, 10],
    [-2, 10, 10, -2],
  ],
  bars: [[4, 0, 4, 8]],
  grid: [
    [4, 0, 4, 8],
    [0, 4, 8, 4],
  ],
};

/** A fill in one colour with marks in another. */
export function patternOf(
  kind: PatternKind,
  colour: string,
  marks: string,
): CanvasPattern | string {
  if (kind === 'plain') return colour;
  const tile = document.createElement('canvas');
  tile.width = SIZE_PX;
  tile.height = SIZE_PX;
  const context = tile.getContext('2d');
  if (!context) return colour;
  context.fillStyle = colour;
  context.fillRect(0, 0, SIZE_PX, SIZE_PX);
  context.strokeStyle = marks;
  context.fillStyle = marks;
  context.lineWidth = 1.5;
  if (kind === 'dots') {
    context.arc(SIZE_PX / 2, SIZE_PX / 2, 1.5, 0, 2 * Math.PI);
    context.fill();
  } else {
    for (const [fromX, fromY, toX, toY] of LINES[kind]) {
      context.moveTo(fromX, fromY);
      context.lineTo(toX, toY);
    }
    context.stroke();
  }
  return context.createPattern(tile, 'repeat') ?? colour;
}
