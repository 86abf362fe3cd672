/** Hands a text to the person as a file: the browser's own download, or the desktop's dialog for where to save it. */
export function saveFile(fileName: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = address
  link.download = fileName
  link.click()
  // The download reads the blob after the click; a minute is more than any dialog's first look at it.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
