import qrcode from 'qrcode-generator';

export type QrDrawing = { size: number; path: string };

/**
 * A QR code as one path of unit squares, with the quiet zone of four modules that readers need (ISO/IEC 18004). Level M: a code on a screen is
 * neither torn nor stained.
 */
export function drawQr(text: string): QrDrawing {
  const code = qrcode(0, 'M');
  // The library takes each sign for one byte: hand it those of UTF-8.
  code.addData(String.fromCharCode(...new TextEncoder().encode(text)));
  code.make();
  const quiet = 4;
  const count = code.getModuleCount();
  let path = '';
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; column += 1) {
      if (code.isDark(row, column)) path += `M${column + quiet} ${row + quiet}h1v1h-1z`;
    }
  }
  return { size: count + 2 * quiet, path };
}
