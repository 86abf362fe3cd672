import type { BrowserWindow } from './browser-window.ts'
import type { ClipboardItem } from './clipboard.ts'
import type { MessagePortMain } from './message-ports.ts'
import type { NativeImage } from './native-image.ts'
import type { Session } from './session.ts'
import type { WebContents } from './web-contents.ts'
import type { WebFrameMain } from './web-frame-main.ts'

/** A type of Electron's with the double's classes in place of Electron's. Of an overloaded function, the last form. */
export type Doubled<Type> = 0 extends 1 & Type
  ? Type
  : Type extends Electron.BrowserWindow
    ? BrowserWindow
    : Type extends Electron.WebContents
      ? WebContents
      : Type extends Electron.WebFrameMain
        ? WebFrameMain
        : Type extends Electron.MessagePortMain
          ? MessagePortMain
          : Type extends Electron.Session
            ? Session
            : Type extends Electron.ClipboardItem
              ? ClipboardItem
              : Type extends Electron.NativeImage
                ? NativeImage
                : Type extends (...parts: infer Parts) => infer Result
                  ? (...parts: { [Index in keyof Parts]: Doubled<Parts[Index]> }) => Doubled<Result>
                  : Type extends Promise<infer Value>
                    ? Promise<Doubled<Value>>
                    : Type extends (infer Item)[]
                      ? Doubled<Item>[]
                      : Type

/**
 * The named members of one of Electron's classes, as the double has to have them. A member that a new Electron removes
 * or changes no longer compiles here.
 */
export type Stands<Original, Members extends keyof Original> = {
  [Member in Members]: Doubled<Original[Member]>
}
