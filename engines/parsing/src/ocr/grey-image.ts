/** One grey byte a pixel, row by row from the top, white 255. */
export type GreyImage = { width: number; height: number; dpi: number; pixels: Uint8Array };

/** Quarter turns clockwise that an image needs in order to stand upright. */
export type QuarterTurns = 0 | 1 | 2 | 3;

/** Turns by quarters, clockwise. Linear in pixels. */
export function turnImage(image: GreyImage, turns: QuarterTurns): GreyImage {
  const { width, height, pixels, dpi } = image;
  if (turns === 0) return image;
  const turned = new Uint8Array(pixels.length);
  if (turns === 2) {
    for (let i = 0, last = pixels.length - 1; i <= last; i++) turned[last - i] = pixels[i] as number;
    return { width, height, dpi, pixels: turned };
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = turns === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
      turned[at] = pixels[y * width + x] as number;
    }
  }
  return { width: height, height: width, dpi, pixels: turned };
}

/** Maps a rectangle of the turned image, as fractions, back onto the image as it was. */
export function turnRectBack(
  [x0, y0, x1, y1]: readonly [number, number, number, number],
  turns: QuarterTurns,
): [number, number, number, number] {
  if (turns === 1) return [y0, 1 - x1, y1, 1 - x0];
  if (turns === 2) return [1 - x1, 1 - y1, 1 - x0, 1 - y0];
  if (turns === 3) return [1 - y1, x0, 1 - y0, x1];
  return [x0, y0, x1, y1];
}

/** Small enough that a skew of some degrees moves a line by less than its height from one side to the other. */
const TILE = 96;

/**
 * Whether lines of writing run up and down rather than across: rows that alternate between ink and paper vary more than columns do.
 * Looked at tile by tile, so that a page lying askew does not smear its lines. 0.5 means no difference, above it the writing stands on
 * its side. Reads every pixel once.
 */
export function sidewaysScore({ width, height, pixels }: GreyImage): number {
  let across = 0;
  let down = 0;
  const rows = new Float64Array(TILE);
  const columns = new Float64Array(TILE);
  for (let top = 0; top + TILE <= height; top += TILE) {
    for (let left = 0; left + TILE <= width; left += TILE) {
      rows.fill(0);
      columns.fill(0);
      for (let y = 0; y < TILE; y++) {
        const from = (top + y) * width + left;
        for (let x = 0; x < TILE; x++) {
          const ink = 255 - (pixels[from + x] as number);
          rows[y] = (rows[y] as number) + ink;
          columns[x] = (columns[x] as number) + ink;
        }
      }
      across += roughness(rows);
      down += roughness(columns);
    }
  }
  return across + down === 0 ? 0.5 : down / (across + down);
}

/** Sum of squared differences over a distance of a few pixels: text lines are edges in the profile that crosses them. */
function roughness(profile: Float64Array): number {
  let sum = 0;
  for (let i = 6; i < profile.length; i++) sum += ((profile[i] as number) - (profile[i - 6] as number)) ** 2;
  return sum;
}

/** Enlarges or shrinks by a factor: area means when shrinking, bilinear when enlarging. Linear in pixels of the larger image. */
export function scaleImage(image: GreyImage, factor: number): GreyImage {
  const width = Math.max(1, Math.round(image.width * factor));
  const height = Math.max(1, Math.round(image.height * factor));
  const pixels = factor < 1 ? shrink(image, width, height) : enlarge(image, width, height);
  return { width, height, dpi: image.dpi * factor, pixels };
}

function shrink(image: GreyImage, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const fromY = Math.floor((y * image.height) / height);
    const toY = Math.max(fromY + 1, Math.floor(((y + 1) * image.height) / height));
    for (let x = 0; x < width; x++) {
      const fromX = Math.floor((x * image.width) / width);
      const toX = Math.max(fromX + 1, Math.floor(((x + 1) * image.width) / width));
      let sum = 0;
      for (let v = fromY; v < toY; v++) {
        for (let u = fromX; u < toX; u++) sum += image.pixels[v * image.width + u] as number;
      }
      out[y * width + x] = sum / ((toY - fromY) * (toX - fromX));
    }
  }
  return out;
}

function enlarge(image: GreyImage, width: number, height: number): Uint8Array {
  const out = new Uint8Array(width * height);
  const at = (x: number, y: number): number => image.pixels[y * image.width + x] as number;
  for (let y = 0; y < height; y++) {
    const v = Math.min(image.height - 1, ((y + 0.5) * image.height) / height - 0.5);
    const y0 = Math.max(0, Math.floor(v));
    const y1 = Math.min(image.height - 1, y0 + 1);
    const dy = Math.max(0, v - y0);
    for (let x = 0; x < width; x++) {
      const u = Math.min(image.width - 1, ((x + 0.5) * image.width) / width - 0.5);
      const x0 = Math.max(0, Math.floor(u));
      const x1 = Math.min(image.width - 1, x0 + 1);
      const dx = Math.max(0, u - x0);
      const top = at(x0, y0) * (1 - dx) + at(x1, y0) * dx;
      const bottom = at(x0, y1) * (1 - dx) + at(x1, y1) * dx;
      out[y * width + x] = top * (1 - dy) + bottom * dy;
    }
  }
  return out;
}
