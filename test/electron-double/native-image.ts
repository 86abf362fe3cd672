import { checkOptions, loud } from './loud.ts'
import type { Stands } from './stands.ts'

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

/** A picture, known by its size at each scale. */
export class NativeImage
  implements Stands<Electron.NativeImage, 'addRepresentation' | 'isEmpty' | 'isTemplateImage' | 'setTemplateImage'>
{
  private readonly sizes = new Map<number, { width: number; height: number }>()
  private isTemplate = false

  addRepresentation(given: Electron.AddRepresentationOptions): void {
    checkOptions('addRepresentation', given, ['dataURL', 'scaleFactor'] satisfies (keyof typeof given)[])
    this.sizes.set(given.scaleFactor ?? 1, sizeOf(given.dataURL ?? ''))
  }

  isEmpty(): boolean {
    return this.sizes.size === 0
  }

  getSize(scaleFactor = 1): Electron.Size {
    return this.sizes.get(scaleFactor) ?? { width: 0, height: 0 }
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isTemplate = isTemplate
  }

  isTemplateImage(): boolean {
    return this.isTemplate
  }
}

/** Reads a PNG's own header, so that a wrong or empty picture is found. */
function sizeOf(dataUrl: string): Electron.Size {
  const [, text] = /^data:image\/png;base64,(.+)$/.exec(dataUrl) ?? []
  const bytes = Buffer.from(text ?? '', 'base64')
  if (!bytes.subarray(0, 8).equals(signature)) throw new Error('electron double: this is no PNG in a data URL')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

export const nativeImage = loud('nativeImage', {
  createFromDataURL(dataURL: string): NativeImage {
    const image = new NativeImage()
    image.addRepresentation({ scaleFactor: 1, dataURL })
    return loud('NativeImage', image)
  },
} satisfies Stands<typeof Electron.nativeImage, 'createFromDataURL'>)
