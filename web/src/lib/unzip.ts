// Reads zip archives that teachers upload, within bounds. Only names, sizes and bytes: nothing is written anywhere.

export interface Unzipped {
  path: string;
  size: number;
  text: () => Promise<string>;
}

export class ZipError extends Error {}

export const ZIP_BOUNDS = { entries: 5000, eachBytes: 8 * 1024 * 1024, allBytes: 256 * 1024 * 1024 };

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const COMMENT_MAX = 65_535;
const STORED = 0;
const DEFLATED = 8;

function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - END_SIZE; at >= 0 && at >= view.byteLength - END_SIZE - COMMENT_MAX; --at) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new ZipError("no directory");
}

/** Stops as soon as more comes than was announced: a small archive may unpack to anything. */
async function inflate(bytes: Uint8Array<ArrayBuffer>, size: number): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  const packed = new ReadableStream<BufferSource>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (at + value.length > size) throw new ZipError("size");
      whole.set(value, at);
      at += value.length;
    }
    if (at < size) throw new ZipError("size");
    return whole;
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error instanceof ZipError ? error : new ZipError("entry");
  }
}

/** For offsets that may point behind the end. */
function within<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? new ZipError("entry") : error;
  }
}

/** The files of an archive; folders are left out. `ZipError` for what is none, is encrypted, or passes a bound. */
export function unzip(buffer: ArrayBuffer): Unzipped[] {
  const view = new DataView(buffer);
  if (view.byteLength < END_SIZE) throw new ZipError("no directory");
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  if (count > ZIP_BOUNDS.entries) throw new ZipError("entries");
  let at = view.getUint32(end + 16, true);
  let all = 0;
  const files: Unzipped[] = [];
  within(() => {
    for (let i = 0; i < count; ++i) {
      if (view.getUint32(at, true) !== ENTRY) throw new ZipError("entry");
      const flags = view.getUint16(at + 8, true);
      const method = view.getUint16(at + 10, true);
      const packed = view.getUint32(at + 20, true);
      const size = view.getUint32(at + 24, true);
      const nameLength = view.getUint16(at + 28, true);
      const local = view.getUint32(at + 42, true);
      const path = new TextDecoder().decode(new Uint8Array(buffer, at + 46, nameLength));
      at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
      if (path.endsWith("/")) continue;
      if ((flags & 1) !== 0) throw new ZipError("encrypted");
      if (method !== STORED && method !== DEFLATED) throw new ZipError("method");
      all += size;
      if (all > ZIP_BOUNDS.allBytes) throw new ZipError("size");
      files.push({
        path,
        size,
        text: async () => {
          if (size > ZIP_BOUNDS.eachBytes || (method === STORED && packed !== size)) throw new ZipError("size");
          const bytes = within(() => {
            if (view.getUint32(local, true) !== LOCAL) throw new ZipError("entry");
            const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
            return new Uint8Array(buffer, start, packed);
          });
          return new TextDecoder().decode(method === STORED ? bytes : await inflate(bytes, size));
        },
      });
    }
  });
  return files;
}
