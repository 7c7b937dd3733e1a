const MostFiles = 200, Deepest = 3

/** The files that were dropped, also those in dropped folders. */
export async function walk(dropped: DataTransfer): Promise<File[]> {
  const entries = [...dropped.items].map(item => item.webkitGetAsEntry()).filter(entry => entry !== null)
  const files: File[] = []
  for (const entry of entries) await into(entry, files, 0)
  return files.length > 0 ? files : [...dropped.files]
}

async function into(entry: FileSystemEntry, files: File[], depth: number): Promise<void> {
  if (files.length >= MostFiles || depth > Deepest) return
  if (entry.isFile) files.push(await new Promise<File>((done, failed) => (entry as FileSystemFileEntry).file(done, failed)))
  else if (entry.isDirectory) {
    const reader = (entry as FileSystemDirectoryEntry).createReader()
    // Each reading gives a part of the folder, the last one nothing.
    for (let inside = await part(reader); inside.length > 0 && files.length < MostFiles; inside = await part(reader))
      for (const one of inside) await into(one, files, depth + 1)
  }
}

const part = (reader: FileSystemDirectoryReader) => new Promise<FileSystemEntry[]>((done, failed) => reader.readEntries(done, failed))
